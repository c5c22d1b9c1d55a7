import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations } from '../../tests/support/people.ts';
import { importRoster, wrongHouses, wrongPaths, wrongTallies } from '../../tests/support/roster.ts';

const { factory, carers, welders, turners, district, industry, federation } = organisations;
const checks = { paths: wrongPaths, houses: wrongHouses, tallies: wrongTallies };

async function expectTruth(tx: Transaction): Promise<void> {
  await tx.as('owner');
  for (const [name, sql] of Object.entries(checks)) expect({ [name]: await tx.query(sql) }).toEqual({ [name]: [] });
}

const move = (tx: Transaction, child: string, parent: string | null) =>
  tx.attempt('update public.organisations set parent_id = $2::uuid where id = $1::uuid returning id', [child, parent]);

/** A random life of a house: people come, change teams, leave, activate; organisations move under others. */
const employee = fc.integer({ min: 1, max: 8 }).map((n) => `F${n}`);
const team = fc.constantFrom('焊接一班', '数控二班', '新班', null);
const step = fc.oneof(
  fc.record({ kind: fc.constant('import' as const), no: employee, team, house: fc.constantFrom(factory, carers) }),
  fc.record({ kind: fc.constant('leave' as const), no: employee, house: fc.constantFrom(factory, carers) }),
  fc.record({ kind: fc.constant('activate' as const), no: employee, house: fc.constantFrom(factory, carers) }),
  fc.record({
    kind: fc.constant('move' as const),
    child: fc.constantFrom(factory, carers, welders, turners, district, industry),
    parent: fc.constantFrom(factory, carers, welders, district, industry, federation, null),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take(tx: Transaction, one: Step): Promise<void> {
  if (one.kind === 'move') {
    await tx.as('owner');
    return void (await move(tx, one.child, one.parent));
  }
  // Who acts is no part of this model: a manager of each house is made for it, by hand.
  await tx.as('manager');
  if (one.kind === 'import') await importRoster(tx, one.house, [{ employee_no: one.no, name: '某人', team: one.team }]);
  if (one.kind === 'leave') await tx.attempt('select public.leave_roster($1::uuid, $2)', [one.house, one.no]);
  if (one.kind === 'activate') {
    await tx.as('owner');
    const sql = 'update public.roster_entries set activated_at = now() where house_id = $1::uuid and employee_no = $2';
    await tx.query(sql, [one.house, one.no]);
  }
}

const manageBoth = `insert into public.memberships (worker_id, organisation_id, role)
  select a.worker_id, '${carers}', 'manager' from private.accounts a where a.worker_id = '00000000-0000-4000-8000-000000000103'`;

onBothEngines((database) => {
  describe('the tree', () => {
    it('begins true', () => database().rolledBack(expectTruth));

    it('stays true whatever happens in it', () =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) =>
          database().rolledBack(async (tx) => {
            await tx.query(manageBoth);
            for (const one of steps) await take(tx, one);
            await expectTruth(tx);
          }),
        ),
        { numRuns: 25 },
      ));

    it('notices a trigger that is gone', async () => {
      for (const [table, trigger] of [
        ['organisations', 'organisations_move_in_tree'],
        ['roster_entries', 'roster_entries_untally'],
      ]) {
        const broken = database().rolledBack(async (tx) => {
          await tx.query(`alter table public.${table} disable trigger ${trigger}`);
          await move(tx, factory, industry);
          await tx.query('delete from public.roster_entries where organisation_id = $1::uuid', [welders]);
          await expectTruth(tx);
        });
        await expect(broken, trigger).rejects.toThrow();
      }
    });

    it.each([
      ['itself', factory, factory],
      ['its own team', factory, welders],
      ['something far below', federation, welders],
    ])('refuses to put an organisation under %s', (_name, child, parent) =>
      database().rolledBack(async (tx) => {
        expect((await move(tx, child, parent)).error).toMatchObject({ code: 'PT422', message: 'organisation_cycle' });
      }),
    );

    it('refuses a team without a parent and a sibling of the same name', () =>
      database().rolledBack(async (tx) => {
        const insert = 'insert into public.organisations (parent_id, kind, name) values ';
        expect((await tx.attempt(`${insert} (null, 'team', '孤班')`)).error?.code).toMatch(/^23/);
        expect((await tx.attempt(`${insert} ('${factory}', 'team', '焊接一班')`)).error?.code).toBe('23505');
      }));
  });
});
