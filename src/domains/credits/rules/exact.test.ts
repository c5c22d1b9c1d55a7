import { describe, expect, it } from 'vitest';
import { exactNumber, parseExactJson, shareNumber, wholeNumber } from '#domains/credits/rules/exact.ts';
import { normalised } from '#domains/credits/rules/facts.ts';
import { ratio } from '#domains/credits/rules/rational.ts';
import { redeem, type Lot } from '#domains/credits/rules/redeem.ts';

describe('numbers from outside', () => {
  it('stay the text that was written', () => {
    expect(parseExactJson('{"a":1.780,"b":[12345678901234567890.1],"c":"1.0","d":true}')).toEqual({
      a: '1.780',
      b: ['12345678901234567890.1'],
      c: '1.0',
      d: true,
    });
  });
  it('are taken from a driver only where no digit can have been lost', () => {
    expect(exactNumber.safeParse(1.78).data).toEqual(ratio(178n, 100n));
    expect(exactNumber.safeParse(12n).data).toEqual(ratio(12n));
    for (const lost of [0.1 + 0.2, Number.NaN, Infinity, 1e21, null, {}, '1e3']) {
      expect(exactNumber.safeParse(lost).success).toBe(false);
    }
  });
  it('keep to their bounds', () => {
    expect(shareNumber.safeParse('100%').success).toBe(true);
    expect(shareNumber.safeParse('100.01%').success).toBe(false);
    expect(shareNumber.safeParse('-1%').success).toBe(false);
    expect(wholeNumber(1, 9).safeParse('9').data).toBe(9);
    expect(wholeNumber(1, 9).safeParse('1.5').success).toBe(false);
  });
});

it('sees one name behind width, case, spaces and punctuation', () => {
  expect(normalised(' Ｅxcel 应用(初级)')).toBe(normalised('EXCEL应用(初级)'));
  expect(normalised('电工')).not.toBe(normalised('焊工'));
});

describe('redemption', () => {
  const lot = (left: bigint, expiresOn?: string): Lot => ({
    outcome: 'a',
    unit: 'point',
    amount: ratio(left),
    left: ratio(left),
    expiresOn,
  });
  const ask = (amount: bigint, on = '2026-06-01') => ({ outcome: 'a', unit: 'point', amount: ratio(amount), on });
  it('spends first what expires first', () => {
    const { answer, lots } = redeem([lot(5n), lot(5n, '2027-01-01'), lot(5n, '2026-07-01')], ask(7n));
    expect(answer).toBe('accepted');
    expect(lots.map(({ left }) => left.n)).toEqual([5n, 3n, 0n]);
  });
  it('refuses with the reason, and then changes nothing', () => {
    const lots = [lot(5n, '2026-06-01')];
    expect(redeem(lots, ask(1n))).toEqual({ answer: 'expired', lots });
    expect(redeem(lots, ask(6n, '2026-05-31'))).toEqual({ answer: 'not_enough', lots });
    expect(redeem([], ask(1n)).answer).toBe('unknown_credit');
    const spent = redeem([lot(5n)], ask(5n)).lots;
    expect(redeem(spent, ask(1n)).answer).toBe('already_redeemed');
  });
});
