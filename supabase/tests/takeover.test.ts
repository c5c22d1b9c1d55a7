import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

const { factory } = organisations;
const hash = createHash('sha256').update('ABCD2345EFGH').digest('hex');
const issue = 'select * from public.issue_activation_codes($1::uuid, $2::text[])';
const activation = 'select public.clerk_activation($1) as slip';
const userOf = 'select user_id from private.accounts where worker_id = $1::uuid';
const activate = `select public.clerk_activate($1, $2::uuid, '+8613900000009', 'phone')`;
// JG0001 is the worker of the demo world, whose address is proven.
const oldSlip = `insert into private.activation_codes (code_hash, house_id, employee_no) values ('${hash}', $1::uuid, 'JG0001')`;

onBothEngines((database) => {
  describe('an employer and the account of somebody who proved a name', () => {
    it('gets no slip for her', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        expect(await tx.query(issue, [factory, ['JG0001']])).toEqual([]);
      }));

    it('opens nothing with a slip from before', () =>
      database().rolledBack(async (tx) => {
        await tx.query(oldSlip, [factory]);
        const { user_id } = await tx.one<{ user_id: string }>(userOf, [workerIds.worker]);
        await tx.as('service_role');
        expect(await tx.one(activation, [hash])).toMatchObject({ slip: { state: 'used' } });
        expect((await tx.attempt(activate, [hash, user_id])).error?.message).toBe('record_has_account');
      }));

    it('may help her back in while no name of hers is proven', () =>
      database().rolledBack(async (tx) => {
        await tx.query('update private.sign_in_names set proven_at = null');
        await tx.as('manager');
        expect(await tx.query(issue, [factory, ['JG0001']])).toHaveLength(1);
      }));
  });
});
