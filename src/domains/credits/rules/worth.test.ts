import { describe, expect, it } from 'vitest';
import { assessed, creditsOf, reasonsOf, type Raw } from '#domains/credits/rules/fixture.ts';

const rule = (give: unknown, more: Raw = {}): Raw => ({
  facts: { full_days: 'number', half_days: 'number' },
  scales: { level: ['junior', 'middle', 'senior'] },
  rules: [{ id: 'course', unit: 'point', when: { kind: 'course' }, give, ...more }],
});
const worthOf = (give: unknown, outcome: Raw, more: Raw = {}) => creditsOf(assessed(rule(give, more), [outcome]))['o1'];

describe('amounts', () => {
  it.each<[string, unknown, Raw, string]>([
    ['a ratio', [{ take: 'hours' }, { times: '1/16' }], { hours: 40 }, '2.5'],
    [
      'a sum of products',
      { sum: [{ product: ['full_days', 6] }, { product: ['half_days', 3] }] },
      { facts: { full_days: 3, half_days: 1 } },
      '21',
    ],
    ['the least of several', { least: ['hours', 10, 'credits'] }, { hours: 12, credits: 11 }, '10'],
    ['the greatest of several', { greatest: ['hours', 'credits'] }, { hours: 12, credits: 11 }, '12'],
    ['a difference never below zero', { difference: [3, 'hours'] }, { hours: 5 }, '0'],
    ['minutes of 45', { hours: { minutes_per_hour: 45 } }, { minutes: 90 }, '2'],
    ['hours of 45 minutes counted as hours of 60', { hours: {} }, { hours: 4, minutes_per_hour: 45 }, '3'],
    [
      'hours by mode',
      { hours: { modes: { lecture: 1, lab: '1/2', outside: 0 } } },
      { hours_by_mode: { lecture: 2, lab: 3, outside: 9 } },
      '3.5',
    ],
    ['the mode of the outcome', { hours: { modes: { lecture: 1, lab: '1/2' } } }, { hours: 3, mode: 'lab' }, '1.5'],
    [
      'a table by two facts',
      { lookup: ['level', 'rank'], in: { junior: { 1: 5, '*': 2 }, '*': { '*': 1 } } },
      { level: 'junior', rank: 7 },
      '2',
    ],
    ['a table with a way out', { lookup: ['role'], in: { lead: 5 }, otherwise: 1 }, { role: 'guest' }, '1'],
    ['cases', { cases: [{ when: { level: { min: 'middle' } }, value: 5 }], otherwise: 1 }, { level: 'senior' }, '5'],
    [
      'bonuses',
      [{ take: 10 }, { when: { role: 'lead' }, add: 2 }, { when: { role: 'guest' }, add: 9 }],
      { role: 'lead' },
      '12',
    ],
    ['a floor and a ceiling', [{ take: 'hours' }, { at_least: 2 }, { at_most: 3 }], { hours: 1 }, '2'],
    ['less, but not below zero', [{ take: 'hours' }, { less: 5 }], { hours: 1 }, '0'],
  ])('%s', (_name, give, outcome, expected) => expect(worthOf(give, outcome)).toBe(expected));

  it.each<[string, unknown, Raw, string]>([
    ['a missing fact', 'hours', {}, 'missing_fact'],
    ['a case not in the table', { lookup: ['role'], in: { lead: 5 } }, { role: 'guest' }, 'not_in_table'],
    ['a mode without a weight', { hours: { modes: { lecture: 1 } } }, { hours: 3, mode: 'lab' }, 'not_in_table'],
    ['a divisor of zero', { quotient: [1, 'hours'] }, { hours: 0 }, 'divided_by_zero'],
  ])('denies for %s', (_name, give, outcome, reason) => {
    const done = assessed(rule(give), [outcome]);
    expect(creditsOf(done)).toEqual({ o1: '0' });
    expect(reasonsOf(done, 'o1')).toEqual([reason]);
  });

  it('cuts to the smallest part of the unit and says so', () => {
    const done = assessed(rule({ quotient: ['hours', 3] }), [{ hours: 1 }]);
    expect(creditsOf(done)).toEqual({ o1: '0.33' });
    expect(reasonsOf(done, 'o1')).toEqual(['given', 'smallest_part']);
  });

  it('names the rule, its source and the amounts at each step', () => {
    const steps = [{ take: 'hours' }, { id: 'half', source: 'section 3', times: '1/2' }];
    const [, line] = assessed(rule(steps), [{ hours: 5 }]).results[0]?.trace ?? [];
    expect(line).toMatchObject({
      rule: 'course.half',
      source: 'section 3',
      reason: 'multiplied',
      before: { n: 5n },
      after: { n: 5n, d: 2n },
    });
  });

  it('computes one unit from another, whole as it was given', () => {
    const units = { point: { zh: '分', en: 'points', scale: 0 }, half: { zh: '半分', en: 'halves', scale: 1 } };
    const rules = [
      { id: 'b', unit: 'half', give: { quotient: [{ given: 'point' }, 2] } },
      { id: 'a', unit: 'point', give: 'hours' },
    ];
    expect(creditsOf(assessed({ units, rules }, [{ hours: 5 }]), 'half')).toEqual({ o1: '2.5' });
  });
});

