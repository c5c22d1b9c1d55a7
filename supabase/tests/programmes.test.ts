import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

const programme = '00000000-0000-4000-8000-000000000a01';

onBothEngines((database) => {
  /** The worker has seventy credits, and the school takes sixty toward its programme of a hundred and twenty. */
  const rich = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await tx.as('service_role');
      const row = {
        worker: workerIds.worker,
        outer_id: 'seventy',
        rule_set: 'x',
        rule_version: '1',
        explanation: {},
        evidence: {},
      };
      const part = { unit: 'credit', amount: 7000, dated_on: '2026-01-01' };
      const sent = [
        { ...row, parts: [part] },
        { ...row, worker: workerIds.bankOfficer, parts: [part] },
      ];
      await tx.query('select * from public.clerk_recognise_credits($1::uuid, $2::text::jsonb, true)', [
        organisations.federation,
        JSON.stringify(sent),
      ]);
      await work(tx);
    });
  async function ask(tx: Transaction, person: Person, request: string, amount: number, of = programme) {
    await tx.as(person);
    const { rows, error } = await tx.attempt<{ id: string }>(
      'select public.redeem_toward($1, $2::uuid, $3::bigint) as id',
      [request, of, amount],
    );
    return error?.message ?? rows?.[0]?.id ?? '';
  }
  async function decide(
    tx: Transaction,
    by: Person,
    voucher: string,
    decision: string,
    of: Person = 'worker',
    reason?: string,
  ) {
    await tx.as(by);
    const rows = JSON.stringify([{ worker: workerIds[of], voucher, decision, reason }]);
    const { rows: found, error } = await tx.attempt<{ n: number }>(
      'select public.decide_redemptions($1::uuid, $2::text::jsonb) as n',
      [organisations.school, rows],
    );
    return error?.message ?? found?.[0]?.n;
  }
  async function balance(tx: Transaction) {
    await tx.as('owner');
    return tx.one<{ balance: number; held: number }>(
      `select balance::int, held::int from private.credit_accounts where worker_id = $1::uuid and unit_id = 'credit'`,
      [workerIds.worker],
    );
  }

  describe('a request to a school', () => {
    it('sets credits aside, once, up to the share that the school takes', () =>
      rich(async (tx) => {
        const first = await ask(tx, 'worker', 'a', 4000);
        expect(first).toMatch(/^[0-9a-f-]{36}$/);
        expect(await ask(tx, 'worker', 'a', 4000)).toBe(first);
        expect(await ask(tx, 'worker', 'a', 4001)).toBe('transfer_conflict');
        expect(await balance(tx)).toEqual({ balance: 3000, held: 4000 });
        expect(await ask(tx, 'worker', 'b', 2001)).toBe('programme_share_reached');
        expect(await ask(tx, 'worker', 'b', 2000)).not.toBe('programme_share_reached');
        expect(await ask(tx, 'worker', 'c', 0)).toBe('amount_not_positive');
        expect(await ask(tx, 'carer', 'a', 1)).toBe('not_enough_credits');
        expect(await ask(tx, 'worker', 'd', 1, organisations.school)).toBe('programme_not_found');
      }));

    it('is accepted for good, or refused with a reason and given back', () =>
      rich(async (tx) => {
        const first = await ask(tx, 'worker', 'a', 4000);
        const second = await ask(tx, 'worker', 'b', 2000);
        expect(await decide(tx, 'bankOfficer', first, 'void')).toBe('refusal_reason_missing');
        expect(await decide(tx, 'bankOfficer', first, 'void', 'worker', '内容不符')).toBe(1);
        expect(await balance(tx)).toEqual({ balance: 5000, held: 2000 });
        expect(await decide(tx, 'bankOfficer', second, 'post')).toBe(1);
        expect(await balance(tx)).toEqual({ balance: 5000, held: 0 });
        expect(await decide(tx, 'bankOfficer', second, 'void', 'worker', '后悔')).toBe('already_settled');
        await tx.as('worker');
        const { mine } = await tx.one<{
          mine: { programmes: { taken: number }[]; requests: { accepted: boolean; reason: string }[] };
        }>('select public.my_programmes() as mine');
        expect(mine.programmes).toMatchObject([{ taken: 2000 }]);
        expect(mine.requests.map(({ accepted, reason }) => [accepted, reason])).toEqual(
          expect.arrayContaining([
            [true, null],
            [false, '内容不符'],
          ]),
        );
        // What was refused makes room again.
        expect(await ask(tx, 'worker', 'c', 4000)).toMatch(/^[0-9a-f-]{36}$/);
        await tx.as('owner');
        const trace = `select action from public.audit_entries where worker_id = $1::uuid and action like 'redemption.%' order by action`;
        expect(await tx.query(trace, [workerIds.worker])).toEqual([
          { action: 'redemption.accepted' },
          { action: 'redemption.refused' },
        ]);
      }));

    it('is answered as well when the bank officer settles it in the ledger', () =>
      rich(async (tx) => {
        const asked = await ask(tx, 'worker', 'a', 4000);
        await tx.as('bankOfficer');
        const rows = [{ worker: workerIds.worker, voucher: asked, decision: 'void', reason: { why: '重复' } }];
        await tx.query('select * from public.settle_credits($1::uuid, $2::text::jsonb)', [
          organisations.school,
          JSON.stringify(rows),
        ]);
        await tx.as('worker');
        const { mine } = await tx.one<{ mine: { requests: object[] } }>('select public.my_programmes() as mine');
        expect(mine.requests).toContainEqual(
          expect.objectContaining({ voucher: asked, accepted: false, reason: '{"why": "重复"}' }),
        );
        expect(await decide(tx, 'bankOfficer', asked, 'post')).toBe('already_settled');
      }));

    it('is decided on by the school’s bank officer, and by nobody on her own', () =>
      rich(async (tx) => {
        const mine = await ask(tx, 'worker', 'a', 100);
        const hers = await ask(tx, 'bankOfficer', 'a', 100);
        for (const person of ['worker', 'manager', 'officer', 'auditor', 'trainer'] as const)
          expect(await decide(tx, person, mine, 'post'), person).toBe('not_allowed');
        expect(await decide(tx, 'bankOfficer', hers, 'post', 'bankOfficer')).toBe('own_application');
        await tx.as('bankOfficer');
        const { counter } = await tx.one<{ counter: { waiting: { own: boolean }[] } }>(
          'select public.school_counter($1::uuid) as counter',
          [organisations.school],
        );
        expect(counter.waiting.map(({ own }) => own).sort()).toEqual([false, true]);
        await tx.as('manager');
        const closed = await tx.attempt('select public.school_counter($1::uuid)', [organisations.school]);
        expect(closed.error).toMatchObject({ code: 'PT403' });
      }));
  });

  describe('a programme', () => {
    const keep = async (
      tx: Transaction,
      person: Person,
      changed: object,
      organisation: string = organisations.school,
    ) => {
      await tx.as(person);
      const sent = { id: programme, title: '本科', unit_id: 'credit', total: 100, most_pct: 30, ...changed };
      const { error } = await tx.attempt('select public.keep_programme($1::uuid, $2::text::jsonb)', [
        organisation,
        JSON.stringify(sent),
      ]);
      return error?.message ?? 'done';
    };
    it('is the school’s to say: its share, its end, not its unit', () =>
      rich(async (tx) => {
        expect(await keep(tx, 'bankOfficer', {})).toBe('done');
        expect(await ask(tx, 'worker', 'a', 31)).toBe('programme_share_reached');
        const asked = await ask(tx, 'worker', 'a', 30);
        expect(await keep(tx, 'bankOfficer', { unit_id: 'ects' })).toBe('programme_not_found');
        expect(await keep(tx, 'bankOfficer', { closed: true })).toBe('done');
        expect(await ask(tx, 'worker', 'b', 1)).toBe('programme_not_found');
        expect(await ask(tx, 'worker', 'a', 30)).toBe(asked);
        for (const [changed, word] of [
          [{ most_pct: 0 }, 'programme_not_understood'],
          [{ total: -1 }, 'programme_not_understood'],
          [{ unit_id: 'euro' }, 'programme_not_understood'],
        ] as const)
          expect(await keep(tx, 'bankOfficer', changed)).toBe(word);
        expect(await keep(tx, 'officer', {})).toBe('not_allowed');
        expect(await keep(tx, 'bankOfficer', {}, organisations.factory)).toBe('not_allowed');
      }));
  });
});
