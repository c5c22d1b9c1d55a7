import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { recognition } from '../../tests/support/ledger.ts';
import { organisations } from '../../tests/support/people.ts';
import { bank, inBank, inOrder, refusals, turnTo, worker } from '../../tests/support/till.ts';

const { school, federation } = organisations;

onBothEngines((database) => {
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
