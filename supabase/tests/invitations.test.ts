import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { organisations, workerIds, type Caller } from '../../tests/support/people.ts';
import { invite, carerName, invited, listed, word } from './invitations.ts';

const { federation, district, industry, factory, welders, carers, homeCare, school } = organisations;

onBothEngines((database) => {
  describe('inviting', () => {
    it.each<[Caller, string, string]>([
      ['officer', federation, 'auditor'],
      ['officer', welders, 'manager'],
      ['districtOfficer', factory, 'officer'],
      ['houseOfficer', welders, 'reviewer'],
      ['manager', welders, 'worker'],
      ['manager', factory, 'trainer'],
      ['manager', factory, 'manager'],
    ])('%s may into %s as %s', async (caller, organisation, role) => {
      expect((await database().as(caller, invite, [carerName, organisation, role])).error).toBeUndefined();
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
    ])('%s may not into %s as %s', async (caller, organisation, role) => {
      const { error } = await database().as(caller, invite, [carerName, organisation, role]);
      expect(['not_allowed', 'not_signed_in']).toContain(error?.message);
    });

    it('answers the same for a number that somebody has and one that nobody has', () =>
      database().rolledBack(async (tx) => {
        await invited(tx, 'manager', factory, 'worker');
        await invited(tx, 'manager', factory, 'worker', '+8613999999999');
        const [known, unknown] = (await listed(tx, factory)).map((one) => ({
          ...one,
          id: '',
          sign_in_name: '',
          invited_at: '',
        }));
        expect(known).toEqual(unknown);
      }));

    it('is shown to whom it concerns, with who it was', () =>
      database().rolledBack(async (tx) => {
        await invited(tx, 'manager', factory, 'worker');
        await tx.as('carer');
        expect(await tx.query(`select actor_id from public.audit_entries where action = 'worker.looked_up'`)).toEqual([
          { actor_id: workerIds.manager },
        ]);
      }));

    it('is for ten numbers a day, known or not; the same again is the same one', () =>
      database().rolledBack(async (tx) => {
        const first = await invited(tx, 'manager', factory, 'worker');
        expect(await invited(tx, 'manager', factory, 'worker')).toBe(first);
        for (let n = 1; n < 10; n++) await invited(tx, 'manager', factory, 'worker', `+861390000000${n}`);
        expect(await word(tx, invite, ['+8613900000099', factory, 'worker'])).toBe('too_many_look_ups');
        await tx.as('owner');
        await tx.query(`update private.look_ups set day = day - 1`);
        await invited(tx, 'manager', factory, 'worker', '+8613900000099');
      }));

    it('gives nobody a role by her own hand', () =>
      database().rolledBack(async (tx) => {
        const { name } = await tx.one<{ name: string }>(
          `select n.name from private.sign_in_names n join private.accounts a on a.user_id = n.user_id
           where a.worker_id = $1::uuid`,
          [workerIds.officer],
        );
        await tx.as('officer');
        expect(await word(tx, invite, [name, federation, 'auditor'])).toBe('own_appointment');
      }));
  });
});
