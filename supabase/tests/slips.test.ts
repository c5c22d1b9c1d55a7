import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clerk, onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

const { factory, carers } = organisations;
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
onBothEngines((database) => {
  describe('slips', () => {
    const issue = 'select * from public.issue_activation_codes($1::uuid, $2::text[])';
    const activation = `select public.clerk_activation($1) as slip`;
    const activate = `select public.clerk_activate($1, $2::uuid, '+8613900000009', 'phone') as worker_id`;
    const newUser = `insert into auth.users (id, email) values (gen_random_uuid(), gen_random_uuid() || '@x.invalid') returning id`;
    const code = async (tx: Transaction, employeeNo = 'JG0003') => {
      await tx.as('manager');
      const slip = await tx.one<{ code: string }>(issue, [factory, [employeeNo]]);
      await tx.as('owner');
      return slip.code;
    };

    it('are shown once, sixty bits long, and kept as hashes', () =>
      database().rolledBack(async (tx) => {
        const shown = await code(tx);
        expect(shown).toMatch(/^[2-9A-HJ-NP-Z]{12}$/);
        const kept = await tx.one<{ text: string; code_hash: string }>(
          'select c::text as text, code_hash from private.activation_codes c',
        );
        expect(kept.text).not.toContain(shown);
        expect(kept.code_hash).toBe(hash(shown));
      }));

    it('open an account once, for the person of the entry', () =>
      database().rolledBack(async (tx) => {
        const slip = hash(await code(tx));
        const { id } = await tx.one<{ id: string }>(newUser);
        const { worker_id } = await clerk<{ worker_id: string }>(tx, activate, [slip, id]);
        const entry = await tx.one<{ worker_id: string; activated: boolean }>(
          `select worker_id, activated_at is not null as activated from public.roster_entries where employee_no = 'JG0003'`,
        );
        expect(entry).toEqual({ worker_id, activated: true });
        await tx.as('service_role');
        const again = await tx.attempt(activate, [slip, id]);
        expect(again.error).toMatchObject({ code: 'PT409', message: 'activation_code_spent' });
      }));

    it('stop working after sixty days', () =>
      database().rolledBack(async (tx) => {
        const slip = hash(await code(tx));
        await tx.query(`update private.activation_codes set expires_at = now() - interval '1 s'`);
        expect(await clerk(tx, activation, [slip])).toMatchObject({ slip: { state: 'expired' } });
        await tx.as('service_role');
        expect((await tx.attempt(activate, [slip, workerIds.worker])).error?.message).toBe('activation_code_spent');
      }));

    it('end when a new one is issued', () =>
      database().rolledBack(async (tx) => {
        const [first, second] = [await code(tx), await code(tx)];
        expect(await clerk(tx, activation, [hash(first)])).toEqual({ slip: null });
        expect(await clerk(tx, activation, [hash(second)])).toMatchObject({ slip: { state: 'open', name: '工友003' } });
      }));

    it('are issued in the own house only, five hundred at a time, and written down', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        expect((await tx.attempt(issue, [carers, ['AK0001']])).error?.message).toBe('organisation_not_found');
        const many = Array.from({ length: 501 }, (_, index) => `X${index}`);
        expect((await tx.attempt(issue, [factory, many])).error?.message).toBe('too_many_rows');
        expect((await tx.attempt(issue, [factory, ['AK0001', 'NONE']])).rows).toEqual([]);
        await tx.query(issue, [factory, ['JG0003', 'JG0004']]);
        await tx.as('owner');
        const written = `select actor_id from public.audit_entries where action = 'account.slip_issued'`;
        expect(await tx.query(written)).toEqual([{ actor_id: workerIds.manager }, { actor_id: workerIds.manager }]);
      }));

    it('let somebody with an account join a new employer: one person, one record', () =>
      database().rolledBack(async (tx) => {
        const slip = await code(tx);
        await tx.as('carer');
        const claim = 'select public.claim_roster_entry($1) as house';
        expect(await tx.one(claim, [slip])).toEqual({ house: '云川精工机械有限公司' });
        expect((await tx.attempt(claim, [slip])).error?.message).toBe('activation_code_spent');
        await tx.as('owner');
        expect(await tx.query(`select worker_id from public.roster_entries where employee_no = 'JG0003'`)).toEqual([
          { worker_id: workerIds.carer },
        ]);
        // Her address is proven, for which no slip is issued; one that was only claimed gets one, and still can't be claimed by another.
        await tx.query('update private.sign_in_names set proven_at = null');
        const taken = await code(tx, 'JG0001');
        await tx.as('carer');
        expect((await tx.attempt(claim, [taken])).error?.message).toBe('record_has_account');
        for (const ghost of ['ended', 'unattached'] as const) {
          await tx.as(ghost);
          expect((await tx.attempt(claim, [slip])).error?.message).toBe('not_signed_in');
        }
      }));
  });
});
