import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { workerIds, type Person } from '../../tests/support/people.ts';

const shareId = '00000000-0000-4000-8000-000000000e01';
const otherId = '00000000-0000-4000-8000-000000000e02';

interface Opened {
  state: string;
  name?: string;
  results?: { id: string; kind: string; facts: Record<string, string> }[];
}

onBothEngines((database) => {
  const share = (tx: Transaction, changed: object = {}) => {
    const sent = { id: shareId, part: 'all', audience: '某学校', since: null, until: null, replaces: null, ...changed };
    return tx.attempt<{ id: string }>(
      'select public.share_record($1::uuid, $2, $3, $4::date, $5::date, $6::uuid) as id',
      Object.values(sent),
    );
  };
  const withALife = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      // Beside the course that everybody in the test world completed.
      await tx.query(
        `insert into public.outcomes (worker_id, id, kind, achieved_at, facts) values
          ($1::uuid, gen_random_uuid(), 'skill_level', '2020-05-01', '{"title": "中级工", "number": "A 1"}'),
          ($2::uuid, gen_random_uuid(), 'degree', '2020-05-01', '{"title": "别人的"}')`,
        [workerIds.worker, workerIds.carer],
      );
      await tx.as('worker');
      await work(tx);
    });
  const codeOf = async (tx: Transaction, id = shareId) => {
    await tx.as('worker');
    return (await tx.one<{ code: string }>('select code from public.shares where id = $1::uuid', [id])).code;
  };
  const open = async (tx: Transaction, code: string): Promise<Opened> => {
    await tx.as('service_role');
    return (await tx.one<{ opened: Opened }>('select public.clerk_open_share($1) as opened', [code])).opened;
  };
  const kinds = ({ results = [] }: Opened) => results.map(({ kind }) => kind).sort();

  describe('a share', () => {
    it('shows what was chosen, without the number of a paper, and says that somebody looked', () =>
      withALife(async (tx) => {
        expect((await share(tx)).rows).toEqual([{ id: shareId }]);
        expect((await share(tx)).rows, 'sent twice').toEqual([{ id: shareId }]);
        const opened = await open(tx, await codeOf(tx));
        expect(opened).toMatchObject({ state: 'valid', name: '职工甲' });
        expect(kinds(opened)).toEqual(['course_completed', 'skill_level']);
        expect(JSON.stringify(opened)).not.toMatch(/A 1|别人的|某学校|evidence|clock/);
        await tx.as('worker');
        const trail = await tx.query(`select actor_id from public.audit_entries where action = 'share.opened'`);
        expect(trail).toEqual([{ actor_id: null }]);
      }));

    it.each([
      ['courses', ['course_completed']],
      ['elsewhere', ['skill_level']],
    ])('of %s shows %o', (part, expected) =>
      withALife(async (tx) => {
        await share(tx, { part });
        expect(kinds(await open(tx, await codeOf(tx)))).toEqual(expected);
      }),
    );

    it('shows nothing that came later, and nothing from before the day that was chosen', () =>
      withALife(async (tx) => {
        await share(tx, { since: '2021-01-01' });
        const code = await codeOf(tx);
        await tx.as('owner');
        await tx.query(
          `insert into public.outcomes (worker_id, id, kind, achieved_at) values ($1::uuid, gen_random_uuid(), 'degree', now())`,
          [workerIds.worker],
        );
        expect(kinds(await open(tx, code))).toEqual(['course_completed']);
      }));

    it('says that it was taken back, replaced or has lapsed, and shows nothing more', () =>
      withALife(async (tx) => {
        await share(tx);
        const code = await codeOf(tx);
        await tx.as('worker');
        expect((await share(tx, { id: otherId, replaces: shareId })).error).toBeUndefined();
        expect(await open(tx, code)).toEqual({ state: 'superseded', since: expect.any(String) });
        const second = await codeOf(tx, otherId);
        expect((await open(tx, second)).state).toBe('valid');
        await tx.as('owner');
        await tx.query('update public.shares set expires_on = current_date - 2 where id = $1::uuid', [otherId]);
        expect(await open(tx, second)).toEqual({ state: 'expired', since: expect.any(String) });
        await tx.as('worker');
        expect((await tx.attempt('select public.revoke_share($1::uuid)', [otherId])).error).toBeUndefined();
        expect(await open(tx, second)).toEqual({ state: 'revoked', since: expect.any(String) });
        expect(await open(tx, '0'.repeat(20))).toEqual({ state: 'unknown', since: null });
      }));

    it('goes with her when she asks to be forgotten', () =>
      withALife(async (tx) => {
        await share(tx);
        const code = await codeOf(tx);
        await tx.as('owner');
        await tx.query('select private.forget_person($1::uuid)', [workerIds.worker]);
        expect((await open(tx, code)).state).toBe('revoked');
      }));

    it.each([
      [{ part: 'nothing' }, 'share_not_understood'],
      [{ audience: ' ' }, 'share_not_understood'],
      [{ until: '2020-01-01' }, 'day_is_past'],
      [{ since: '2999-01-01' }, 'nothing_to_share'],
    ])('with %o is refused: %s', (changed, word) =>
      withALife(async (tx) => {
        expect((await share(tx, changed)).error?.message).toBe(word);
      }),
    );

    it('is nobody else’s to read or to take back, and its door is the clerk’s', () =>
      withALife(async (tx) => {
        await share(tx);
        for (const who of ['manager', 'officer', 'carer'] satisfies Person[]) {
          await tx.as(who);
          expect(await tx.query('select id from public.shares where worker_id = $1::uuid', [workerIds.worker])).toEqual(
            [],
          );
          expect((await tx.attempt('select public.revoke_share($1::uuid)', [shareId])).error?.message).toBe(
            'share_not_found',
          );
          expect((await tx.attempt('select public.my_share($1::uuid)', [shareId])).error?.message).toBe(
            'share_not_found',
          );
          expect((await tx.attempt(`select public.clerk_open_share('x')`)).error?.code).toBe('42501');
        }
        await tx.as('anon');
        expect((await tx.attempt(`select public.clerk_open_share('x')`)).error?.code).toBe('42501');
      }));

    it('has a code that nobody guesses: a hundred bits, each as often set as not', () =>
      withALife(async (tx) => {
        await tx.as('owner');
        const rows = await tx.query<{ code: string }>(
          'select private.spelled(extensions.gen_random_bytes(20)) as code from generate_series(1, 500)',
        );
        expect(new Set(rows.map(({ code }) => code)).size).toBe(500);
        const counts = Map.groupBy(
          rows.flatMap(({ code }) => [...code]),
          (sign) => sign,
        );
        expect(counts.size).toBe(32);
        // 10,000 signs, 312 of each on average; a sign that is a third off is no accident.
        for (const signs of counts.values()) expect(Math.abs(signs.length - 312.5)).toBeLessThan(104);
      }));
  });
});
