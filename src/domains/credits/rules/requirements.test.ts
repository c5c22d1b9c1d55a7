import { describe, expect, it } from 'vitest';
import { assessed, type Raw } from '#domains/credits/rules/fixture.ts';
import { toText } from '#domains/credits/rules/rational.ts';
import { readBatch } from '#domains/credits/rules/schema-batch.ts';

const asked = (...requirements: Raw[]): Raw => ({
  requirements: requirements.map((one, i) => ({ id: `r${i + 1}`, ...one })),
});
const run = (requirement: Raw, outcomes: Raw[], more: Parameters<typeof assessed>[2] = {}) =>
  assessed(asked(requirement), outcomes, more).standings.map(({ group, have, need, met }) => [
    group,
    toText(have),
    toText(need),
    met,
  ]);

describe('requirements', () => {
  it('answer for each period, and for nobody with the period of the day', () => {
    const yearly = { per: ['year'], at_least: 5 };
    expect(run(yearly, [{ credits: 5, ended: '2025-05-01' }, { credits: 4 }])).toEqual([
      ['2025', '5', '5', true],
      ['2026', '4', '5', false],
    ]);
    expect(run(yearly, [])).toEqual([['2026', '0', '5', false]]);
  });
  it('answer for each worker', () => {
    const standings = assessed(asked({ at_least: 5 }), [
      { credits: 5, worker: 'a' },
      { kind: 'dance', worker: 'b' },
    ]).standings;
    expect(standings.map(({ worker, met }) => [worker, met])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });
  it('ask for a share of what there is', () => {
    const share = { select: { tags: { has: 'professional' } }, share: '2/3' };
    const tags = ['professional'];
    expect(run(share, [{ credits: 6, tags }, { credits: 3 }])).toEqual([['', '6', '6', true]]);
    expect(run(share, [{ credits: 6, tags }, { credits: 3.01 }])).toEqual([['', '6', '901/150', false]]);
  });
  it('count outcomes, not parts', () => {
    expect(run({ count: 2 }, [{ credits: 6 }])).toEqual([['', '1', '2', false]]);
    expect(run({ count: 2 }, [{ credits: 6 }, { credits: 1 }])).toEqual([['', '2', '2', true]]);
  });
  it('accept any of several ways', () => {
    const any = {
      any: [
        { id: 'a', at_least: 9 },
        { id: 'b', count: 2 },
      ],
    };
    expect(run(any, [{ credits: 9 }])).toEqual([['', '1', '1', true]]);
    expect(run(any, [{ credits: 8 }])).toEqual([['', '0', '1', false]]);
  });
  it('weigh an average by credits, and leave out what has no mark', () => {
    const average = { average: { of: 'score', at_least: 70 } };
    expect(run(average, [{ credits: 3, score: 80 }, { credits: 1, score: 40 }, { credits: 9 }])).toEqual([
      ['', '70', '70', true],
    ]);
    expect(run(average, [])).toEqual([['', '0', '70', false]]);
  });
  it('speak only where their condition on the programme holds', () => {
    const bachelor = { when: { programme_kind: 'bachelor' }, at_least: 1 };
    expect(run(bachelor, [], { programme: { id: 'p', kind: 'master' } })).toEqual([]);
    expect(run(bachelor, [], { programme: { id: 'p', kind: 'bachelor' } })).toHaveLength(1);
  });
  it('no longer count what has lapsed', () => {
    const part = { unit: 'point', amount: 5, date: '2020-01-01', expires_on: '2026-12-31' };
    const { granted } = readBatch({
      outcomes: [],
      granted: [{ id: 'a', kind: 'course', ended: '2020-01-01', parts: [part] }],
    });
    expect(run({ at_least: 5 }, [], { granted, at: '2026-12-30' })).toEqual([['', '5', '5', true]]);
    expect(run({ at_least: 5 }, [], { granted, at: '2026-12-31' })).toEqual([['', '0', '5', false]]);
  });
  it('let a surplus reach as many periods as allowed, and no more', () => {
    const surplus = { per: ['year'], at_least: 5, surplus: { periods: 1, at_most: 3 } };
    expect(
      run(surplus, [{ credits: 9, ended: '2024-05-01' }, { credits: 2, ended: '2025-05-01' }, { credits: 4 }]),
    ).toEqual([
      ['2024', '9', '5', true],
      ['2025', '5', '5', true],
      ['2026', '4', '5', false],
    ]);
  });
});
