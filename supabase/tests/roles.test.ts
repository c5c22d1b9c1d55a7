import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { organisations, workerIds, type Caller } from '../../tests/support/people.ts';

const { federation, district, industry, factory, welders, carers, homeCare, school } = organisations;
const appoint = 'select public.appoint($1::uuid, $2::uuid, $3::public.membership_role) as id';
const found = 'select public.found_organisation($1::uuid, $2::public.organisation_kind, $3) as id';
const end = 'select public.end_membership($1::uuid, $2::uuid) as ended';
const stranger = workerIds.stranger;

onBothEngines((database) => {
  describe('appointing', () => {
    it.each<[Caller, string, string]>([
      ['officer', federation, 'auditor'],
      ['officer', welders, 'manager'],
      ['districtOfficer', factory, 'officer'],
      ['houseOfficer', welders, 'reviewer'],
      ['manager', welders, 'worker'],
      ['manager', factory, 'trainer'],
      ['manager', factory, 'manager'],
    ])('%s may in %s as %s', async (caller, organisation, role) => {
      expect((await database().as(caller, appoint, [stranger, organisation, role])).error).toBeUndefined();
    });

    it.each<[Caller, string, string]>([
      ['districtOfficer', federation, 'worker'],
      ['districtOfficer', industry, 'worker'],
      ['districtOfficer', carers, 'worker'],
      ['houseOfficer', district, 'worker'],
      ['manager', factory, 'officer'],
      ['manager', factory, 'auditor'],
      ['manager', homeCare, 'worker'],
      ['manager', district, 'worker'],
      ['worker', welders, 'worker'],
      ['trainer', organisations.provider, 'worker'],
      ['reviewer', federation, 'worker'],
      ['auditor', federation, 'worker'],
      ['bankOfficer', school, 'worker'],
      ['stranger', factory, 'worker'],
      ['ended', welders, 'worker'],
      ['unattached', welders, 'worker'],
    ])('%s may not in %s as %s', async (caller, organisation, role) => {
      const { error } = await database().as(caller, appoint, [workerIds.carer, organisation, role]);
      expect(error).toMatchObject({ code: 'PT403', message: 'not_allowed' });
    });

    it('gives nobody a role by her own hand', async () => {
      const { error } = await database().as('officer', appoint, [workerIds.officer, federation, 'auditor']);
      expect(error).toMatchObject({ code: 'PT403', message: 'own_appointment' });
    });

    it('refuses the same role twice at a time, and takes it again afterwards', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        const dated = 'select public.appoint($1::uuid, $2::uuid, $3::public.membership_role, $4::date, $5::date) as id';
        const spring = [stranger, factory, 'trainer', '2026-03-01', '2026-05-31'];
        expect((await tx.attempt(dated, spring)).error).toBeUndefined();
        const overlap = await tx.attempt(dated, [stranger, factory, 'trainer', '2026-05-31', null]);
        expect(overlap.error).toMatchObject({ code: 'PT409', message: 'membership_exists' });
        expect((await tx.attempt(dated, [stranger, factory, 'trainer', '2026-06-01', null])).error).toBeUndefined();
        const backwards = await tx.attempt(dated, [stranger, factory, 'worker', '2026-06-01', '2026-05-01']);
        expect(backwards.error).toMatchObject({ code: 'PT422' });
      }));

    it('needs a person who is there', () =>
      database().rolledBack(async (tx) => {
        await tx.query(`update public.workers set name = null, erased_at = now() where id = $1::uuid`, [stranger]);
        await tx.as('officer');
        for (const nobody of [stranger, '00000000-0000-4000-8000-00000000dead'])
          expect((await tx.attempt(appoint, [nobody, factory, 'worker'])).error?.message).toBe('worker_not_found');
      }));

    it('is written down, with whose, by whom and where', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        await tx.attempt(appoint, [stranger, welders, 'trainer']);
        await tx.as('owner');
        expect(
          await tx.one(`select actor_id, organisation_id, facts from public.audit_entries
            where worker_id = '${stranger}' and action = 'membership.began'`),
        ).toEqual({ actor_id: workerIds.manager, organisation_id: welders, facts: { role: 'trainer' } });
      }));

    it('counts from its first day to its last', () =>
      database().rolledBack(async (tx) => {
        const rights = async () => {
          await tx.as('stranger');
          const { n } = await tx.one<{ n: number }>('select count(*)::int as n from public.roster_entries');
          await tx.as('owner');
          return n > 0;
        };
        const cases = [
          [-10, -1, false],
          [-10, 0, true],
          [0, 0, true],
          [0, null, true],
          [1, null, false],
        ] as const;
        for (const [from, until, counts] of cases) {
          await tx.query('delete from public.memberships where worker_id = $1::uuid', [stranger]);
          await tx.query(
            `insert into public.memberships (worker_id, organisation_id, role, valid_from, valid_until)
             values ($1::uuid, $2::uuid, 'manager', private.today() + $3::int, private.today() + $4::int)`,
            [stranger, factory, from, until],
          );
          expect({ from, until, counts: await rights() }).toEqual({ from, until, counts });
        }
      }));
  });

  describe('ending a role', () => {
    const factoryManager = [workerIds.manager, '00000000-0000-4000-8000-000000000203'];
    const welder = [workerIds.worker, '00000000-0000-4000-8000-000000000201'];
    const auditor = [workerIds.auditor, '00000000-0000-4000-8000-000000000208'];

    it.each<[Caller, (string | undefined)[]]>([
      ['officer', auditor],
      ['districtOfficer', factoryManager],
      ['manager', welder],
    ])('%s may', async (caller, whose) => {
      expect((await database().as(caller, end, whose)).rows).toEqual([{ ended: true }]);
    });

    it.each<[Caller, (string | undefined)[]]>([
      ['districtOfficer', auditor],
      ['manager', auditor],
      ['worker', welder],
      ['reviewer', auditor],
      ['ended', auditor],
    ])('%s may not', async (caller, whose) => {
      expect((await database().as(caller, end, whose)).error?.message).toBe('membership_not_found');
    });

    it('takes the rights of the role away from tomorrow on, and says who did it', () =>
      database().rolledBack(async (tx) => {
        await tx.as('officer');
        await tx.query(`select public.end_membership($1::uuid, $2::uuid, private.today() - 1)`, factoryManager);
        await tx.as('manager');
        expect(await tx.query('select from public.roster_entries')).toEqual([]);
        await tx.as('owner');
        expect(
          await tx.one(
            `select actor_id from public.audit_entries where action = 'membership.ended' and worker_id = $1::uuid`,
            [workerIds.manager],
          ),
        ).toEqual({ actor_id: workerIds.officer });
      }));
  });

  describe('founding', () => {
    it.each<[Caller, string, string]>([
      ['officer', federation, 'district'],
      ['districtOfficer', district, 'enterprise'],
      ['manager', factory, 'team'],
    ])('%s may below %s: %s', async (caller, parent, kind) => {
      expect((await database().as(caller, found, [parent, kind, '新组织'])).error).toBeUndefined();
    });

    it.each<[Caller, string, string, string]>([
      ['districtOfficer', federation, 'enterprise', 'not_allowed'],
      ['manager', factory, 'school', 'not_allowed'],
      ['manager', carers, 'team', 'not_allowed'],
      ['worker', welders, 'team', 'not_allowed'],
      ['ended', federation, 'district', 'not_allowed'],
      ['officer', federation, 'school', 'organisation_name_taken'],
    ])('%s may not below %s: %s', async (caller, parent, kind, word) => {
      const name = word === 'not_allowed' ? '新组织' : '云川开放大学';
      expect((await database().as(caller, found, [parent, kind, name])).error?.message).toBe(word);
    });
  });

  describe('looking a person up', () => {
    const look = 'select * from public.find_person($1)';
    it('finds by an exact, proven name, and the person can see it', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        expect(await tx.query(look, ['+8613800000002'])).toEqual([{ worker_id: workerIds.carer, name: '职工乙' }]);
        await tx.as('carer');
        expect(await tx.query(`select actor_id from public.audit_entries where action = 'worker.looked_up'`)).toEqual([
          { actor_id: workerIds.manager },
        ]);
      }));

    it('finds nobody by a part, nor by a name that was never proven', () =>
      database().rolledBack(async (tx) => {
        await tx.query(`update private.sign_in_names set proven_at = null where name = '+8613800000002'`);
        await tx.as('manager');
        for (const name of ['+861380000', '+8613800000002', '%'])
          expect((await tx.attempt(look, [name])).error?.message).toBe('worker_not_found');
      }));

    it.each(['worker', 'trainer', 'auditor', 'stranger', 'ended'] as const)('is not for %s', async (caller) => {
      expect((await database().as(caller, look, ['+8613800000002'])).error?.message).toBe('not_allowed');
    });
  });
});
