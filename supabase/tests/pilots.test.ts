import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

const { federation, factory, carers, welders } = organisations;

onBothEngines((database) => {
  async function keep(
    tx: Transaction,
    by: Person,
    enterprise: string,
    starts_on: string | null,
    at: string = federation,
  ) {
    await tx.as(by);
    const { error } = await tx.attempt('select public.keep_pilot($1::uuid, $2::uuid, $3::date)', [
      at,
      enterprise,
      starts_on,
    ]);
    return error?.message ?? 'kept';
  }
  const titles = async (tx: Transaction) => {
    await tx.as('service_role');
    const { waiting } = await tx.one<{ waiting: { outcomes: { name: string }[] }[] }>(
      'select public.clerk_outcomes_to_assess() as waiting',
    );
    return waiting
      .flatMap(({ outcomes }) => outcomes.map(({ name }) => name))
      .filter((name) => name.startsWith('试点'))
      .sort();
  };
  /** A result of the worker’s from each of two days, and one of the carer’s. */
  const achieved = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await tx.query(
        `insert into public.outcomes (worker_id, id, kind, achieved_at, facts) values
          ($1::uuid, gen_random_uuid(), 'degree', '2024-05-01 12:00+08', '{"title": "试点 early"}'),
          ($1::uuid, gen_random_uuid(), 'degree', '2026-05-01 12:00+08', '{"title": "试点 late"}'),
          ($2::uuid, gen_random_uuid(), 'degree', '2026-05-01 12:00+08', '{"title": "试点 other"}')`,
        [workerIds.worker, workerIds.carer],
      );
      await work(tx);
    });

  describe('a bank', () => {
    it('is open to all, or to the enterprises that were named from their day on; what waits is not lost', () =>
      achieved(async (tx) => {
        expect(await titles(tx)).toEqual(['试点 early', '试点 late', '试点 other']);
        expect(await keep(tx, 'officer', factory, '2026-01-01')).toBe('kept');
        expect(await titles(tx)).toEqual(['试点 late']);
        await tx.as('carer');
        const { mine } = await tx.one<{ mine: number }>('select public.my_waiting_results() as mine');
        expect(mine).toBeGreaterThanOrEqual(1);
        expect(await keep(tx, 'officer', factory, '2024-01-01'), 'an earlier day').toBe('kept');
        expect(await keep(tx, 'officer', carers, '2026-05-01')).toBe('kept');
        expect(await titles(tx)).toEqual(['试点 early', '试点 late', '试点 other']);
        expect(await keep(tx, 'officer', carers, null)).toBe('kept');
        expect(await titles(tx)).toEqual(['试点 early', '试点 late']);
      }));

    it('is opened by its federation, to enterprises below it', () =>
      achieved(async (tx) => {
        for (const person of ['worker', 'manager', 'reviewer', 'auditor', 'districtOfficer', 'houseOfficer'] as const)
          expect(await keep(tx, person, factory, '2026-01-01'), person).toBe('not_allowed');
        expect(await keep(tx, 'officer', welders, '2026-01-01'), 'a team').toBe('organisation_not_found');
        expect(await keep(tx, 'officer', factory, '2026-01-01', organisations.district), 'a district').toBe(
          'organisation_not_found',
        );
        expect(await keep(tx, 'officer', factory, '1900-01-01')).toBe('date_not_understood');
        await tx.as('auditor');
        const { seen } = await tx.one<{ seen: { pilots: object[]; others: { name: string }[] } }>(
          'select public.pilots($1::uuid) as seen',
          [federation],
        );
        expect(seen.pilots).toEqual([]);
        expect(seen.others.length).toBeGreaterThanOrEqual(2);
      }));
  });
});
