import { describe, expect, it } from 'vitest';
import { assessed, creditsOf, libraryOf, reasonsOf, type Raw } from '#domains/credits/rules/fixture.ts';
import { grantedBy } from '#domains/credits/rules/granted.ts';
import { toText } from '#domains/credits/rules/rational.ts';

const limited = (...limits: Raw[]): Raw => ({
  facts: { content: 'text' },
  limits: limits.map((one, i) => ({ id: `l${i + 1}`, ...one })),
});
const run = (limit: Raw, ...outcomes: Raw[]) => creditsOf(assessed(limited(limit), outcomes));

describe('caps', () => {
  it('fill by the day, not by the order of the input', () => {
    const cap = { per: ['year'], cap: { at_most: 10 } };
    const [late, early] = [
      { credits: 8, ended: '2026-06-01' },
      { credits: 8, ended: '2026-01-01' },
    ];
    expect(run(cap, late, early)).toEqual({ o1: '2', o2: '8' });
    expect(run(cap, early, late)).toEqual({ o1: '8', o2: '2' });
  });
  it('stand for each worker, institution and year by itself', () => {
    const cap = { per: ['institution', 'year'], cap: { at_most: 5 } };
    expect(
      run(
        cap,
        { credits: 8, institution: 'a' },
        { credits: 8, institution: 'b' },
        { credits: 8, institution: 'a', worker: 'w2' },
        { credits: 8, institution: 'a', ended: '2025-01-01' },
      ),
    ).toEqual({ o1: '5', o2: '5', o3: '5', o4: '5' });
  });
  it('hold together what has no institution, so that leaving it out brings nothing', () => {
    expect(
      run({ per: ['institution'], cap: { at_most: 5 } }, { credits: 4 }, { credits: 4, ended: '2026-05-02' }),
    ).toEqual({ o1: '4', o2: '1' });
  });
  it('count what was granted before', () => {
    const library = libraryOf(limited({ per: ['year'], cap: { at_most: 10 } }));
    const first = assessed(library, [{ credits: 8 }]);
    const second = assessed(library, [{ id: 'later', credits: 8, ended: '2026-01-01' }], { granted: grantedBy(first) });
    expect(creditsOf(second)).toEqual({ later: '2' });
    expect(second.caps.map(({ cap, used }) => [toText(cap), toText(used)])).toEqual([['10', '10']]);
  });
  it('of a programme wait for a programme', () => {
    const change = limited({ cap: { share: '1/2', of: 'programme_credits' } });
    const outcomes = [{ credits: 80 }];
    expect(creditsOf(assessed(change, outcomes))).toEqual({ o1: '80' });
    expect(creditsOf(assessed(change, outcomes, { programme: { id: 'p', credits: '120' } }))).toEqual({ o1: '60' });
  });
  it('hold under names that go by the group', () => {
    const change = limited({ per: ['level'], cap: { at_most: { lookup: ['level'], in: { a: 3, '*': 1 } } } });
    expect(
      creditsOf(
        assessed(change, [
          { credits: 9, level: 'a' },
          { credits: 9, level: 'b' },
        ]),
      ),
    ).toEqual({ o1: '3', o2: '1' });
  });
  it('apply only when their condition on the programme holds', () => {
    const change = limited({ when: { programme_kind: 'bachelor' }, cap: { at_most: 1 } });
    expect(creditsOf(assessed(change, [{ credits: 9 }], { programme: { id: 'p', kind: 'master' } }))).toEqual({
      o1: '9',
    });
    expect(creditsOf(assessed(change, [{ credits: 9 }], { programme: { id: 'p', kind: 'bachelor' } }))).toEqual({
      o1: '1',
    });
  });
});

describe('carry-over', () => {
  const carry = { per: ['year'], cap: { at_most: 10, carry: { periods: 2 } } };
  const periods = (done: ReturnType<typeof assessed>) =>
    done.results.map(({ parts }) =>
      Object.fromEntries(parts.map(({ periods: where, amount }) => [where['year'], toText(amount)])),
    );
  it('moves on as often as allowed and then lapses', () => {
    expect(periods(assessed(limited(carry), [{ credits: 45 }]))).toEqual([{ 2026: '10', 2027: '10', 2028: '10' }]);
  });
  it('goes before what the next year brings itself', () => {
    const done = assessed(limited(carry), [{ credits: 14, ended: '2025-05-01' }, { credits: 8 }]);
    expect(periods(done)).toEqual([
      { 2025: '10', 2026: '4' },
      { 2026: '6', 2027: '2' },
    ]);
  });
  it('has its own ceiling for all that moves on together', () => {
    const small = { per: ['year'], cap: { at_most: 10, carry: { periods: 1, at_most: 3 } } };
    const done = assessed(limited(small), [{ credits: 12, ended: '2026-04-01' }, { credits: 5 }]);
    expect(periods(done)).toEqual([{ 2026: '10', 2027: '2' }, { 2027: '1' }]);
  });
  it('is the same in two batches', () => {
    const library = libraryOf(limited(carry));
    const first = assessed(library, [{ credits: 14, ended: '2025-05-01' }]);
    const second = assessed(library, [{ id: 'x', credits: 8 }], { granted: grantedBy(first) });
    expect(periods(second)).toEqual([{ 2026: '6', 2027: '2' }]);
  });
});

