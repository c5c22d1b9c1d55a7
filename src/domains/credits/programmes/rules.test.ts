import { describe, expect, it } from 'vitest';
import { roomIn, smallest } from '#domains/credits/programmes/rules.ts';

describe('an amount', () => {
  it.each([
    ['1', 2, 100],
    ['1.5', 2, 150],
    ['0.29', 2, 29],
    ['4.30', 2, 430],
    ['12.000', 2, 1200],
    ['7', 0, 7],
    ['1.999', 2, undefined],
    ['0.5', 0, undefined],
    ['999999999', 6, 999_999_999_000_000],
  ])('%s at scale %d is %s steps', (typed, scale, steps) => expect(smallest(typed, scale)).toBe(steps));
});

it('is no more than the school has room for, nor than she has', () => {
  expect(roomIn({ most: 60, taken: 20, balance: 100 })).toBe(40);
  expect(roomIn({ most: 60, taken: 20, balance: 10 })).toBe(10);
  expect(roomIn({ most: 60, taken: 70, balance: 10 })).toBe(0);
});
