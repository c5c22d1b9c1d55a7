import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

const words = { heading: '岗位合格证', wording: '{name}学完《{title}》，{hours}。', signer: '培训部' };
const results = {
  sponsored: '00000000-0000-4000-8000-0000000000f1',
  own: '00000000-0000-4000-8000-0000000000f2',
  level: '00000000-0000-4000-8000-0000000000f3',
  degree: '00000000-0000-4000-8000-0000000000f4',
};

onBothEngines((database) => {
  const withResults = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await tx.query(
        `insert into public.outcomes (worker_id, id, kind, achieved_at, sponsor_id, verifier_id) values
          ($1::uuid, $2::uuid, 'course_completed', '2026-01-01', $6::uuid, null),
          ($1::uuid, $3::uuid, 'course_completed', '2026-01-02', null, null),
          ($1::uuid, $4::uuid, 'skill_level', '2026-01-03', null, $6::uuid),
          ($1::uuid, $5::uuid, 'degree', '2026-01-04', null, $6::uuid)`,
        [workerIds.worker, ...Object.values(results), organisations.welders],
      );
      await work(tx);
    });
  const issue = async (tx: Transaction, person: Person, outcome: string, audience: string | null = '证书') => {
    await tx.as(person);
    return tx.attempt<{ id: string }>('select public.issue_certificate($1::uuid, $2) as id', [outcome, audience]);
  };
  const issued = async (tx: Transaction, outcome: string) => {
    const { rows, error } = await issue(tx, 'worker', outcome);
    expect(error).toBeUndefined();
    return tx.one<{ share_id: string; organisation_id: string | null; template: typeof words | null; code: string }>(
      `select c.share_id, c.organisation_id, c.template, s.code from public.certificates c
       join public.shares s on s.id = c.share_id where c.share_id = $1::uuid`,
      [rows?.[0]?.id],
    );
  };
  const keep = async (
    tx: Transaction,
    person: Person,
    template: object | null,
    organisation: string = organisations.factory,
    kind = 'course',
  ) => {
    await tx.as(person);
    return tx.attempt(
      'select public.keep_certificate_template($1::uuid, $2::public.certificate_kind, $3::text::jsonb)',
      [organisation, kind, template && JSON.stringify(template)],
    );
  };

  describe('a certificate', () => {
    it('bears the words of the nearest organisation that stands behind the result', () =>
      withResults(async (tx) => {
        expect((await issued(tx, results.sponsored)).organisation_id, 'a team; its works has words').toBe(
          organisations.factory,
        );
        const own = await issued(tx, results.own);
        expect([own.organisation_id, own.template], 'her federation has found none').toEqual([null, null]);
        expect((await keep(tx, 'officer', words, organisations.federation, 'level')).error).toBeDefined();
        const level = { ...words, wording: '{name}取得{title}。' };
        expect((await keep(tx, 'officer', level, organisations.federation, 'level')).error).toBeUndefined();
        expect(await issued(tx, results.level)).toMatchObject({
          organisation_id: organisations.federation,
          template: level,
        });
      }));

    it('stays as it was worded that day', () =>
      withResults(async (tx) => {
        const before = await issued(tx, results.sponsored);
        expect((await keep(tx, 'manager', words)).error).toBeUndefined();
        expect(await issued(tx, results.sponsored)).toEqual(before);
        await tx.as('worker');
        await tx.query('select public.revoke_share($1::uuid)', [before.share_id]);
        const after = await issued(tx, results.sponsored);
        expect(after.share_id).not.toBe(before.share_id);
        expect(after.template).toEqual(words);
        await tx.as('service_role');
        const open = async (code: string) =>
          (await tx.one<{ opened: object }>('select public.clerk_open_share($1) as opened', [code])).opened;
        expect(await open(before.code)).toMatchObject({ state: 'revoked' });
        expect(await open(after.code)).toMatchObject({
          state: 'valid',
          certificate: { kind: 'course' },
          results: [{ id: results.sponsored }],
        });
      }));

    it('is one however often it is asked for', () =>
      withResults(async (tx) => {
        const first = await issued(tx, results.own);
        expect(await issued(tx, results.own)).toEqual(first);
      }));

    it.each([
      ['of somebody else’s result', 'carer', results.own, '证书', 'certificate_not_offered'],
      ['of what has none', 'worker', results.degree, '证书', 'certificate_not_offered'],
      ['of nothing', 'worker', '00000000-0000-4000-8000-0000000000ff', '证书', 'certificate_not_offered'],
      ['for nobody', 'worker', results.own, ' ', 'share_not_understood'],
      ['for nobody at all', 'worker', results.own, null, 'share_not_understood'],
    ] as const)('is refused %s', (_, person, outcome, audience, word) =>
      withResults(async (tx) => {
        expect((await issue(tx, person, outcome, audience)).error?.message).toBe(word);
      }),
    );

    it('is in nobody’s way: a hundred of them leave room for shares', () =>
      withResults(async (tx) => {
        await tx.query(
          `with made as (
             insert into public.shares (worker_id, id, code, audience, outcomes)
             select $1::uuid, gen_random_uuid(), lpad(upper(to_hex(n)), 20, '0'), 'x', array[$2::uuid] from generate_series(1, 100) n
             returning worker_id, id
           ) insert into public.certificates (worker_id, share_id, outcome_id) select worker_id, id, $2::uuid from made`,
          [workerIds.worker, results.own],
        );
        await tx.as('worker');
        const shared = await tx.attempt(`select public.share_record(gen_random_uuid(), 'all', '某学校')`);
        expect(shared.error).toBeUndefined();
      }));
  });

  describe('the words of certificates', () => {
    it('are those of whoever manages or governs the organisation, and of nobody else', () =>
      withResults(async (tx) => {
        for (const person of ['manager', 'officer', 'houseOfficer'] as const)
          expect((await keep(tx, person, words)).error, person).toBeUndefined();
        for (const person of ['worker', 'carer', 'trainer', 'bankOfficer', 'auditor', 'stranger'] as const)
          expect((await keep(tx, person, words)).error?.message, person).toBe('not_allowed');
        expect((await keep(tx, 'manager', words, organisations.federation)).error?.message).toBe('not_allowed');
        await tx.as('owner');
        const trail = await tx.query(`select facts from public.audit_entries where action = 'certificate.worded'`);
        expect(trail).toHaveLength(3);
      }));

    it('are given back to the organisation above', () =>
      withResults(async (tx) => {
        expect((await keep(tx, 'officer', words, organisations.federation)).error).toBeUndefined();
        expect((await keep(tx, 'manager', null)).error).toBeUndefined();
        expect((await issued(tx, results.sponsored)).organisation_id).toBe(organisations.federation);
      }));

    it.each([
      [{ ...words, wording: '{name}学完了。' }, 'certificate_places_wrong'],
      [{ ...words, wording: '{name}《{title}》{issuer}' }, 'certificate_places_wrong'],
      [{ ...words, wording: '{name}《{title}》{' }, 'certificate_places_wrong'],
      [{ ...words, heading: ' ' }, 'certificate_not_understood'],
      [{ ...words, heading: '长'.repeat(31) }, 'certificate_not_understood'],
      [{ ...words, signer: null }, 'certificate_not_understood'],
      [{}, 'certificate_not_understood'],
    ])('are refused when they say too little or too much: %o', (template, word) =>
      withResults(async (tx) => {
        expect((await keep(tx, 'manager', template)).error?.message).toBe(word);
      }),
    );
  });
});
