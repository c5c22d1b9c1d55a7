import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess, type Assessment } from '#domains/credits/rules/assess.ts';
import { libraryOf, outcomesOf, type Raw } from '#domains/credits/rules/fixture.ts';
import { grantedBy } from '#domains/credits/rules/granted.ts';
import {
  add,
  compare,
  parseRatio,
  ratio,
  roundTo,
  sum,
  toSmallest,
  toText,
  ZERO,
} from '#domains/credits/rules/rational.ts';
import type { Outcome } from '#domains/credits/rules/schema-outcome.ts';

// What must hold for every input, not only for those somebody thought of.

const AT = '2026-12-31';
const unit = { point: { zh: '分', en: 'points', scale: 2 } };
const hours = {
  id: 'course',
  unit: 'point',
  when: { kind: 'course' },
  give: { quotient: ['hours', 'hours_per_credit'] },
};

/**
 * Every kind of limit at once: caps that cross each other, the best of a kind, rounding, a portion, all or nothing,
 * carry-over.
 */
const everything: Raw = {
  units: unit,
  values: { hours_per_credit: { default: 7, min: 1, max: 99 } },
  rules: [
    hours,
    { id: 'degree', unit: 'point', when: { kind: 'degree' }, give: 10, spread: { over: 'year', parts: 3 } },
  ],
  validity: { years: 4 },
  limits: [
    { id: 'same', per: ['course'], keep: { best: 'amount' } },
    { id: 'rounding', per: ['mode'], round: { to: 0.1, mode: 'half_up' } },
    { id: 'school', per: ['institution'], cap: { at_most: 9 } },
    { id: 'term', per: ['term'], cap: { at_most: 4 } },
    { id: 'online', select: { mode: 'online' }, portion: { at_most: '1/3' } },
    { id: 'small', per: ['institution', 'year'], together: { at_least: 1 } },
    { id: 'year', per: ['year'], cap: { at_most: 6, carry: { periods: 1, at_most: 2 } } },
  ],
};

/** Caps that lie inside each other, for which no way of splitting may change the sum. */
const nested: Raw = {
  units: unit,
  calendars: { year: { starts: { year: '03-01' } }, term: { starts: { spring: '03-01', autumn: '09-01' } } },
  values: { hours_per_credit: 7 },
  rules: [hours],
  limits: [
    { id: 'term', per: ['term'], cap: { at_most: 3 } },
    { id: 'year', per: ['year'], cap: { at_most: 5 } },
    { id: 'life', cap: { at_most: 11 } },
  ],
};

const best: Raw = { ...nested, limits: [{ id: 'same', per: ['course'], keep: { count: 2 } }] };
const rounded: Raw = { ...nested, limits: [{ id: 'class', per: ['mode'], round: { to: 0.5, mode: 'half_even' } }] };

