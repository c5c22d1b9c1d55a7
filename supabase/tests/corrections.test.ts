import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

const worker = workerIds.worker ?? '';
const { factory, federation, school } = organisations;
const idOf = (n: number) => `00000000-0000-4000-8000-000000000f${String(n).padStart(2, '0')}`;
const wrong = idOf(1);

onBothEngines((database) => {
  /** The works vouched for a level of a trade; it is the wrong one. */
  const mistaken = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await tx.query(
        `insert into public.outcomes (worker_id, id, kind, achieved_at, verifier_id, facts, evidence)
         values ($1::uuid, $2::uuid, 'skill_level', '2026-03-01 12:00+08', $3::uuid,
           '{"title": "电焊工", "issuer": "鉴定中心", "trade": "焊工", "level": "中级工"}', '{}')`,
        [worker, wrong, factory],
      );
      await work(tx);
    });
  async function claim(tx: Transaction, n: number, corrects: string, changed: object = {}, by: Person = 'worker') {
    await tx.as(by);
    const facts = { trade: '焊工', level: '高级工' };
    const said = {
      kind: 'skill_level',
      title: '电焊工',
      issuer: '鉴定中心',
      achieved_on: '2026-03-01',
      facts,
      files: [],
    };
    const { rows, error } = await tx.attempt<{ id: string }>('select public.claim_outcome($1::text::jsonb) as id', [
      JSON.stringify({ ...said, id: idOf(n), organisation_id: factory, corrects, ...changed }),
    ]);
    return error?.message ?? rows?.[0]?.id;
  }
  async function verify(tx: Transaction, n: number) {
    await tx.as('manager');
    const rows = JSON.stringify([{ worker, claim: idOf(n), verdict: 'verified' }]);
    const { said } = await tx.one<{ said: { refusal: string | null }[] }>(
      'select public.decide_claims($1::uuid, $2::text::jsonb) as said',
      [factory, rows],
    );
    return said[0]?.refusal;
  }
  async function record(tx: Transaction) {
    await tx.as('worker');
    const { mine } = await tx.one<{
      mine: {
        lines: { id: string; kind: string; corrected: boolean; facts: { level?: string } }[];
        kinds: { kind: string; outcomes: number }[];
      };
    }>('select public.my_record() as mine');
    return {
      levels: mine.lines
        .filter(({ kind }) => kind === 'skill_level')
        .map(({ facts, corrected }) => [facts.level, corrected]),
      count: mine.kinds.find(({ kind }) => kind === 'skill_level')?.outcomes,
    };
  }
  const corrected = async (tx: Transaction, n: number) =>
    (await tx.one<{ id: string }>(`select md5('claim ' || $1)::uuid as id`, [idOf(n)])).id;

  describe('a correction', () => {
    it('is a new result in the place of the old one, which stays and counts no more', () =>
      mistaken(async (tx) => {
        const before = await record(tx);
        expect(await claim(tx, 2, wrong)).toBe(idOf(2));
        expect(await claim(tx, 2, wrong), 'sent twice').toBe(idOf(2));
        expect(await record(tx), 'until it is verified nothing changes').toEqual(before);
        await tx.as('manager');
        const { queue } = await tx.one<{ queue: { claims: { id: string; corrected: object | null }[] } }>(
          'select public.organisation_claims($1::uuid) as queue',
          [factory],
        );
        expect(queue.claims.find(({ id }) => id === idOf(2))?.corrected).toMatchObject({
          level: '中级工',
          achieved_on: '2026-03-01',
        });
        expect(await verify(tx, 2)).toBeNull();
        const after = await record(tx);
        expect(after.levels.filter(([, gone]) => !gone).map(([level]) => level)).toContain('高级工');
        expect(after.levels).toContainEqual(['中级工', true]);
        expect(after.count).toBe(before.count);
      }));

    it('is made once; what is wrong again is corrected in the new one', () =>
      mistaken(async (tx) => {
        await claim(tx, 2, wrong);
        await claim(tx, 3, wrong);
        expect(await verify(tx, 2)).toBeNull();
        expect(await verify(tx, 3)).toBe('nothing_to_correct');
        expect(await claim(tx, 4, wrong)).toBe('nothing_to_correct');
        expect(await claim(tx, 2, wrong), 'an answer that was lost is given again').toBe(idOf(2));
        const next = await corrected(tx, 2);
        expect(await claim(tx, 5, next, { facts: { trade: '焊工', level: '技师' } })).toBe(idOf(5));
        expect(await verify(tx, 5)).toBeNull();
        expect((await record(tx)).levels.filter(([, gone]) => !gone)).toContainEqual(['技师', false]);
      }));

    it('is of one’s own results that somebody vouched for, and of the same kind', () =>
      mistaken(async (tx) => {
        expect(await claim(tx, 2, wrong, {}, 'trainer')).toMatch(/nothing_to_correct|desk_not_yours/);
        expect(await claim(tx, 2, wrong, { kind: 'degree', facts: { level: '本科' } })).toBe('nothing_to_correct');
        await tx.as('owner');
        const { id } = await tx.one<{ id: string }>(
          `select id from public.outcomes where worker_id = $1::uuid and kind = 'course_completed' limit 1`,
          [worker],
        );
        expect(await claim(tx, 3, id)).toBe('nothing_to_correct');
      }));

    it('is what is shown from then on; what was shown before says that it was corrected', () =>
      mistaken(async (tx) => {
        const share = async (n: number) => {
          await tx.as('worker');
          await tx.query(`select public.share_record($1::uuid, 'elsewhere', '学校')`, [idOf(n)]);
        };
        const shown = async (n: number) => {
          await tx.as('worker');
          const { mine } = await tx.one<{ mine: { results: { facts: { level?: string }; corrected: boolean }[] } }>(
            'select public.my_share($1::uuid) as mine',
            [idOf(n)],
          );
          return mine.results
            .filter(({ facts }) => facts.level)
            .map(({ facts, corrected: gone }) => [facts.level, gone]);
        };
        await share(10);
        expect(await shown(10)).toContainEqual(['中级工', false]);
        await claim(tx, 2, wrong);
        await verify(tx, 2);
        await share(11);
        expect(await shown(10)).toContainEqual(['中级工', true]);
        expect(await shown(11)).toContainEqual(['高级工', false]);
        expect(await shown(11)).not.toContainEqual(['中级工', expect.anything()]);
      }));

    it('takes back a certificate of the old result, and there is none of it any more', () =>
      mistaken(async (tx) => {
        await tx.as('worker');
        const issue = `select public.issue_certificate($1::uuid, '单位') as id`;
        const { id } = await tx.one<{ id: string }>(issue, [wrong]);
        await claim(tx, 2, wrong);
        await verify(tx, 2);
        await tx.as('worker');
        const { mine } = await tx.one<{ mine: { revoked_at: string | null } }>(
          'select public.my_share($1::uuid) as mine',
          [id],
        );
        expect(mine.revoked_at).not.toBeNull();
        expect((await tx.attempt(issue, [wrong])).error?.message).toBe('certificate_not_offered');
        expect((await tx.attempt(issue, [await corrected(tx, 2)])).error).toBeUndefined();
      }));

    it('takes back what the old result brought, as far as it was not spent, and waits to be assessed itself', () =>
      mistaken(async (tx) => {
        await tx.query(`select public.clerk_define_credit_unit('worker_credit', 2, '学分', 'credits')`);
        const row = {
          worker,
          outer_id: wrong,
          outcome: wrong,
          rule_set: 'x',
          rule_version: '1',
          explanation: {},
          evidence: {},
        };
        const parts = (amount: number) => [{ unit: 'worker_credit', amount, dated_on: '2026-03-01' }];
        const clerk = (verb: string, bank: string, said: object, more = '') =>
          tx.query(`select public.clerk_${verb}_credits($1::uuid, $2::text::jsonb${more})`, [
            bank,
            JSON.stringify([said]),
          ]);
        await clerk('recognise', federation, { ...row, parts: parts(400) }, ', true');
        // A panel had granted something on top, and that was spent.
        await clerk('recognise', federation, { ...row, outer_id: 'appeal', parts: parts(50) }, ', true');
        await clerk('hold', school, { ...row, outer_id: 'spent', outcome: undefined, parts: parts(30) });
        await claim(tx, 2, wrong);
        expect(await verify(tx, 2)).toBeNull();
        await tx.as('owner');
        const kept = await tx.query(
          `select balance::int, held::int from private.credit_accounts where worker_id = $1::uuid and unit_id = 'worker_credit'`,
          [worker],
        );
        expect(kept, 'one of the two is reversed, for the other too little is left').toEqual([
          { balance: 20, held: 30 },
        ]);
        const waiting = await tx.query<{ id: string }>(
          `select outcome_id as id from private.outcomes_to_assess where worker_id = $1::uuid and outcome_id in ($2::uuid, $3::uuid)`,
          [worker, wrong, await corrected(tx, 2)],
        );
        expect(waiting).toEqual([{ id: await corrected(tx, 2) }]);
      }));
  });
});
