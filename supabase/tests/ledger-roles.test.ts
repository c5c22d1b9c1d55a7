import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { recognition, type Answer } from '../../tests/support/ledger.ts';
import { organisations, people, workerIds, type Caller } from '../../tests/support/people.ts';

const { school, federation, factory } = organisations;
const worker = workerIds.worker ?? '';

const clerk = (verb: string, more = '') =>
  `select * from public.clerk_${verb}_credits($1::uuid, $2::text::jsonb${more})`;
const request = 'select public.request_redemption($1, $2::uuid, $3, $4::bigint, $5::text::jsonb) as id';
const settle = 'select * from public.settle_credits($1::uuid, $2::text::jsonb)';
const reverse = 'select * from public.reverse_credits($1::uuid, $2::text::jsonb)';
const explain = 'select public.explain_credits($1::uuid, $2::uuid) as why';
const passbook = 'select public.my_passbook() as book';

interface Passbook {
  accounts: { unit: string; balance: number; held: number }[];
  lines: { line: number; kind: string; phase: string; change: number; balance: number; settled_as: string | null }[];
  expiring: { expires_on: string; amount: number }[];
}

async function deposit(tx: Transaction, of = worker, amount = 200): Promise<string> {
  const rows = [recognition(of, `course of ${of}`, amount)];
  const { voucher_id } = await tx.one<Answer>(clerk('recognise', ', true'), [school, JSON.stringify(rows)]);
  return voucher_id ?? '';
}

