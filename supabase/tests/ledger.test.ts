import { describe, expect, it } from 'vitest';
import { onBothEngines, type TestDatabase, type Transaction } from '../../tests/support/database.ts';
import { recognition, type Answer } from '../../tests/support/ledger.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

const { school, federation } = organisations;
const worker = workerIds.worker ?? '';
const carer = workerIds.carer ?? '';

/** The ledger as the clerk uses it, inside one transaction. */
export function bank({ query }: Transaction, organisation: string = school) {
  const call = (verb: string, rows: unknown[], more = '') =>
    query<Answer>(`select * from public.clerk_${verb}_credits($1::uuid, $2::text::jsonb${more})`, [
      organisation,
      JSON.stringify(rows),
    ]);
  const ids = (answers: Answer[]) => answers.map(({ voucher_id }) => voucher_id ?? '');
  return {
    recognise: (...rows: unknown[]) => call('recognise', rows),
    deposit: async (...rows: unknown[]) => ids(await call('recognise', rows, ', true')),
    settle: (decision: 'post' | 'void', ...vouchers: [string, string][]) =>
      call(
        'settle',
        vouchers.map(([of, voucher]) => ({ worker: of, voucher, decision })),
      ),
    hold: (...rows: unknown[]) => call('hold', rows),
    convert: (...rows: unknown[]) => call('convert', rows),
    reverse: (...vouchers: [string, string][]) =>
      call(
        'reverse',
        vouchers.map(([of, voucher]) => ({ worker: of, voucher, reason: { why: 'mistake' } })),
      ),
    expire: async () =>
      (await query<{ n: number }>('select public.clerk_expire_credits($1::uuid) as n', [organisation]))[0]?.n,
    balances: (of = worker) =>
      query(
        'select unit_id, balance::int, pending::int, held::int from private.credit_accounts where worker_id = $1::uuid order by 1',
        [of],
      ),
    system: async () =>
      Object.fromEntries(
        (
          await query<{ key: string; balance: number }>(
            `select unit_id || ' ' || kind as key, balance::int from private.system_accounts where organisation_id = $1::uuid and balance <> 0`,
            [organisation],
          )
        ).map(({ key, balance }) => [key, balance]),
      ),
    lots: (of = worker) =>
      query<{ until: string | null; remaining: number }>(
        `select nullif(expires_on, 'infinity')::text as until, remaining::int from private.credit_lots
         where worker_id = $1::uuid and remaining > 0 order by expires_on, transfer_id`,
        [of],
      ),
  };
}

const inBank = (
  database: () => TestDatabase,
  work: (till: ReturnType<typeof bank>, tx: Transaction) => Promise<unknown>,
) => database().rolledBack((tx) => work(bank(tx), tx));

const refusals = (answers: Answer[]) => answers.map(({ refusal, repeated }) => (repeated ? 'repeated' : refusal));
/** The same lots, in an order that does not depend on their ids. */
const inOrder = (lots: { until: string | null; remaining: number }[]) =>
  [...lots].sort((p, q) => (p.until ?? '9').localeCompare(q.until ?? '9') || p.remaining - q.remaining);

