import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';
import { crowd } from './crowd.ts';
import { answer, carerName, confirm, invite, invited, mine, listed, withdraw, word } from './invitations.ts';

const { factory, welders } = organisations;

onBothEngines((database) => {
  describe('her yes', () => {
    const file = 'select count(*)::int as n from public.workers where id = $1::uuid';
    const reads = async (tx: Transaction) => {
      await tx.as('manager');
      const { n } = await tx.one<{ n: number }>(file, [workerIds.carer]);
      const { named } = await tx.one<{ named: boolean }>(
        `select public.organisation_page($1::uuid)::text like '%职工乙%' as named`,
        [factory],
      );
      return n > 0 || named;
    };

    it('comes before she is part of an enterprise or anybody there reads her file', () =>
      database().rolledBack(async (tx) => {
        const id = await invited(tx, 'manager', factory, 'trainer');
        expect(await reads(tx)).toBe(false);
        await tx.as('carer');
        expect(await mine(tx)).toMatchObject([{ id, role: 'trainer', accepted: null }]);
        expect(await tx.one(answer, [id, true])).toEqual({ began: true });
        expect(await tx.one(answer, [id, true]), 'pressed twice').toEqual({ began: true });
        expect(await mine(tx)).toEqual([]);
        expect(await reads(tx)).toBe(true);
        await tx.as('owner');
        expect(
          await tx.query(
            `select given_by, role from public.memberships where worker_id = $1::uuid and organisation_id = $2::uuid`,
            [workerIds.carer, factory],
          ),
        ).toEqual([{ given_by: workerIds.manager, role: 'trainer' }]);
      }));

    it('may be a no, and then stays one', () =>
      database().rolledBack(async (tx) => {
        const id = await invited(tx, 'manager', factory, 'worker');
        await tx.as('carer');
        expect(await tx.one(answer, [id, false])).toEqual({ began: false });
        expect(await word(tx, answer, [id, true])).toBe('invitation_over');
        expect(await reads(tx)).toBe(false);
        expect(await listed(tx, factory)).toMatchObject([{ id, declined: true }]);
        expect(await word(tx, invite, [carerName, factory, 'worker']), 'she is not asked again').toBe(
          'invitation_declined',
        );
      }));

    it.each(['worker', 'officer', 'manager', 'stranger', 'unattached'] as const)('is not for %s to say', (caller) =>
      database().rolledBack(async (tx) => {
        const id = await invited(tx, 'manager', factory, 'worker');
        await tx.as(caller);
        expect(['invitation_not_found', 'not_signed_in']).toContain(await word(tx, answer, [id, true]));
      }),
    );

    it('is hers only by a name that she has proven', () =>
      database().rolledBack(async (tx) => {
        const id = await invited(tx, 'manager', factory, 'worker');
        await tx.as('owner');
        await tx.query('update private.sign_in_names set proven_at = null where name = $1', [carerName]);
        await tx.as('carer');
        expect(await mine(tx)).toEqual([]);
        expect(await word(tx, answer, [id, true])).toBe('invitation_not_found');
      }));

    it('comes too late after thirty days, or when it was taken back', () =>
      database().rolledBack(async (tx) => {
        const old = await invited(tx, 'manager', factory, 'worker');
        const gone = await invited(tx, 'manager', welders, 'trainer');
        expect(await tx.one(withdraw, [gone])).toEqual({ gone: true });
        expect(await tx.one(withdraw, [gone]), 'pressed twice').toEqual({ gone: true });
        await tx.as('owner');
        await tx.query(`update private.invitations set invited_at = now() - interval '31 days' where id = $1::uuid`, [
          old,
        ]);
        await tx.as('carer');
        expect(await word(tx, answer, [old, true])).toBe('invitation_over');
        expect(await word(tx, answer, [gone, true])).toBe('invitation_not_found');
        expect(await invited(tx, 'manager', factory, 'worker'), 'asked anew').not.toBe(old);
      }));

    it('does not give the same role twice at a time', () =>
      database().rolledBack(async (tx) => {
        for (const [n, expected] of [undefined, 'membership_exists'].entries()) {
          const id = await invited(tx, 'manager', factory, 'trainer');
          await tx.as('carer');
          expect(await word(tx, answer, [id, true]), String(n)).toBe(expected);
        }
      }));
  });

  describe('a role that weighs much', () => {
    it('needs the yes of a second officer, who is neither who invited nor whom it is for', () =>
      database().rolledBack(async (tx) => {
        const id = await invited(tx, 'houseOfficer', factory, 'officer');
        expect(await listed(tx, factory)).toMatchObject([{ confirmed: false, mine_to_confirm: false }]);
        expect(await word(tx, confirm, [id])).toBe('second_pair_of_eyes');
        await tx.as('carer');
        expect(await tx.one(answer, [id, true])).toEqual({ began: false });
        expect(await word(tx, confirm, [id])).toBe('invitation_not_found');
        for (const caller of ['manager', 'auditor', 'worker'] as const) {
          await tx.as(caller);
          expect(await word(tx, confirm, [id])).toBe('invitation_not_found');
        }
        await tx.as('districtOfficer');
        expect(await listed(tx, factory)).toMatchObject([{ mine_to_confirm: true }]);
        expect(await tx.one(confirm, [id])).toEqual({ began: true });
        expect(await tx.one(confirm, [id]), 'pressed twice').toEqual({ began: true });
      }));

    it('begins by her yes when it was confirmed before', () =>
      database().rolledBack(async (tx) => {
        const id = await invited(tx, 'houseOfficer', factory, 'reviewer');
        await tx.as('officer');
        expect(await tx.one(confirm, [id])).toEqual({ began: false });
        await tx.as('carer');
        expect(await tx.one(answer, [id, true])).toEqual({ began: true });
      }));

    it('is confirmed by its giver where she stands above', () =>
      database().rolledBack(async (tx) => {
        const id = await invited(tx, 'districtOfficer', factory, 'officer');
        await tx.as('carer');
        expect(await tx.one(answer, [id, true])).toEqual({ began: true });
      }));

    it('is not for who gave it to use together with her own', () =>
      database().rolledBack(async (tx) => {
        const bound = async () =>
          (
            await tx.one<{ bound: boolean[] }>(
              'select array[private.roles_bound($1::uuid, $2::uuid), private.roles_bound($2::uuid, $1::uuid)] as bound',
              [workerIds.houseOfficer, workerIds.carer],
            )
          ).bound;
        expect(await bound()).toEqual([false, false]);
        await tx.query(
          `insert into public.memberships (worker_id, organisation_id, role, given_by)
           values ($2::uuid, $3::uuid, 'reviewer', $1::uuid)`,
          [workerIds.houseOfficer, workerIds.carer, factory],
        );
        expect(await bound()).toEqual([true, true]);
      }));
  });
});