onBothEngines((database) => {
  describe('the doors', () => {
    const service = ['recognise', 'settle', 'hold', 'convert', 'reverse'].map((verb) => [
      clerk(verb),
      [school, '[]'] as unknown[],
    ]);
    const others: [string, unknown[]][] = [
      ['select public.clerk_expire_credits($1::uuid)', [school]],
      ['select public.clerk_unsigned_heads()', []],
      [`select public.clerk_define_credit_unit('credit', 2, '学分', 'credits')`, []],
      [`select public.clerk_keep_checkpoint($1::uuid, 1, 'ab', 'ab', 'ab')`, [school]],
    ];

    it.each([...service, ...others] as [string, unknown[]][])('%s is for the clerk alone', async (sql, parameters) => {
      for (const caller of ['anon', ...people] as Caller[])
        expect((await database().as(caller, sql, parameters)).error?.code, caller).toBe('42501');
      const { error } = await database().as('service_role', sql, parameters);
      expect(error?.code === undefined || error.message === 'checkpoint_differs', JSON.stringify(error)).toBe(true);
    });

    it.each([
      'credit_accounts',
      'credit_transfers',
      'credit_vouchers',
      'credit_lots',
      'credit_pages',
      'credit_lines',
      'system_accounts',
      'credit_entries',
    ])('private.%s opens to nobody', async (table) => {
      for (const caller of ['anon', 'service_role', ...people] as Caller[])
        expect((await database().as(caller, `select * from private.${table}`)).error?.code, caller).toBe('42501');
    });

    it.each([
      'credit_transfers',
      'credit_vouchers',
      'credit_pages',
      'lot_movements',
      'credit_batches',
      'credit_checkpoints',
    ])('private.%s is only added to, even by its owner', (table) =>
      database().rolledBack(async (tx) => {
        for (const sql of [
          `delete from private.${table}`,
          `update private.${table} set worker_id = worker_id`,
          `truncate private.${table} cascade`,
        ]) {
          const { error } = await tx.attempt(
            sql.replace(
              /set .*/,
              table.startsWith('credit_b') || table.endsWith('points') ? 'set seq = seq' : 'set worker_id = worker_id',
            ),
          );
          expect(error, sql).toMatchObject({ code: 'PT403', message: 'ledger_append_only' });
        }
      }),
    );
  });

  describe('a worker', () => {
    it('reads her own passbook, and nobody else’s', () =>
      database().rolledBack(async (tx) => {
        await deposit(tx);
        await tx.as('worker');
        const { book } = await tx.one<{ book: Passbook }>(passbook);
        expect(book.accounts).toMatchObject([{ unit: 'credit', balance: 200, held: 0 }]);
        expect(book.lines).toMatchObject([
          { line: 2, kind: 'deposit', phase: 'posted', change: 200, balance: 200 },
          { line: 1, kind: 'deposit', phase: 'pending', change: 0, balance: 0, settled_as: 'posted' },
        ]);
        await tx.as('carer');
        expect((await tx.one<{ book: Passbook }>(passbook)).book).toMatchObject({ accounts: [], lines: [] });
        for (const caller of ['ended', 'unattached'] as const) {
          await tx.as(caller);
          expect((await tx.attempt(passbook)).error).toMatchObject({ code: 'PT401', message: 'not_signed_in' });
        }
        await tx.as('anon');
        expect((await tx.attempt(passbook)).error?.code).toBe('42501');
      }));

    it('asks once however often she presses, and for no more than she has', () =>
      database().rolledBack(async (tx) => {
        await deposit(tx);
        await tx.as('worker');
        const purpose = '{"programme": "welding-diploma"}';
        const first = await tx.one(request, ['press-1', school, 'credit', 150, purpose]);
        expect(await tx.one(request, ['press-1', school, 'credit', 150, purpose])).toEqual(first);
        const refused = async (...parameters: unknown[]) => (await tx.attempt(request, parameters)).error;
        expect(await refused('press-1', school, 'credit', 151, purpose)).toMatchObject({
          code: 'PT409',
          message: 'transfer_conflict',
        });
        expect(await refused('press-2', school, 'credit', 51, purpose)).toMatchObject({
          code: 'PT409',
          message: 'not_enough_credits',
        });
        expect(await refused('press-3', school, 'gold', 1, purpose)).toMatchObject({
          code: 'PT422',
          message: 'unit_unknown',
        });
        expect(await refused('press-4', school, 'credit', 0, purpose)).toMatchObject({
          code: 'PT422',
          message: 'amount_not_positive',
        });
        expect(await refused('press-5', factory, 'credit', 1, purpose)).toMatchObject({
          code: 'PT404',
          message: 'organisation_not_found',
        });
        const { book } = await tx.one<{ book: Passbook }>(passbook);
        expect(book.accounts).toMatchObject([{ balance: 50, held: 150 }]);
      }));

    it('reads why each of her credits is there, and a stranger does not', () =>
      database().rolledBack(async (tx) => {
        const voucher = await deposit(tx);
        await tx.as('worker');
        const { why } = await tx.one<{ why: Record<string, unknown> }>(explain, [worker, voucher]);
        expect(why).toMatchObject({ rule_set: 'city-federation', rule_version: '2026.1', evidence: { hours: '16' } });
        expect(why['transfers']).toHaveLength(2);
        for (const caller of ['carer', 'manager', 'officer', 'trainer', 'houseOfficer'] as const) {
          await tx.as(caller);
          expect((await tx.attempt(explain, [worker, voucher])).error).toMatchObject({
            code: 'PT404',
            message: 'voucher_not_found',
          });
        }
        await tx.as('bankOfficer');
        expect((await tx.one<{ why: unknown }>(explain, [worker, voucher])).why).toMatchObject({ worker_id: worker });
        await tx.as('worker');
        const opened = `select actor_id from public.audit_entries where worker_id = $1::uuid and action = 'credits.opened'`;
        expect(await tx.query(opened, [worker])).toEqual([{ actor_id: workerIds.bankOfficer }]);
      }));
  });

  describe('a bank officer', () => {
    const decide = (voucher: string, decision: string, of = worker) =>
      JSON.stringify([{ worker: of, voucher, decision }]);

    it('settles for her school, and reverses, and nobody else does', () =>
      database().rolledBack(async (tx) => {
        await deposit(tx);
        await tx.as('worker');
        const { id } = await tx.one<{ id: string }>(request, ['r', school, 'credit', 100, '{}']);
        for (const caller of people.filter((person) => person !== 'bankOfficer')) {
          await tx.as(caller);
          for (const sql of [settle, reverse])
            expect((await tx.attempt(sql, [school, decide(id, 'post')])).error, caller).toMatchObject({
              code: 'PT403',
              message: 'not_allowed',
            });
        }
        await tx.as('bankOfficer');
        expect((await tx.attempt(settle, [federation, decide(id, 'post')])).error).toMatchObject({ code: 'PT403' });
        expect(await tx.one(settle, [school, decide(id, 'post')])).toMatchObject({ refusal: null, repeated: false });
        expect(await tx.one(settle, [school, decide(id, 'post')])).toMatchObject({ refusal: null, repeated: true });
        expect(await tx.one(settle, [school, decide(id, 'void')])).toMatchObject({ refusal: 'already_settled' });
        expect(await tx.one(reverse, [school, decide(id, '')])).toMatchObject({ refusal: 'redemption_final' });
        const balances = 'select account, balance::int from public.organisation_credits($1::uuid)';
        expect(await tx.query(balances, [school])).toEqual([
          { account: 'issuance', balance: -200 },
          { account: 'pending', balance: 0 },
          { account: 'redeemed', balance: 100 },
        ]);
        expect(
          await tx.query('select seq::int, transfers from public.organisation_batches($1::uuid)', [school]),
        ).toEqual([
          { seq: 3, transfers: 1 },
          { seq: 2, transfers: 1 },
          { seq: 1, transfers: 2 },
        ]);
        expect(await tx.query('select worker_id, phase from public.batch_transfers($1::uuid, 1)', [school])).toEqual([
          { worker_id: worker, phase: 'pending' },
          { worker_id: worker, phase: 'posted' },
        ]);
        await tx.as('auditor');
        expect(await tx.query(balances, [school])).toHaveLength(3);
        await tx.as('officer');
        expect((await tx.attempt(balances, [school])).error).toMatchObject({ code: 'PT403' });
      }));

    it('does not settle or reverse what is her own', () =>
      database().rolledBack(async (tx) => {
        const me = workerIds.bankOfficer ?? '';
        const voucher = await deposit(tx, me);
        await tx.as('bankOfficer');
        const { id } = await tx.one<{ id: string }>(request, ['mine', school, 'credit', 10, '{}']);
        expect(await tx.one(settle, [school, decide(id, 'post', me)])).toMatchObject({ refusal: 'own_application' });
        expect(await tx.one(reverse, [school, decide(voucher, '', me)])).toMatchObject({ refusal: 'own_application' });
      }));
  });

  it('keeps what a unit means', () =>
    database().rolledBack(async (tx) => {
      const define = 'select public.clerk_define_credit_unit($1, $2::int, $3, $4)';
      expect((await tx.attempt(define, ['credit', 2, '学分甲', 'credits'])).error).toBeUndefined();
      expect((await tx.attempt(define, ['credit', 3, '学分', 'credits'])).error).toMatchObject({
        code: 'PT409',
        message: 'unit_fixed',
      });
    }));
});