/** The clock of the people we serve, turned forward for the rest of the transaction. */
const turnTo = (tx: Transaction, day: string) =>
  tx.query(
    `create or replace function private.today() returns date language sql stable set search_path = '' as 'select date ''${day}'''`,
  );

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

    it('does not spend what is pending, or what has expired', () =>
      inBank(database, async (till, tx) => {
        await till.recognise(recognition(worker, 'pending', 100));
        expect(refusals(await till.hold(request('r1', 1)))).toEqual(['not_enough_credits']);
        await till.deposit(recognition(worker, 'old', 100, { expires_on: '2080-01-01' }));
        await turnTo(tx, '2080-01-01');
        expect(refusals(await till.hold(request('r2', 1)))).toEqual(['not_enough_credits']);
      }));
  });

  it('expires what is left of a lot on its day, once', () =>
    inBank(database, async (till, tx) => {
      await till.deposit(
        recognition(worker, 'old', 100, { expires_on: '2080-01-01' }),
        recognition(worker, 'never', 30),
      );
      expect(await till.expire()).toBe(0);
      await till.hold({ ...recognition(worker, 'r', 20) });
      await turnTo(tx, '2080-01-01');
      expect(await till.expire()).toBe(1);
      expect(await till.expire()).toBe(0);
      expect(await till.balances()).toEqual([{ unit_id: 'credit', balance: 30, pending: 0, held: 20 }]);
      expect(await till.system()).toEqual({ 'credit issuance': -130, 'credit expired': 80, 'credit pending': 20 });
    }));

  describe('reversal', () => {
    it('takes a deposit back once, from its own lot first', () =>
      inBank(database, async (till) => {
        const [wrong = '', right = ''] = await till.deposit(
          recognition(worker, 'wrong', 100),
          recognition(worker, 'right', 100, { expires_on: '2080-01-01' }),
        );
        expect(refusals(await till.reverse([worker, wrong], [worker, wrong]))).toEqual([null, 'repeated']);
        expect(refusals(await till.reverse([worker, wrong]))).toEqual(['repeated']);
        expect(await till.lots()).toEqual([{ until: '2080-01-01', remaining: 100 }]);
        expect(await till.system()).toEqual({ 'credit issuance': -100 });
        await till.hold(recognition(worker, 'r', 60));
        expect(refusals(await till.reverse([worker, right]))).toEqual(['not_enough_credits']);
        expect(refusals(await till.recognise(recognition(worker, 'wrong', 90, { attempt: 2 })))).toEqual([null]);
      }));

    it('refuses what was never posted, what is not there, and what has expired', () =>
      inBank(database, async (till, tx) => {
        const [pending] = await till.recognise(recognition(worker, 'pending', 100));
        const [old = ''] = await till.deposit(recognition(worker, 'old', 100, { expires_on: '2080-01-01' }));
        await turnTo(tx, '2081-01-01');
        await till.expire();
        expect(
          refusals(await till.reverse([worker, pending?.voucher_id ?? ''], [worker, school], [worker, old])),
        ).toEqual(['voucher_not_posted', 'voucher_not_found', 'credits_expired']);
        expect(refusals(await bank(tx, federation).reverse([worker, old]))).toEqual(['voucher_not_found']);
      }));
  });

  describe('conversion', () => {
    const turn = (outer_id: string, amount: number, numerator: number, denominator: number) => ({
      ...recognition(worker, outer_id, amount),
      to_unit: 'ects',
      numerator,
      denominator,
    });

    it('goes through exchange by a whole ratio, and validity travels along', () =>
      inBank(database, async (till) => {
        await till.deposit(
          recognition(worker, 'a', 30, { expires_on: '2080-01-01' }),
          recognition(worker, 'b', 30, { expires_on: '2090-01-01' }),
          recognition(worker, 'c', 100),
        );
        const [answer] = await till.convert(turn('x', 100, 1, 10));
        expect(await till.balances()).toEqual([
          { unit_id: 'credit', balance: 60, pending: 0, held: 0 },
          { unit_id: 'ects', balance: 10, pending: 0, held: 0 },
        ]);
        expect(await till.system()).toEqual({ 'credit issuance': -160, 'credit exchange': 100, 'ects exchange': -10 });
        expect(inOrder(await till.lots())).toEqual([
          { until: '2080-01-01', remaining: 3 },
          { until: '2090-01-01', remaining: 3 },
          { until: null, remaining: 4 },
          { until: null, remaining: 60 },
        ]);
        expect(refusals(await till.reverse([worker, answer?.voucher_id ?? '']))).toEqual([null]);
        expect(await till.system()).toEqual({ 'credit issuance': -160 });
        expect(await till.balances()).toEqual([
          { unit_id: 'credit', balance: 160, pending: 0, held: 0 },
          { unit_id: 'ects', balance: 0, pending: 0, held: 0 },
        ]);
      }));

    it('refuses what would round, what mixes, and what is not there', () =>
      inBank(database, async (till) => {
        await till.deposit(recognition(worker, 'a', 100));
        const answers = await till.convert(
          turn('1', 15, 1, 10),
          { ...turn('2', 10, 1, 1), to_unit: 'credit' },
          turn('3', 10, 0, 10),
          turn('4', 1000, 1, 10),
          { ...turn('5', 10, 1, 10), to_unit: 'gold' },
        );
        expect(refusals(answers)).toEqual([
          'conversion_not_exact',
          'same_unit',
          'ratio_wrong',
          'not_enough_credits',
          'unit_unknown',
        ]);
      }));
  });
});
