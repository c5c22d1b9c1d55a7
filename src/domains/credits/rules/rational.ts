// Credits are money-like, so no amount ever passes through a float: every number is a fraction of two bigints in lowest
// terms.

export type Ratio = { readonly n: bigint; readonly d: bigint };

export const ROUNDING_MODES = ['down', 'up', 'half_up', 'half_down', 'half_even'] as const;
export type RoundingMode = (typeof ROUNDING_MODES)[number];

// A text longer than this is no credit anybody earned, and huge bigints would only burn time.
const LONGEST_TEXT = 40;
const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function ratio(n: bigint, d = 1n): Ratio {
  if (d === 0n) throw new RangeError('A fraction needs a denominator other than zero.');
  const sign = d < 0n ? -1n : 1n;
  const shared = gcd(n, d * sign);
  return shared === 1n ? { n: n * sign, d: d * sign } : { n: (n * sign) / shared, d: (d * sign) / shared };
}

export const ZERO: Ratio = { n: 0n, d: 1n };
export const ONE: Ratio = { n: 1n, d: 1n };

function parseDecimal(text: string): Ratio | undefined {
  const match = PLAIN.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = match;
  const n = BigInt(whole + fraction);
  return ratio(sign === '-' ? -n : n, 10n ** BigInt(fraction.length));
}

/** Reads `1.78`, `2/3`, `30%` exactly, and nothing else: no exponents, no separators, no signs but a leading minus. */
export function parseRatio(text: string): Ratio | undefined {
  const tidy = text.trim();
  if (tidy.length > LONGEST_TEXT) return undefined;
  if (tidy.endsWith('%')) {
    const percent = parseDecimal(tidy.slice(0, -1).trimEnd());
    return percent && div(percent, ratio(100n));
  }
  const slash = tidy.indexOf('/');
  if (slash < 0) return parseDecimal(tidy);
  const top = parseDecimal(tidy.slice(0, slash).trimEnd());
  const bottom = parseDecimal(tidy.slice(slash + 1).trimStart());
  return top && bottom && bottom.n !== 0n ? div(top, bottom) : undefined;
}

export const add = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d + b.n * a.d, a.d * b.d);
export const sub = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d - b.n * a.d, a.d * b.d);
export const mul = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.n, a.d * b.d);
export const div = (a: Ratio, b: Ratio): Ratio => ratio(a.n * b.d, a.d * b.n);

export function compare(a: Ratio, b: Ratio): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const least = (a: Ratio, b: Ratio): Ratio => (compare(a, b) <= 0 ? a : b);
export const greatest = (a: Ratio, b: Ratio): Ratio => (compare(a, b) >= 0 ? a : b);
export const positive = (a: Ratio): Ratio => (a.n < 0n ? ZERO : a);
export const sum = (all: Iterable<Ratio>): Ratio => [...all].reduce(add, ZERO);
export const same = (a: Ratio, b: Ratio): boolean => a.n === b.n && a.d === b.d;

function roundWhole(value: Ratio, mode: RoundingMode): bigint {
  const rest = ((value.n % value.d) + value.d) % value.d;
  const floor = (value.n - rest) / value.d;
  if (rest === 0n || mode === 'down') return floor;
  if (mode === 'up') return floor + 1n;
  const twice = rest * 2n;
  if (twice !== value.d) return twice > value.d ? floor + 1n : floor;
  if (mode === 'half_up') return floor + 1n;
  if (mode === 'half_down') return floor;
  return floor % 2n === 0n ? floor : floor + 1n;
}

/**
 * Rounds to a multiple of `step`; 'down' and 'up' are towards minus and plus infinity, which for credits means less and
 * more.
 */
export function roundTo(value: Ratio, step: Ratio, mode: RoundingMode): Ratio {
  return mul(ratio(roundWhole(div(value, step), mode)), step);
}

export const unitStep = (scale: number): Ratio => ratio(1n, 10n ** BigInt(scale));

/** The whole number of smallest units in an amount that is already a multiple of them. */
export function toSmallest(value: Ratio, scale: number): bigint {
  const scaled = mul(value, ratio(10n ** BigInt(scale)));
  if (scaled.d !== 1n)
    throw new RangeError(`${toText(value)} is not a whole number of smallest units at scale ${scale}.`);
  return scaled.n;
}

/** The shortest exact text: a decimal where one ends, otherwise a fraction. */
export function toText(value: Ratio): string {
  let { d } = value;
  let twos = 0;
  let fives = 0;
  for (; d % 2n === 0n; d /= 2n) twos += 1;
  for (; d % 5n === 0n; d /= 5n) fives += 1;
  if (d !== 1n) return `${value.n}/${value.d}`;
  const digits = Math.max(twos, fives);
  if (digits === 0) return String(value.n);
  const scaled = (value.n * 10n ** BigInt(digits)) / value.d;
  const text = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, '0');
  return `${scaled < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