describe('at the same moment', () => {
  it('one yes, one no, a withdrawal and ten confirmations leave one role or none', async () => {
    const { sql, asked } = await crowd(3);
    try {
      await sql`insert into private.sign_in_names (name, kind, user_id, proven_at)
        select n || '@rush.invalid', 'email', md5('rush user ' || n)::uuid, now() from generate_series(1, 3) n`;
      await sql`insert into public.memberships (worker_id, organisation_id, role)
        select md5('rush ' || n)::uuid, ${factory}::uuid, 'officer' from generate_series(1, 2) n`;
      for (let round = 0; round < 6; round++) {
        await sql`delete from public.memberships where worker_id = md5('rush 3')::uuid`;
        await sql`delete from private.invitations`;
        await sql`update private.look_ups set tries = 1`;
        const id = String(await asked(1, `invite('3@rush.invalid', '${factory}', 'reviewer')`));
        await Promise.all([
          asked(3, `answer_invitation('${id}', true)`),
          asked(3, `answer_invitation('${id}', false)`),
          asked(1, `withdraw_invitation('${id}')`),
          ...Array.from({ length: 10 }, () => asked(2, `confirm_invitation('${id}')`)),
        ]);
        const [found] = await sql<{ began: number; roles: number }[]>`select
          (select count(*)::int from private.invitations i where i.id = ${id}::uuid and i.began_at is not null) as began,
          (select count(*)::int from public.memberships m where m.worker_id = md5('rush 3')::uuid and m.valid_until is null) as roles`;
        expect(found?.roles).toBe(found?.began);
      }
    } finally {
      await sql.end();
    }
  });

  it('thirty numbers are ten', async () => {
    const { sql, asked } = await crowd(1);
    try {
      await sql`insert into public.memberships (worker_id, organisation_id, role)
        values (md5('rush 1')::uuid, ${factory}::uuid, 'manager')`;
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, n) => asked(1, `invite('+86139000000${n + 10}', '${factory}', 'worker')`)),
      );
      expect(answers.filter((said) => said === 'too_many_look_ups')).toHaveLength(20);
    } finally {
      await sql.end();
    }
  });
});
