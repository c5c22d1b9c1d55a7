import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

const { factory, carers } = organisations;
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const keep = `select public.clerk_keep_code('+8613900000009', 'sign_up', $1) as wait_s`;
const use = `select public.clerk_use_code('+8613900000009', 'sign_up', $1) as right`;
const later = (interval: string) => `update private.one_time_codes
  set last_sent_at = last_sent_at - interval '${interval}', first_sent_at = first_sent_at - interval '${interval}'`;

/** As the server, and back to the owner, who can turn clocks. */
async function clerk<Row>(tx: Transaction, sql: string, parameters: unknown[] = []): Promise<Row> {
  await tx.as('service_role');
  const row = await tx.one<Row>(sql, parameters);
  await tx.as('owner');
  return row;
}
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

  describe('failed sign-ins', () => {
    const fail = `select public.clerk_note_sign_in('name', 'address', null, 'phone')`;
    const gate = `select (public.clerk_sign_in_gate('x', 'name', $1) ->> 'wait_s')::int as wait_s`;
    const waits = async (tx: Transaction, address = 'other') =>
      (await clerk<{ wait_s: number }>(tx, gate, [address])).wait_s;

    it('cost nothing four times, then a wait that doubles up to a quarter of an hour', () =>
      database().rolledBack(async (tx) => {
        const seen: number[] = [];
        for (let count = 0; count < 12; count++) {
          await clerk(tx, fail);
          seen.push(await waits(tx));
        }
        expect(seen).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
      }));

    it('are counted by address too, with more patience', () =>
      database().rolledBack(async (tx) => {
        const elsewhere = `select public.clerk_note_sign_in('name' || $1, 'address', null, 'phone')`;
        for (let count = 0; count < 49; count++) await clerk(tx, elsewhere, [String(count)]);
        const asked = `select (public.clerk_sign_in_gate('x', 'fresh', 'address') ->> 'wait_s')::int as wait_s`;
        expect((await clerk<{ wait_s: number }>(tx, asked)).wait_s).toBe(0);
        await clerk(tx, elsewhere, ['50']);
        expect((await clerk<{ wait_s: number }>(tx, asked)).wait_s).toBe(30);
      }));

    it('are forgotten after a quarter of an hour, and by a success', () =>
      database().rolledBack(async (tx) => {
        for (let count = 0; count < 6; count++) await clerk(tx, fail);
        expect(await waits(tx)).toBe(60);
        await tx.query(
          `update private.attempts set wait_until = now() - interval '1 s', window_began_at = now() - interval '16 minutes'`,
        );
        await clerk(tx, fail);
        expect(await waits(tx)).toBe(0);
        for (let count = 0; count < 5; count++) await clerk(tx, fail);
        expect(await waits(tx)).toBeGreaterThan(0);
        const { id } = await tx.one<{ id: string }>('select id from auth.sessions limit 1');
        await clerk(tx, `select public.clerk_note_sign_in('name', 'address', $1::uuid, 'phone')`, [id]);
        expect(await waits(tx)).toBe(0);
      }));
  });

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
        const taken = await code(tx, 'JG0001');
        await tx.as('carer');
        expect((await tx.attempt(claim, [taken])).error?.message).toBe('record_has_account');
        for (const ghost of ['ended', 'unattached'] as const) {
          await tx.as(ghost);
          expect((await tx.attempt(claim, [slip])).error?.message).toBe('not_signed_in');
        }
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
