import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

const programme = '00000000-0000-4000-8000-000000000a01';

onBothEngines((database) => {
  /** The worker has seventy credits, of which twenty were valid until a day long ago. */
  const rich = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await tx.as('service_role');
      const parts = [
        { unit: 'credit', amount: 5000, dated_on: '2020-01-01' },
        { unit: 'credit', amount: 2000, dated_on: '2020-01-01', expires_on: '2021-01-01' },
      ];
      const row = { outer_id: 'seventy', rule_set: 'x', rule_version: '1', explanation: {}, evidence: {}, parts };
      await tx.query('select * from public.clerk_recognise_credits($1::uuid, $2::text::jsonb, true)', [
        organisations.federation,
        JSON.stringify([{ ...row, worker: workerIds.worker }]),
      ]);
      await work(tx);
    });
  async function account(tx: Transaction) {
    await tx.as('owner');
    return tx.one<{ balance: number; held: number }>(
      `select balance::int, held::int from private.credit_accounts where worker_id = $1::uuid and unit_id = 'credit'`,
      [workerIds.worker],
    );
  }
  const chore = async (tx: Transaction, name: string) => {
    await tx.as('service_role');
    return (await tx.one<{ done: number }>(`select public.${name}() as done`)).done;
  };
  async function ask(tx: Transaction, request: string, amount: number, due: string | null) {
    await tx.as('worker');
    const { id } = await tx.one<{ id: string }>('select public.redeem_toward($1, $2::uuid, $3::bigint) as id', [
      request,
      programme,
      amount,
    ]);
    await tx.as('owner');
    await tx.query(
      'update public.redemption_requests set due_on = coalesce($1::date, due_on) where voucher_id = $2::uuid',
      [due, id],
    );
    return id;
  }
  const accept = async (tx: Transaction, voucher: string) => {
    await tx.as('bankOfficer');
    const rows = JSON.stringify([{ worker: workerIds.worker, voucher, decision: 'post' }]);
    return tx.attempt('select public.decide_redemptions($1::uuid, $2::text::jsonb)', [organisations.school, rows]);
  };

  describe('what a school did not answer in time', () => {
    it('goes back to the worker, once, and says so; what has time left waits on', () =>
      rich(async (tx) => {
        const late = await ask(tx, 'late', 1000, '2026-01-01');
        const early = await ask(tx, 'early', 500, null);
        expect(await account(tx)).toEqual({ balance: 5500, held: 1500 });
        expect(await chore(tx, 'clerk_give_back_late_redemptions')).toBe(1);
        expect(await chore(tx, 'clerk_give_back_late_redemptions')).toBe(0);
        expect(await account(tx)).toEqual({ balance: 6500, held: 500 });
        const told = await tx.query(
          'select voucher_id, accepted, reason from public.redemption_requests where voucher_id = any ($1::uuid[]) order by amount desc',
          [`{${late},${early}}`],
        );
        expect(told).toEqual([
          { voucher_id: late, accepted: false, reason: null },
          { voucher_id: early, accepted: null, reason: null },
        ]);
        const trace = `select actor_id, facts ->> 'late' as late from public.audit_entries where action = 'redemption.refused'`;
        expect(await tx.query(trace)).toEqual([{ actor_id: null, late: 'true' }]);
        expect((await accept(tx, late)).error?.message).toBe('already_settled');
        expect((await accept(tx, early)).error).toBeUndefined();
      }));

    it('is the school’s still when it answers late but before it is given back', () =>
      rich(async (tx) => {
        const late = await ask(tx, 'late', 1000, '2026-01-01');
        expect((await accept(tx, late)).error).toBeUndefined();
        expect(await chore(tx, 'clerk_give_back_late_redemptions')).toBe(0);
        expect(await account(tx)).toEqual({ balance: 6000, held: 0 });
      }));
  });

  describe('credits whose day has come', () => {
    it('expire of themselves, in whatever bank, and the rest stays', () =>
      rich(async (tx) => {
        expect(await chore(tx, 'clerk_expire_credits')).toBe(1);
        expect(await chore(tx, 'clerk_expire_credits')).toBe(0);
        expect(await account(tx)).toEqual({ balance: 5000, held: 0 });
      }));
  });

  it.each(['clerk_give_back_late_redemptions', 'clerk_expire_credits'])('nobody but the clerk may call %s', (name) =>
    database().rolledBack(async (tx) => {
      for (const person of ['worker', 'officer', 'bankOfficer', 'anon'] as const) {
        await tx.as(person);
        expect((await tx.attempt(`select public.${name}()`)).error?.code, person).toBe('42501');
      }
    }),
  );

  describe('the head of a chain', () => {
    const unsigned = async (tx: Transaction) => {
      await tx.as('service_role');
      const { heads } = await tx.one<{ heads: { organisation: string; seq: number; hash: string }[] }>(
        'select public.clerk_unsigned_heads() as heads',
      );
      return heads.find(({ organisation }) => organisation === organisations.federation);
    };
    const sign = (tx: Transaction, seq: number, hash: string) =>
      tx.attempt('select public.clerk_keep_checkpoint($1::uuid, $2::bigint, $3, $4, $5)', [
        ...[organisations.federation, seq, hash],
        ...['00'.repeat(32), '00'.repeat(64)],
      ]);

    it('waits for a signature, and not again within the hour', () =>
      rich(async (tx) => {
        const head = await unsigned(tx);
        expect(head?.hash).toMatch(/^[0-9a-f]{64}$/);
        expect((await sign(tx, head?.seq ?? 0, 'ff'.repeat(32))).error?.message).toBe('checkpoint_differs');
        expect((await sign(tx, head?.seq ?? 0, head?.hash ?? '')).error).toBeUndefined();
        expect(await unsigned(tx)).toBeUndefined();
        await tx.as('service_role');
        expect(await chore(tx, 'clerk_expire_credits')).toBe(1);
        expect(await unsigned(tx), 'a batch later').toBeUndefined();
      }));
  });

  describe('the figures of a bank', () => {
    interface Figures {
      accounts: Record<string, number>;
      months: { kind: string; transfers: number; amount: number }[];
    }
    const figures = async (tx: Transaction) => {
      await tx.as('officer');
      return (
        await tx.one<{ figures: Figures }>(`select public.bank_statistics($1::uuid, 'credit') as figures`, [
          organisations.federation,
        ])
      ).figures;
    };

    it('are what the ledger holds, each batch counted once', () =>
      rich(async (tx) => {
        expect((await figures(tx)).months).toEqual([]);
        expect(await chore(tx, 'clerk_count_credits')).toBe(1);
        expect(await chore(tx, 'clerk_count_credits')).toBe(0);
        expect(await figures(tx)).toMatchObject({
          accounts: { issuance: -7000 },
          months: [{ kind: 'deposit', transfers: 2, amount: 7000 }],
        });
        await chore(tx, 'clerk_expire_credits');
        expect(await chore(tx, 'clerk_count_credits')).toBe(1);
        expect((await figures(tx)).months).toMatchObject([
          { kind: 'deposit', amount: 7000 },
          { kind: 'expiry', transfers: 1, amount: 2000 },
        ]);
        await tx.as('owner');
        const differs = await tx.query(
          `select m.kind, m.phase from private.credit_months m
           full join (
             select organisation_id, unit_id, kind, phase, count(*) as transfers, sum(amount) as amount from private.credit_transfers group by 1, 2, 3, 4
           ) t using (organisation_id, unit_id, kind, phase)
           where organisation_id = $1::uuid and (m.transfers, m.amount) is distinct from (t.transfers, t.amount)`,
          [organisations.federation],
        );
        expect(differs).toEqual([]);
      }));

    it('are for whoever keeps, governs or audits it', () =>
      rich(async (tx) => {
        for (const person of ['worker', 'manager', 'bankOfficer', 'districtOfficer', 'stranger'] as const) {
          await tx.as(person);
          const { error } = await tx.attempt('select public.bank_statistics($1::uuid)', [organisations.federation]);
          expect(error?.message, person).toBe('not_allowed');
        }
      }));
  });
});
