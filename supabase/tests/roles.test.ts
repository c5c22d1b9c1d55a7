import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { organisations, workerIds, type Caller } from '../../tests/support/people.ts';

const { federation, district, factory, welders, carers } = organisations;
const found = 'select public.found_organisation($1::uuid, $2::public.organisation_kind, $3) as id';
const end = 'select public.end_membership($1::uuid, $2::uuid) as ended';
const stranger = workerIds.stranger;

onBothEngines((database) => {
  describe('a role', () => {
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
});
