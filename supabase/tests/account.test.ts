import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clerk, onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { workerIds } from '../../tests/support/people.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const keep = `select public.clerk_keep_code('+8613900000009', 'sign_up', $1) as wait_s`;
const use = `select public.clerk_use_code('+8613900000009', 'sign_up', $1) as right`;
const later = (interval: string) => `update private.one_time_codes
  set last_sent_at = last_sent_at - interval '${interval}', first_sent_at = first_sent_at - interval '${interval}'`;

const keepCode = async (tx: Transaction, code: string) =>
  (await clerk<{ wait_s: number }>(tx, keep, [hash(code)])).wait_s;
const useCode = async (tx: Transaction, code: string) => (await clerk<{ right: boolean }>(tx, use, [hash(code)])).right;

onBothEngines((database) => {
  describe('one-time codes', () => {
    it('work once', () =>
      database().rolledBack(async (tx) => {
        expect(await keepCode(tx, '123456')).toBe(0);
        expect(await useCode(tx, '123456')).toBe(true);
        expect(await useCode(tx, '123456')).toBe(false);
      }));

    it('stand five tries: the fifth may be right, the sixth may not', () =>
      database().rolledBack(async (tx) => {
        for (const [wrong, right] of [
          [4, true],
          [5, false],
        ] as const) {
          await tx.query('delete from private.one_time_codes');
          await keepCode(tx, '123456');
          for (let count = 0; count < wrong; count++) expect(await useCode(tx, '000000')).toBe(false);
          expect({ wrong, right: await useCode(tx, '123456') }).toEqual({ wrong, right });
        }
      }));

    it('live ten minutes', () =>
      database().rolledBack(async (tx) => {
        for (const [age, right] of [
          ['9 minutes 59 seconds', true],
          ['10 minutes', false],
        ] as const) {
          await tx.query('delete from private.one_time_codes');
          await keepCode(tx, '123456');
          await tx.query(later(age));
          expect({ age, right: await useCode(tx, '123456') }).toEqual({ age, right });
        }
      }));

    it('are sent a minute apart, and five an hour', () =>
      database().rolledBack(async (tx) => {
        expect(await keepCode(tx, '1')).toBe(0);
        expect(await keepCode(tx, '2')).toBe(60);
        for (let sent = 2; sent <= 5; sent++) {
          await tx.query(later('61 seconds'));
          expect(await keepCode(tx, String(sent))).toBe(0);
        }
        await tx.query(later('61 seconds'));
        expect(await keepCode(tx, '6')).toBeGreaterThan(3000);
        await tx.query(later('1 hour'));
        expect(await keepCode(tx, '7')).toBe(0);
      }));

    it('are replaced by the next one, which has its own five tries', () =>
      database().rolledBack(async (tx) => {
        await keepCode(tx, '111111');
        for (let count = 0; count < 5; count++) await useCode(tx, '000000');
        await tx.query(later('61 seconds'));
        await keepCode(tx, '222222');
        expect(await useCode(tx, '111111')).toBe(false);
        expect(await useCode(tx, '222222')).toBe(true);
      }));

    it('are kept as hashes', () =>
      database().rolledBack(async (tx) => {
        await keepCode(tx, '123456');
        const { text } = await tx.one<{ text: string }>('select c::text as text from private.one_time_codes c');
        expect(text).not.toContain('123456');
      }));
  });

  describe('sessions', () => {
    const mine = 'select count(*)::int as n from public.my_sessions()';

    it('lose every right in the moment they end', () =>
      database().rolledBack(async (tx) => {
        await tx.as('manager');
        expect(await tx.one(mine)).toEqual({ n: 1 });
        await tx.as('owner');
        const user = `(select user_id from private.accounts where worker_id = '${workerIds.manager}')`;
        await tx.query(`delete from auth.sessions where user_id = ${user}`);
        await tx.as('manager');
        expect(await tx.one(mine)).toEqual({ n: 0 });
        for (const table of ['workers', 'roster_entries', 'memberships', 'organisations', 'audit_entries'])
          expect(await tx.query(`select from public.${table}`), table).toEqual([]);
        expect((await tx.attempt(`select public.end_session(gen_random_uuid())`)).error?.code).toBe('PT401');
        expect((await tx.attempt('select public.my_data()')).error?.code).toBe('PT401');
        expect(await tx.one('select public.my_frame() as frame')).toEqual({ frame: null });
      }));

    it("can be ended one by one by their owner, and not by another's hand", () =>
      database().rolledBack(async (tx) => {
        const { id } = await tx.one<{ id: string }>(
          `insert into auth.sessions (id, user_id) select gen_random_uuid(), user_id from private.accounts
           where worker_id = '${workerIds.worker}' returning id`,
        );
        const finish = 'select public.end_session($1::uuid) as ended';
        await tx.as('manager');
        expect(await tx.one(finish, [id])).toEqual({ ended: false });
        await tx.as('worker');
        expect(await tx.one(mine)).toEqual({ n: 2 });
        expect(await tx.one(finish, [id])).toEqual({ ended: true });
        expect(await tx.one(mine)).toEqual({ n: 1 });
      }));
  });

  describe('names', () => {
    const open = `select public.clerk_open_account($1::uuid, $2, 'phone', '新人') as worker_id`;

    it('belong to whoever proves them; one that was only claimed gives way', () =>
      database().rolledBack(async (tx) => {
        await tx.query(`update private.sign_in_names set proven_at = null where name = '+8613800000002'`);
        const { id } = await tx.one<{ id: string }>(
          `insert into auth.users (id, email) values (gen_random_uuid(), 'n@x.invalid') returning id`,
        );
        await clerk(tx, open, [id, '+8613800000002']);
        expect(await clerk(tx, `select public.clerk_account_of('+8613800000002') as account`)).toEqual({
          account: { user_id: id, proven: true },
        });
      }));

    it('that are proven are not given away', () =>
      database().rolledBack(async (tx) => {
        const { id } = await tx.one<{ id: string }>(
          `insert into auth.users (id, email) values (gen_random_uuid(), 'n@x.invalid') returning id`,
        );
        await tx.as('service_role');
        const taken = await tx.attempt(open, [id, '+8613800000002']);
        expect(taken.error).toMatchObject({ code: 'PT409', message: 'sign_in_name_taken' });
      }));
  });
});