describe('conditions', () => {
  it.each<[Raw, Raw, boolean]>([
    [{ score: { min: 60 } }, { score: 60 }, true],
    [{ score: { min: 60 } }, { score: '59.999' }, false],
    [{ score: { above: 60 } }, { score: 60 }, false],
    [{ score: { below: 60, min: 50 } }, { score: 50 }, true],
    [{ score: { min: 60 } }, {}, false],
    [{ rank: '1' }, { rank: '1.0' }, true],
    [{ role: ['lead', 'sole'] }, { role: 'sole' }, true],
    [{ not: { role: 'lead' } }, {}, true],
    [{ any: [{ role: 'lead' }, { score: { min: 90 } }] }, { score: 95 }, true],
    [{ all: [{ role: 'lead' }, { score: { min: 90 } }] }, { score: 95 }, false],
    [{ tags: { has: ['law', 'safety'] } }, { tags: ['safety'] }, true],
    [{ tags: { has: 'law' } }, {}, false],
    [{ scores: { every: { min: 50 } } }, { scores: { a: 50, b: 51 } }, true],
    [{ scores: { every: { min: 50 } } }, { scores: { a: 49, b: 100 } }, false],
    [{ scores: { every: { min: 50 } } }, { scores: {} }, false],
    [{ verified: 'true' }, { verified: true }, true],
    [{ institution: { present: false } }, {}, true],
    [{ institution: { present: true } }, { institution: 'a school' }, true],
    [{ level: { min: 'middle' } }, { level: 'junior' }, false],
    [{ level: { max: 'middle' } }, { level: 'unheard of' }, false],
    [{ ended: { min: '2026-05-01', max: '2026-05-31' } }, { ended: '2026-05-01' }, true],
    [{ age_months: { max: 7 } }, { ended: '2026-05-01' }, true],
    [{ age_months: { max: 7 } }, { ended: '2026-04-30' }, false],
  ])('%j of %j is %s', (requires, outcome, holds) => {
    const done = assessed(rule(1, { requires }), [outcome]);
    expect(creditsOf(done)['o1']).toBe(holds ? '1' : '0');
    if (!holds) expect(reasonsOf(done, 'o1')).toEqual(['not_met']);
  });

  it('says what was asked for and what was there', () => {
    const [line] =
      assessed(rule(1, { requires: { scores: { every: { min: 50 } } } }), [{ scores: { a: 60, b: 49 } }]).results[0]
        ?.trace ?? [];
    expect(line?.facts).toEqual({ fact: 'scores b', need: '≥ 50', have: '49' });
  });
});

describe('time', () => {
  it('denies what lies ahead and what has no day', () => {
    const done = assessed(rule(1), [{ ended: '2027-01-01' }, { ended: undefined, started: '2026-01-01' }]);
    expect(reasonsOf(done, 'o1')).toEqual(['not_yet']);
    expect(reasonsOf(done, 'o2')).toEqual(['no_date']);
  });

  it('spreads without losing the smallest part, each on its own day and with its own end', () => {
    const spread = { spread: { over: 'year', parts: 3 }, validity: { years: 2 } };
    const done = assessed(rule(1, spread), [{}]);
    const parts = done.results[0]?.parts.map(({ amount, date, expiresOn, periods }) => [
      amount.n * (100n / amount.d),
      date,
      expiresOn,
      periods['year'],
    ]);
    expect(parts).toEqual([
      [33n, '2026-05-01', '2028-05-01', '2026'],
      [33n, '2027-01-01', '2029-01-01', '2027'],
      [34n, '2028-01-01', '2030-01-01', '2028'],
    ]);
  });

  it.each<[Raw, string | undefined]>([
    [{ years: 5 }, '2031-05-01'],
    [{ months: 18 }, '2027-11-01'],
    [{ until: '2026-12-31' }, undefined],
    [{ until: '2027-01-01' }, '2027-01-01'],
    [{ end_of: 'year' }, '2027-01-01'],
    [{ end_of: 'term', later: 1 }, '2027-03-01'],
  ])('validity %j ends on %s', (validity, end) => {
    const done = assessed(rule(1, { validity }), [{}]);
    expect(done.results[0]?.parts[0]?.expiresOn).toBe(end);
    if (end === undefined) expect(reasonsOf(done, 'o1')).toContain('expired');
  });

  it('renews what is alive, as often as the rule allows', () => {
    const more = { validity: { years: 1 }, renewal: { adds: { years: 1 }, times: 2 } };
    const end = (...renewed: string[]) => assessed(rule(1, more), [{ renewed }]).results[0]?.parts[0]?.expiresOn;
    expect(end('2027-04-30')).toBe('2028-04-30');
    expect(end('2027-05-01')).toBe('2027-05-01');
    expect(end('2027-04-01', '2028-03-01', '2029-02-01')).toBe('2029-03-01');
  });
});
