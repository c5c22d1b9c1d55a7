import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { recognition } from '../../tests/support/ledger.ts';
import { organisations } from '../../tests/support/people.ts';
import { carer, inBank, refusals, turnTo, worker } from '../../tests/support/till.ts';

const { school } = organisations;

onBothEngines((database) => {
  describe('recognition', () => {
    it('is pending, then posted, once', () =>
      inBank(database, async (till) => {
        const [{ voucher_id } = { voucher_id: null }] = await till.recognise(recognition(worker, 'course-1', 200));
        expect(await till.balances()).toEqual([{ unit_id: 'credit', balance: 0, pending: 200, held: 0 }]);
        expect(await till.system()).toEqual({ 'credit issuance': -200, 'credit pending': 200 });
        const voucher: [string, string] = [worker, voucher_id ?? ''];
        expect(refusals(await till.settle('post', voucher))).toEqual([null]);
        expect(refusals(await till.settle('post', voucher))).toEqual(['repeated']);
        expect(refusals(await till.settle('void', voucher))).toEqual(['already_settled']);
        expect(await till.balances()).toEqual([{ unit_id: 'credit', balance: 200, pending: 0, held: 0 }]);
        expect(await till.system()).toEqual({ 'credit issuance': -200 });
      }));

    it('is voided, and may then be tried again, and paid once', () =>
      inBank(database, async (till) => {
        const [first] = await till.recognise(recognition(worker, 'course-1', 200));
        const again = recognition(worker, 'course-1', 250, { attempt: 2 });
        expect(refusals(await till.recognise(again))).toEqual(['outcome_already_recognised']);
        await till.settle('void', [worker, first?.voucher_id ?? '']);
        expect(await till.system()).toEqual({});
        expect(refusals(await till.recognise(again))).toEqual([null]);
        expect(refusals(await till.recognise({ ...again, attempt: 4 }))).toEqual(['outcome_already_recognised']);
        expect(await till.balances()).toEqual([{ unit_id: 'credit', balance: 0, pending: 250, held: 0 }]);
      }));

    it('answers the same to the same, and refuses other contents or a newer rule', () =>
      inBank(database, async (till) => {
        const row = recognition(worker, 'course-1', 200);
        const [first] = await till.recognise(row);
        const [second] = await till.recognise(row);
        expect(second).toEqual({ ...first, repeated: true });
        expect(refusals(await till.recognise(recognition(worker, 'course-1', 300)))).toEqual(['transfer_conflict']);
        expect(refusals(await till.recognise({ ...row, parts: [{ ...row.parts[0], amount: 201 }] }))).toEqual([
          'transfer_conflict',
        ]);
        expect(refusals(await till.recognise({ ...row, rule_version: '2027.1' }))).toEqual([
          'outcome_already_recognised',
        ]);
        expect(refusals(await till.recognise(row, { ...row, worker: carer }, row))).toEqual([
          'repeated',
          null,
          'repeated',
        ]);
        expect(await till.balances()).toEqual([{ unit_id: 'credit', balance: 0, pending: 200, held: 0 }]);
      }));

    it('answers each row of a call by itself', () =>
      inBank(database, async (till) => {
        const good = recognition(worker, 'good', 100);
        const answers = await till.recognise(
          good,
          good,
          { ...good, rule_version: '2' },
          recognition(worker, 'unit', 1, { unit: 'gold' }),
          recognition(worker, 'zero', 0),
          recognition(worker, 'less', -5),
          recognition(worker, 'huge', 1_000_000_000_001),
          recognition(worker, 'old', 5, { dated_on: '1066-10-14' }),
          recognition(worker, 'backwards', 5, { dated_on: '2026-05-02', expires_on: '2026-05-01' }),
          recognition('00000000-0000-4000-8000-00000000dead', 'nobody', 5),
          { ...good, outer_id: 'unexplained', explanation: undefined },
          { ...good, outer_id: 'unruled', rule_set: undefined },
          { ...good, outer_id: 'partless', parts: [] },
          { ...good, outer_id: '' },
        );
        expect(refusals(answers)).toEqual([
          ...[
            null,
            'repeated',
            'outcome_already_recognised',
            'unit_unknown',
            'amount_not_positive',
            'amount_not_positive',
          ],
          ...[
            'amount_too_large',
            'date_absurd',
            'date_absurd',
            'worker_not_found',
            'explanation_missing',
            'rule_set_missing',
          ],
          ...['parts_missing', 'outer_id_missing'],
        ]);
        expect(await till.balances()).toEqual([{ unit_id: 'credit', balance: 0, pending: 100, held: 0 }]);
      }));

    it('refuses a call that is no list, too long, or for nobody', () =>
      database().rolledBack(async (tx) => {
        const call = (organisation: string, rows: unknown) =>
          tx.attempt('select * from public.clerk_recognise_credits($1::uuid, $2::text::jsonb)', [
            organisation,
            JSON.stringify(rows),
          ]);
        expect((await call(school, { worker })).error).toMatchObject({ code: 'PT422', message: 'rows_missing' });
        expect((await call(school, Array(10_001).fill({}))).error).toMatchObject({
          code: 'PT422',
          message: 'too_many_rows',
        });
        expect((await call(worker, [])).error).toMatchObject({ code: 'PT404', message: 'organisation_not_found' });
      }));

    it('keeps the parts of one outcome together, in units that do not mix', () =>
      inBank(database, async (till) => {
        const parts = [
          { unit: 'credit', amount: 100, dated_on: '2026-06-01', expires_on: '2031-06-01' },
          { unit: 'credit', amount: 50, dated_on: '2027-06-01', expires_on: '2032-06-01' },
          { unit: 'ects', amount: 7, dated_on: '2026-06-01' },
        ];
        await till.deposit({ ...recognition(worker, 'degree', 1), parts });
        expect(await till.balances()).toEqual([
          { unit_id: 'credit', balance: 150, pending: 0, held: 0 },
          { unit_id: 'ects', balance: 7, pending: 0, held: 0 },
        ]);
        expect(await till.system()).toEqual({ 'credit issuance': -150, 'ects issuance': -7 });
      }));
  });

  describe('redemption', () => {
    const request = (outer_id: string, amount: number) => ({
      ...recognition(worker, outer_id, amount),
      rule_set: 'programme',
    });

    it('holds, is final when posted, and gives back to the same lots when voided', () =>
      inBank(database, async (till) => {
        await till.deposit(
          recognition(worker, 'late', 100, { expires_on: '2090-01-01' }),
          recognition(worker, 'never', 100),
          recognition(worker, 'soon', 100, { expires_on: '2080-01-01' }),
        );
        const [held] = await till.hold(request('r1', 150));
        const voucher: [string, string] = [worker, held?.voucher_id ?? ''];
        expect(await till.balances()).toEqual([{ unit_id: 'credit', balance: 150, pending: 0, held: 150 }]);
        expect(await till.lots()).toEqual([
          { until: '2090-01-01', remaining: 50 },
          { until: null, remaining: 100 },
        ]);
        await till.settle('void', voucher);
        expect(await till.lots()).toEqual([
          { until: '2080-01-01', remaining: 100 },
          { until: '2090-01-01', remaining: 100 },
          { until: null, remaining: 100 },
        ]);
        const [other] = await till.hold(request('r2', 300));
        const posted: [string, string] = [worker, other?.voucher_id ?? ''];
        await till.settle('post', posted);
        expect(await till.balances()).toEqual([{ unit_id: 'credit', balance: 0, pending: 0, held: 0 }]);
        expect(await till.system()).toEqual({ 'credit issuance': -300, 'credit redeemed': 300 });
        expect(refusals(await till.reverse(posted))).toEqual(['redemption_final']);
        expect(refusals(await till.settle('void', posted))).toEqual(['already_settled']);
      }));

    it('serves in turn what can be served, and never spends twice', () =>
      inBank(database, async (till) => {
        await till.deposit(recognition(worker, 'c', 100));
        const answers = await till.hold(
          request('a', 60),
          request('b', 50),
          request('c', 40),
          request('d', 1),
          request('a', 60),
        );
        expect(refusals(answers)).toEqual([null, 'not_enough_credits', null, 'not_enough_credits', 'repeated']);
        expect(await till.balances()).toEqual([{ unit_id: 'credit', balance: 0, pending: 0, held: 100 }]);
      }));

    it('is the same request when it is sent again after midnight', () =>
      inBank(database, async (till, tx) => {
        await till.deposit(recognition(worker, 'c', 100));
        await till.hold(request('a', 60));
        await turnTo(tx, '2079-01-01');
        expect(refusals(await till.hold(request('a', 60)))).toEqual(['repeated']);
      }));

    it('does not spend what is pending, or what has expired', () =>
      inBank(database, async (till, tx) => {
        await till.recognise(recognition(worker, 'pending', 100));
        expect(refusals(await till.hold(request('r1', 1)))).toEqual(['not_enough_credits']);
        await till.deposit(recognition(worker, 'old', 100, { expires_on: '2080-01-01' }));
        await turnTo(tx, '2080-01-01');
        expect(refusals(await till.hold(request('r2', 1)))).toEqual(['not_enough_credits']);
      }));
  });
});
