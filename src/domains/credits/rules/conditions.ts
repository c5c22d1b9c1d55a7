import { factText, type Facts, type FactValue } from '#domains/credits/rules/facts.ts';
import { compare, parseRatio, same } from '#domains/credits/rules/rational.ts';
import type { Condition, Range, Test } from '#domains/credits/rules/schema-when.ts';

export type Scales = Readonly<Record<string, readonly string[]>>;
export type Env = { facts: Facts; scales: Scales };

/** What was asked for and what was there: enough for a sentence a worker understands. */
export type Failure = { fact: string; need: string; have: string };

function equal(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [parseRatio(a), parseRatio(b)];
  return x !== undefined && y !== undefined && same(x, y);
}

// Numbers compare as numbers, steps of a scale by their place on it, days as texts.
function order(value: string, bound: string, scale: readonly string[] | undefined): number | undefined {
  if (scale) {
    const [a, b] = [scale.indexOf(value), scale.indexOf(bound)];
    return a < 0 || b < 0 ? undefined : a - b;
  }
  const [x, y] = [parseRatio(value), parseRatio(bound)];
  if (x && y) return compare(x, y);
  return x || y ? undefined : value < bound ? -1 : value > bound ? 1 : 0;
}

function within(value: string, range: Range, scale?: readonly string[]): boolean {
  const holds = (bound: string | undefined, accept: (sign: number) => boolean): boolean => {
    if (bound === undefined) return true;
    const sign = order(value, bound, scale);
    return sign !== undefined && accept(sign);
  };
  return (
    holds(range.min, (sign) => sign >= 0) &&
    holds(range.max, (sign) => sign <= 0) &&
    holds(range.above, (sign) => sign > 0) &&
    holds(range.below, (sign) => sign < 0)
  );
}

export function rangeText(range: Range): string {
  const signs = { min: '≥', max: '≤', above: '>', below: '<' } as const;
  return (['min', 'above', 'max', 'below'] as const)
    .flatMap((key) => (range[key] === undefined ? [] : [`${signs[key]} ${range[key]}`]))
    .join(', ');
}

function shown(value: FactValue | undefined): string {
  if (value === undefined) return '–';
  const text = factText(value);
  if (text !== undefined) return text;
  const parts = Array.isArray(value) ? value : Object.entries(value as Record<string, string>).map((p) => p.join(' '));
  return parts.join(', ');
}

function needText(test: Test): string {
  if ('is' in test) return test.is.join(' / ');
  if ('range' in test) return rangeText(test.range);
  if ('has' in test) return test.has.join(' / ');
  return 'every' in test ? rangeText(test.every) : test.present ? '✓' : '–';
}

function failingPart(value: FactValue | undefined, range: Range): { name: string; have: string } | undefined {
  if (typeof value !== 'object' || Array.isArray(value)) return { name: '', have: '–' };
  const parts = Object.entries(value as Record<string, string>);
  const bad = parts.find(([, number]) => !within(number, range));
  if (bad) return { name: bad[0], have: bad[1] };
  return parts.length === 0 ? { name: '', have: '–' } : undefined;
}

function testFailure(fact: string, test: Test, env: Env): Failure | undefined {
  const value = env.facts(fact);
  const failure = { fact, need: needText(test), have: shown(value) };
  if ('present' in test) return (value !== undefined) === test.present ? undefined : failure;
  if ('every' in test) {
    const bad = failingPart(value, test.every);
    return bad && { fact: bad.name === '' ? fact : `${fact} ${bad.name}`, need: failure.need, have: bad.have };
  }
  const list = Array.isArray(value) ? (value as readonly string[]) : [factText(value)];
  const wanted = 'is' in test ? test.is : 'has' in test ? test.has : undefined;
  const [first] = list;
  const holds = wanted
    ? list.some((have) => have !== undefined && wanted.some((want) => equal(have, want)))
    : 'range' in test && first !== undefined && within(first, test.range, env.scales[fact]);
  return holds ? undefined : failure;
}

/** The first thing in a condition that does not hold, or nothing when all of it does. */
export function firstFailure(condition: Condition | undefined, env: Env): Failure | undefined {
  if (!condition) return undefined;
  if ('fact' in condition) return testFailure(condition.fact, condition.test, env);
  if ('all' in condition) {
    for (const part of condition.all) {
      const failure = firstFailure(part, env);
      if (failure) return failure;
    }
    return undefined;
  }
  if ('any' in condition) {
    const failures = condition.any.map((part) => firstFailure(part, env));
    return failures.some((failure) => !failure) ? undefined : failures[0];
  }
  if (firstFailure(condition.not, env)) return undefined;
  const fact = 'fact' in condition.not ? condition.not.fact : '';
  const need = 'fact' in condition.not ? `≠ ${needText(condition.not.test)}` : '≠';
  return { fact, need, have: shown(env.facts(fact)) };
}

export const holds = (condition: Condition | undefined, env: Env): boolean =>
  firstFailure(condition, env) === undefined;
