import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  mul,
  parseRatio,
  ratio,
  roundTo,
  ROUNDING_MODES,
  same,
  sub,
  toSmallest,
  toText,
  type Ratio,
} from '#domains/credits/rules/rational.ts';

const anyRatio = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 6n }))
  .map(([n, d]) => ratio(n, d));

const read = (text: string): Ratio => {
  const found = parseRatio(text);
  if (!found) throw new Error(`${text} was not read`);
  return found;
};

describe('reading numbers', () => {
  it.each([
    ['1.78', 178n, 100n],
    ['2/3', 2n, 3n],
    ['30%', 3n, 10n],
    ['12.5 %', 1n, 8n],
    ['-3', -3n, 1n],
    ['0.1/0.3', 1n, 3n],
  ])('%s is exact', (text, n, d) => expect(read(text)).toEqual(ratio(n, d)));

  it.each(['', 'abc', '1e3', '0x10', '1,000', '.5', '1/0', 'NaN', 'Infinity', '1/2/3', '9'.repeat(41)])(
    '%s is refused',
    (text) => expect(parseRatio(text)).toBeUndefined(),
  );

  it('reads back every text it writes', () => {
    fc.assert(fc.property(anyRatio, (value) => same(read(toText(value)), value)));
  });

  it('adds tenths without drifting, where floats would', () => {
    const tenths = Array.from({ length: 10 }, () => read('0.1')).reduce(add);
    expect(toText(tenths)).toBe('1');
  });
});

describe('arithmetic', () => {
  it('obeys the laws of fractions', () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, anyRatio, (a, b, c) => {
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(mul(a, add(b, c))).toEqual(add(mul(a, b), mul(a, c)));
        expect(sub(add(a, b), b)).toEqual(a);
        expect(compare(a, b)).toBe(-compare(b, a) || 0);
      }),
    );
  });
});

describe('rounding', () => {
  it.each([
    ['1.78', '0.1', 'half_up', '1.8'],
    ['0.25', '0.1', 'half_up', '0.3'],
    ['0.25', '0.1', 'half_down', '0.2'],
    ['0.35', '0.1', 'half_down', '0.3'],
    ['0.25', '0.1', 'half_even', '0.2'],
    ['0.35', '0.1', 'half_even', '0.4'],
    ['49/50', '1', 'down', '0'],
    ['1.01', '0.5', 'up', '1.5'],
    ['2', '1', 'up', '2'],
  ] as const)('%s to %s %s is %s', (value, step, mode, expected) => {
    expect(toText(roundTo(read(value), read(step), mode))).toBe(expected);
  });

  it('never moves a value by a whole step, and leaves multiples alone', () => {
    const step = anyRatio.filter(({ n }) => n > 0n);
    fc.assert(
      fc.property(anyRatio, step, fc.constantFrom(...ROUNDING_MODES), (value, by, mode) => {
        const rounded = roundTo(value, by, mode);
        const moved = sub(rounded, value);
        expect(compare(moved, by)).toBe(-1);
        expect(compare(sub(ratio(0n), by), moved)).toBe(-1);
        expect(roundTo(rounded, by, mode)).toEqual(rounded);
      }),
    );
  });

  it('refuses to cut when asked for smallest units', () => {
    expect(toSmallest(read('1.78'), 2)).toBe(178n);
    expect(() => toSmallest(read('1.78'), 1)).toThrow(RangeError);
  });
});