describe('keeping the best', () => {
  it('drops duplicates by a normalised name', () => {
    const keep = { per: [{ normalised: 'name' }], keep: { best: 'amount' } };
    expect(
      run(keep, { name: '电工(中级)', credits: 2 }, { name: ' 电工 (中级)', credits: 3 }, { name: '焊工', credits: 1 }),
    ).toEqual({ o1: '0', o2: '3', o3: '1' });
  });
  it('leaves alone what has no name', () => {
    expect(run({ per: [{ normalised: 'name' }], keep: {} }, { credits: 2 }, { credits: 3 })).toEqual({
      o1: '2',
      o2: '3',
    });
  });
  it('counts as many as it says', () => {
    expect(run({ keep: { count: 2 } }, { credits: 1 }, { credits: 3 }, { credits: 2 })).toEqual({
      o1: '0',
      o2: '3',
      o3: '2',
    });
  });
  it.each([
    ['earliest', { o1: '0', o2: '1' }],
    ['latest', { o1: '2', o2: '0' }],
    ['score', { o1: '0', o2: '1' }],
  ])('by %s', (best, expected) => {
    expect(run({ keep: { best } }, { credits: 2, score: 60 }, { credits: 1, score: 61, ended: '2026-01-01' })).toEqual(
      expected,
    );
  });
  it('never takes back what was granted, and never pays it twice', () => {
    const library = libraryOf(limited({ per: ['content'], keep: {} }));
    const facts = { content: 'law' };
    const first = assessed(library, [{ credits: 5, facts }]);
    const granted = grantedBy(first);
    const lesser = assessed(library, [{ id: 'x', credits: 3, facts }], { granted });
    expect([creditsOf(lesser), reasonsOf(lesser, 'x')]).toEqual([{ x: '0' }, ['given', 'not_best']]);
    expect(creditsOf(assessed(library, [{ id: 'x', credits: 7, facts }], { granted }))).toEqual({ x: '2' });
  });
  it('sees a course, its certificate and their conversion as one by their origin', () => {
    const keep = { per: ['origin'], keep: {} };
    expect(
      run(
        keep,
        { credits: 2 },
        { credits: 3, derived_from: ['o1'] },
        { credits: 1, derived_from: ['o2'] },
        { credits: 1 },
      ),
    ).toEqual({ o1: '0', o2: '3', o3: '0', o4: '1' });
  });
});

describe('a taper', () => {
  const taper = { per: ['year'], taper: { above: 10, counts: '1/2' } };
  it('counts what is above an amount at a lower rate, in the order of days', () => {
    const done = [
      { credits: 8, ended: '2026-01-01' },
      { credits: 8, ended: '2026-02-01' },
      { credits: 8, ended: '2026-03-01' },
      { credits: 8, ended: '2025-03-01' },
    ];
    expect(run(taper, ...done)).toEqual({ o1: '8', o2: '5', o3: '4', o4: '8' });
    expect(reasonsOf(assessed(limited(taper), done), 'o2')).toContain('tapered');
  });
  it('is the same in two batches, as the sum tells how much counted in full', () => {
    const library = libraryOf(limited(taper));
    const first = assessed(library, [{ credits: 16, ended: '2026-01-01' }]);
    expect(creditsOf(first)).toEqual({ o1: '13' });
    const second = assessed(library, [{ id: 'x', credits: 8 }], { granted: grantedBy(first) });
    expect(creditsOf(second)).toEqual({ x: '4' });
  });
  it('has steps, where one follows another: what is above 20 counts a quarter of all', () => {
    const steps = limited(taper, { per: ['year'], taper: { above: 15, counts: '1/2' } });
    expect(creditsOf(assessed(steps, [{ credits: 28 }]))).toEqual({ o1: '17' });
  });
});

describe('rounding, portions and all or nothing', () => {
  it('rounds a class together, not each item', () => {
    const round = { per: ['activity'], round: { to: 1, mode: 'half_up' } };
    expect(
      run(
        round,
        { credits: 0.4, activity: 'a' },
        { credits: 0.4, activity: 'a', ended: '2026-05-02' },
        { credits: 0.4, activity: 'b' },
      ),
    ).toEqual({ o1: '0', o2: '1', o3: '0' });
  });
  it('keeps a portion to its share of the whole', () => {
    const portion = { select: { mode: 'online' }, portion: { at_most: '40%' } };
    expect(run(portion, { credits: 6 }, { credits: 9, mode: 'online' })).toEqual({ o1: '6', o2: '4' });
    expect(run(portion, { credits: 9, mode: 'online' })).toEqual({ o1: '0' });
  });
  it('gives nothing until all is there', () => {
    const together = { select: { tags: { has: 'set' } }, together: { count: 2, includes: [{ course: 'a' }] } };
    const tags = ['set'];
    expect(run(together, { credits: 1, course: 'b', tags }, { credits: 1, course: 'c', tags })).toEqual({
      o1: '0',
      o2: '0',
    });
    expect(run(together, { credits: 1, course: 'a', tags })).toEqual({ o1: '0' });
    expect(run(together, { credits: 1, course: 'a', tags }, { credits: 1, course: 'b', tags })).toEqual({
      o1: '1',
      o2: '1',
    });
  });
});
