import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

const { factory, carers, welders, federation } = organisations;

interface Answer {
  made: number;
  good: number;
  refused: { row_no: number; word: string }[];
}

onBothEngines((database) => {
  /** Two people of the works by their numbers, one of whom has an account. */
  const listed = (work: (tx: Transaction, numbers: { worker: string; manager: string }) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      const of = async (person: Person, number: string) => {
        await tx.query(`delete from public.roster_entries where worker_id = $1::uuid`, [workerIds[person]]);
        await tx.query(
          `insert into public.roster_entries (house_id, employee_no, organisation_id, worker_id, name)
           select $1::uuid, $2, $1::uuid, w.id, w.name from public.workers w where w.id = $3::uuid`,
          [factory, number, workerIds[person]],
        );
        return number;
      };
      await work(tx, { worker: await of('worker', 'W-1'), manager: await of('manager', 'M-1') });
    });
  const row = (changed: object = {}) => ({
    ...{
      row_no: 2,
      employee_no: 'W-1',
      kind: 'training',
      title: '行车操作',
      issuer: '培训中心',
      achieved_on: '2025-03-01',
    },
    ...{ facts: { hours: '8' } },
    ...changed,
  });
  async function send(
    tx: Transaction,
    by: Person,
    rows: object[],
    { dry = false, organisation = factory as string } = {},
  ) {
    await tx.as(by);
    const { rows: found, error } = await tx.attempt<{ answer: Answer }>(
      'select public.import_outcomes($1::uuid, $2::text::jsonb, $3::boolean) as answer',
      [organisation, JSON.stringify(rows), dry],
    );
    return error?.message ?? found?.[0]?.answer;
  }
  const results = async (tx: Transaction) => {
    await tx.as('owner');
    return tx.query(
      `select kind, verifier_id, hours_min, facts from public.outcomes where worker_id = $1::uuid and facts ->> 'title' = '行车操作'`,
      [workerIds.worker],
    );
  };

  describe('results by the sheet', () => {
    it('are entered once, with who vouches for them, and wait to be assessed', () =>
      listed(async (tx) => {
        const twice = [row(), row({ row_no: 3 })];
        expect(await send(tx, 'manager', twice, { dry: true })).toEqual({ made: 1, good: 2, refused: [] });
        expect(await results(tx)).toEqual([]);
        expect(await send(tx, 'manager', twice)).toEqual({ made: 1, good: 2, refused: [] });
        expect(await send(tx, 'manager', twice), 'sent again').toEqual({ made: 0, good: 2, refused: [] });
        expect(await results(tx)).toEqual([
          {
            ...{ kind: 'training', verifier_id: factory, hours_min: 360 },
            facts: { hours: '8', title: '行车操作', issuer: '培训中心' },
          },
        ]);
        const waiting = `select 1 from private.outcomes_to_assess q join public.outcomes o using (worker_id) where o.id = q.outcome_id and o.facts ->> 'title' = '行车操作'`;
        expect(await tx.query(waiting)).toHaveLength(1);
        const deeds = `select facts from public.audit_entries where action = 'outcomes.imported'`;
        expect(await tx.query(deeds)).toEqual([{ facts: { rows: 1 } }]);
      }));

    it('that can’t be taken say why and hold up no other', () =>
      listed(async (tx) => {
        const answer = await send(tx, 'manager', [
          row(),
          row({ row_no: 3, employee_no: 'nobody' }),
          row({ row_no: 4, employee_no: 'M-1' }),
          row({ row_no: 5, name: '别人' }),
          row({ row_no: 6, kind: 'course_completed' }),
          row({ row_no: 7, achieved_on: '2999-01-01' }),
          row({ row_no: 8, facts: { hours: 'many' } }),
          row({ row_no: 9, title: '' }),
          row({ row_no: 10, facts: [] }),
        ]);
        expect(answer).toEqual({
          ...{ made: 1, good: 1 },
          refused: [
            { row_no: 3, word: 'not_on_roster' },
            { row_no: 4, word: 'own_outcome' },
            { row_no: 5, word: 'name_differs' },
            ...[6, 7, 8, 9, 10].map((row_no) => ({ row_no, word: 'outcome_not_understood' })),
          ],
        });
      }));

    it('are entered by whoever keeps these people, and by nobody else', () =>
      listed(async (tx) => {
        for (const person of [
          'worker',
          'carer',
          'officer',
          'districtOfficer',
          'trainer',
          'auditor',
          'stranger',
        ] as const)
          expect(await send(tx, person, [row()]), person).toBe('not_allowed');
        expect(await send(tx, 'manager', [row()], { organisation: carers })).toBe('not_allowed');
        expect(await send(tx, 'manager', [row()], { organisation: federation })).toBe('not_allowed');
        expect(await send(tx, 'manager', [row()], { organisation: welders }), 'she is not of this team').toMatchObject({
          refused: [{ word: 'not_on_roster' }],
        });
        await tx.as('owner');
        await tx.query(`update public.roster_entries set organisation_id = $1::uuid where employee_no = 'W-1'`, [
          welders,
        ]);
        expect(await send(tx, 'manager', [row()], { organisation: welders })).toMatchObject({ made: 1 });
        for (const wrong of [[], [row({ achieved_on: 'someday' })], Array.from({ length: 1001 }, () => row())])
          expect(await send(tx, 'manager', wrong)).toBe('outcomes_not_understood');
      }));
  });
});
