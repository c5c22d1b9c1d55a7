import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';
import { importRoster, wrongTallies, type SheetRow } from '../../tests/support/roster.ts';

const { factory, carers, federation, welders } = organisations;
const sheet: SheetRow[] = [
  { employee_no: 'N1', name: '新人一', team: '焊接一班', gender: 'male', birth_year: 1999, groups: ['migrant'] },
  { employee_no: 'N2', name: '新人二', team: '钳工班', trade: '钳工', skill_level: 'junior' },
  { employee_no: 'N3', name: '新人三' },
];

onBothEngines((database) => {
  describe('importing a roster', () => {
    it('creates people, teams, memberships and audit rows, and is right in the tallies', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        expect((await importRoster(tx, factory, sheet)).result).toEqual({ created: 3, changed: 0, unchanged: 0 });
        await tx.as('owner');
        const people = await tx.query(
          `select e.employee_no, o.name as team, w.trade, w.birth_year, m.role::text as role, a.action, a.actor_id,
             (select count(*)::int from public.worker_groups g where g.worker_id = w.id) as groups
           from public.roster_entries e join public.organisations o on o.id = e.organisation_id
           join public.workers w on w.id = e.worker_id
           join public.memberships m on m.worker_id = w.id and m.organisation_id = e.organisation_id
           join public.audit_entries a on a.worker_id = w.id where e.employee_no like 'N%' order by 1`,
        );
        const common = { role: 'worker', action: 'roster.created', actor_id: workerIds.manager };
        expect(people).toEqual([
          { employee_no: 'N1', team: '焊接一班', trade: null, birth_year: 1999, groups: 1, ...common },
          { employee_no: 'N2', team: '钳工班', trade: '钳工', birth_year: null, groups: 0, ...common },
          { employee_no: 'N3', team: '云川精工机械有限公司', trade: null, birth_year: null, groups: 0, ...common },
        ]);
        expect(await tx.query(wrongTallies)).toEqual([]);
      }));

    it('does nothing the second time', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        await importRoster(tx, factory, sheet);
        await tx.as('owner');
        const everything = `select (select count(*)::int from public.audit_entries) as audit,
          (select count(*)::int from public.memberships) as memberships, (select count(*)::int from public.workers) as workers`;
        const before = await tx.one(everything);
        await tx.as('manager');
        expect((await importRoster(tx, factory, sheet)).result).toEqual({ created: 0, changed: 0, unchanged: 3 });
        await tx.as('owner');
        expect(await tx.one(everything)).toEqual(before);
      }));

    it('moves a person between teams: one place ends yesterday, the other begins', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        const moved = await importRoster(tx, factory, [{ employee_no: 'JG0003', name: '工友003', team: '电工班' }]);
        expect(moved.result).toEqual({ created: 0, changed: 1, unchanged: 0 });
        await tx.as('owner');
        const places = await tx.query(
          `select o.name, (m.valid_until - private.today())::int as ends_in from public.memberships m
           join public.organisations o on o.id = m.organisation_id
           join public.roster_entries e on e.worker_id = m.worker_id
           where e.employee_no = 'JG0003' order by m.valid_from`,
        );
        expect(places).toEqual([
          { name: '焊接一班', ends_in: -1 },
          { name: '电工班', ends_in: null },
        ]);
        expect(await tx.query(wrongTallies)).toEqual([]);
      }));

    it("fills the gaps of an account holder's file and overwrites nothing of hers", () =>
      database().rolledBack(async (tx) => {
        await tx.query(`update public.workers set trade = null where id = $1::uuid`, [workerIds.worker]);
        await tx.as('manager');
        const changes = { name: '别名', gender: 'male', birth_year: 1950, skill_level: 'senior', groups: ['laid_off'] };
        await importRoster(tx, factory, [{ employee_no: 'JG0001', team: '焊接一班', trade: '铆工', ...changes }]);
        await tx.as('owner');
        expect(
          await tx.one(
            `select w.name, w.gender::text, w.birth_year, w.skill_level::text, w.trade, e.name as entry,
               exists (select from public.worker_groups g where g.worker_id = w.id and g."group" = 'laid_off') as laid_off
             from public.workers w join public.roster_entries e on e.worker_id = w.id where w.id = $1::uuid`,
            [workerIds.worker],
          ),
        ).toEqual({
          name: '职工甲',
          gender: 'female',
          birth_year: 1990,
          skill_level: 'intermediate',
          trade: '铆工',
          entry: '别名',
          laid_off: false,
        });
      }));

    it.each([
      ['a foreign house', carers, sheet, 'organisation_not_found', 'PT404'],
      ['a house above', federation, sheet, 'organisation_not_found', 'PT404'],
      ['a team, which is no house', welders, sheet, 'organisation_not_found', 'PT404'],
      ['the same number twice', factory, [sheet[0], sheet[0]], 'duplicate_employee_no', 'PT422'],
      ['what is no list', factory, { employee_no: 'N1' }, 'too_many_rows', 'PT422'],
      ['1,001 rows', factory, numbered(1001), 'too_many_rows', 'PT422'],
    ])('refuses %s', async (_what, house, rows, message, code) => {
      await database().rolledBack(async (tx) => {
        await tx.as('manager');
        expect((await importRoster(tx, house, rows as SheetRow[])).error).toMatchObject({ code, message });
      });
    });

    it('takes 1,000 rows', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        expect((await importRoster(tx, factory, numbered(1000))).result?.created).toBe(1000);
        await tx.as('owner');
        expect(await tx.query(wrongTallies)).toEqual([]);
      }));

    it.each(['worker', 'officer', 'districtOfficer', 'auditor', 'stranger', 'ended'] as const)(
      'is not for %s',
      async (caller) => {
        await database().rolledBack(async (tx) => {
          await tx.as(caller);
          expect((await importRoster(tx, factory, sheet)).error?.message).toBe('organisation_not_found');
        });
      },
    );
  });

  describe('leaving', () => {
    const leave = 'select public.leave_roster($1::uuid, $2) as left';

    it('ends the membership today, takes the entry away and keeps the record', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        expect((await tx.attempt(leave, [factory, 'JG0001'])).rows).toEqual([{ left: true }]);
        await tx.as('owner');
        expect(await tx.query(`select from public.roster_entries where employee_no = 'JG0001'`)).toEqual([]);
        expect(
          await tx.one(
            `select w.name, (m.valid_until - private.today())::int as ends_in from public.workers w
             join public.memberships m on m.worker_id = w.id where w.id = $1::uuid`,
            [workerIds.worker],
          ),
        ).toEqual({ name: '职工甲', ends_in: 0 });
        expect(await tx.query(wrongTallies)).toEqual([]);
        await tx.as('manager');
        expect((await tx.attempt(leave, [factory, 'JG0001'])).error?.message).toBe('worker_not_found');
      }));

    it('is not for a manager of another house', async () => {
      const refused = await database().as('manager', leave, [carers, 'AK0001']);
      expect(refused.error).toMatchObject({ code: 'PT404', message: 'worker_not_found' });
    });
  });
});

function numbered(count: number): SheetRow[] {
  return Array.from({ length: count }, (_, index) => ({
    employee_no: `T${index}`,
    name: `批量${index}`,
    team: '焊接一班',
  }));
}