const days = fc
  .date({ min: new Date('2022-01-01'), max: new Date(AT), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const rawOutcome = fc.record({
  kind: fc.constantFrom('course', 'course', 'course', 'degree', 'dance'),
  worker: fc.constantFrom('w1', 'w2'),
  hours: fc
    .tuple(fc.nat({ max: 60 }), fc.nat({ max: 99 }))
    .map(([whole, part]) => `${whole}.${String(part).padStart(2, '0')}`),
  course: fc.constantFrom('a', 'b', 'c', undefined),
  mode: fc.constantFrom('online', 'lecture', undefined),
  institution: fc.constantFrom('x', 'y', undefined),
  ended: days,
});
const tapered: Raw = {
  ...nested,
  limits: [
    { id: 'taper', per: ['year'], taper: { above: 4, counts: 0.5 } },
    { id: 'life', cap: { at_most: 11 } },
  ],
};
const batches = fc.array(rawOutcome, { maxLength: 14 }).map((all) => outcomesOf(...all));

const libraries = {
  everything: libraryOf(everything),
  nested: libraryOf(nested),
  best: libraryOf(best),
  rounded: libraryOf(rounded),
  tapered: libraryOf(tapered),
};
const run = (library: (typeof libraries)['nested'], outcomes: readonly Outcome[], before: Assessment[] = []) =>
  assess({ library, outcomes, granted: before.flatMap(grantedBy), at: AT });
const total = ({ totals }: Assessment): string => toText(totals['point'] ?? ZERO);
const plain = (assessment: Assessment): string =>
  JSON.stringify(assessment, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

describe.each(Object.entries(libraries))('with the rules "%s"', (_name, library) => {
  it('no amount is ever negative, and each is a whole number of smallest units', () => {
    fc.assert(
      fc.property(batches, (outcomes) => {
        for (const { parts, credits } of run(library, outcomes).results) {
          for (const part of parts) expect(toSmallest(part.amount, 2)).toBeGreaterThan(0n);
          expect(parts.reduce((all, { amount }) => add(all, amount), ZERO)).toEqual(credits['point'] ?? ZERO);
        }
      }),
    );
  });

  it('the order of the input changes nothing', () => {
    const shuffled = batches.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([straight, mixed]) => {
        const a = run(library, straight);
        const b = run(library, mixed);
        b.results.sort((x, y) => straight.indexOf(x.outcome) - straight.indexOf(y.outcome));
        expect(plain({ ...b, totals: a.totals })).toBe(plain(a));
        expect(total(b)).toBe(total(a));
      }),
    );
  });

  it('nothing is given twice, by this version or the next', () => {
    const generous = libraryOf(
      { ...everything, in_force: { from: '2020-01-01', until: '2020-01-01' } },
      { ...everything, version: '2', in_force: { from: '2020-01-02' }, limits: [], values: { hours_per_credit: 1 } },
    );
    fc.assert(
      fc.property(batches, (outcomes) => {
        const first = run(library, outcomes);
        const paid = outcomes.filter((one) =>
          first.results.some(({ outcome, parts }) => outcome === one && parts.length > 0),
        );
        expect(total(run(library, paid, [first]))).toBe('0');
        expect(total(run(generous, paid, [first]))).toBe('0');
      }),
    );
  });
});

describe('caps', () => {
  const sumBy = (assessment: Assessment, label: 'term' | 'year', worker: string) => {
    const sums = new Map<string, ReturnType<typeof ratio>>();
    for (const { outcome, parts } of assessment.results) {
      for (const part of outcome.worker === worker ? parts : []) {
        const name = part.periods[label] ?? '';
        sums.set(name, add(sums.get(name) ?? ZERO, part.amount));
      }
    }
    return [...sums.values()];
  };
  it('are never exceeded, however the outcomes come and in how many batches', () => {
    fc.assert(
      fc.property(batches, batches, (first, second) => {
        const later = second.map((outcome, i) => ({ ...outcome, id: `later-${i}` }));
        const a = run(libraries.nested, first);
        const b = run(libraries.nested, later, [a]);
        const both: Assessment = { ...a, results: [...a.results, ...b.results] };
        for (const worker of ['w1', 'w2']) {
          for (const amount of sumBy(both, 'term', worker)) expect(compare(amount, ratio(3n))).toBeLessThanOrEqual(0);
          for (const amount of sumBy(both, 'year', worker)) expect(compare(amount, ratio(5n))).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
  it('hold when limits of every kind meet', () => {
    fc.assert(
      fc.property(batches, (outcomes) => {
        const { caps } = run(libraries.everything, outcomes);
        for (const { cap, used } of caps) expect(compare(used, cap)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('sums', () => {
  // What brought nothing the first time may come again: in a class that is rounded together its sliver still counts.
  it.each([
    ['nested caps', libraries.nested],
    ['the best of a kind', libraries.best],
    ['rounding of a class', libraries.rounded],
  ])('are the same in one batch and in two: %s', (_name, library) => {
    const choices = fc.array(fc.boolean(), { minLength: 14, maxLength: 14 });
    fc.assert(
      fc.property(batches, choices, (outcomes, choice) => {
        const first = run(
          library,
          outcomes.filter((_, i) => choice[i]),
        );
        const paid = new Set(grantedBy(first).map(({ id }) => id));
        const rest = outcomes.filter(({ id }) => !paid.has(id));
        const second = run(library, rest, [first]);
        const split = add(first.totals['point'] ?? ZERO, second.totals['point'] ?? ZERO);
        expect(toText(split)).toBe(total(run(library, outcomes)));
      }),
      { numRuns: 300 },
    );
  });

  it('are exact: what no limit touches is the fraction itself, cut only to the smallest part', () => {
    const library = libraryOf({ units: unit, values: { hours_per_credit: 7 }, rules: [hours] });
    fc.assert(
      fc.property(batches, (outcomes) => {
        const expected = outcomes.map(({ facts }) =>
          facts['kind'] === 'course'
            ? roundTo(parseRatio(`${String(facts['hours'])}/7`) ?? ZERO, ratio(1n, 100n), 'down')
            : ZERO,
        );
        expect(total(run(library, outcomes))).toBe(toText(sum(expected)));
      }),
    );
  });
});
