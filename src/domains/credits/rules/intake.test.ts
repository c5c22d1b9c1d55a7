import { describe, expect, it } from 'vitest';
import { assessed, creditsOf, libraryOf, outcomesOf, type Raw } from '#domains/credits/rules/fixture.ts';
import { readBatch, readRows } from '#domains/credits/rules/schema-batch.ts';

describe('the input', () => {
  it('counts the same outcome once and refuses another under its id', () => {
    const same = { id: 'a', credits: 2 };
    expect(creditsOf(assessed({}, [same, same]))).toEqual({ a: '2' });
    expect(() => assessed({}, [same, { id: 'a', credits: 3 }])).toThrow(
      'outcomes[1].id: "a" is already there as outcomes[0] with other content',
    );
    expect(creditsOf(assessed({}, [same, { id: 'a', credits: 3, issuer: 'another' }]))).toHaveProperty('a');
  });
  it.each<[string, Raw, string]>([
    ['negative hours', { hours: -1 }, 'outcomes[0].hours: this can not be below zero'],
    ['an absurd day', { ended: '2026-02-30' }, 'outcomes[0].ended: expected a real day'],
    ['an end before the start', { started: '2026-06-01' }, 'outcomes[0].ended: this is before the start'],
    ['two times', { hours: 1, minutes: 60 }, 'outcomes[0].minutes: the time is already given as hours'],
    ['an unknown key', { houres: 1 }, 'outcomes[0].houres: the key "houres" is unknown here'],
    ['a fact in the wrong place', { facts: { hours: 1 } }, 'outcomes[0].facts: "hours" has its own place'],
  ])('refuses %s', (_name, outcome, message) => expect(() => outcomesOf(outcome)).toThrow(message));
  it('refuses facts of the wrong kind, unknown values and units, and descent in a circle', () => {
    const facts = { days: 'number', since: 'day' };
    expect(() => assessed({ facts }, [{ facts: { days: 'three' } }])).toThrow(
      'outcomes[0].facts.days: "three" is not a number',
    );
    expect(() => assessed({ facts }, [{ facts: { since: 'May' } }])).toThrow('outcomes[0].facts.since');
    expect(() => assessed({}, [], { settings: { x: { n: 1n, d: 1n } } })).toThrow(
      'values.x: no rule set has a value "x"',
    );
    const { granted } = readBatch({
      outcomes: [],
      granted: [{ id: 'a', kind: 'course', parts: [{ unit: 'euro', amount: 1, date: '2026-01-01' }] }],
    });
    expect(() => assessed({}, [], { granted })).toThrow('granted[0].parts[0].unit: unknown unit "euro"');
    expect(() => assessed({}, [{ derived_from: ['o2'] }, { derived_from: ['o1'] }])).toThrow(
      'outcomes descend from each other in a circle: o1 -> o2 -> o1',
    );
  });
  it('leaves facts alone of which only other rules speak: of another time, of another issuer', () => {
    const strict = { facts: { days: 'number' }, version: '2', in_force: { from: '2026-06-01' } };
    const library = libraryOf({ in_force: { from: '2020-01-01', until: '2026-05-31' } }, strict);
    const told = { credits: 1, facts: { days: 'three' } };
    expect(creditsOf(assessed(library, [told]))).toEqual({ o1: '1' });
    expect(() => assessed(library, [{ ...told, ended: '2026-06-01' }])).toThrow('outcomes[0].facts.days');
    const granted = readBatch({
      outcomes: [],
      granted: [
        {
          id: 'a',
          kind: 'course',
          ended: '2026-05-01',
          facts: { days: 'three' },
          parts: [{ unit: 'point', amount: 1, date: '2026-05-01' }],
        },
      ],
    }).granted;
    expect(creditsOf(assessed(library, [{ credits: 2, ended: '2026-07-01' }], { granted }))).toEqual({ o1: '2' });
    const elsewhere = libraryOf({}, { ...strict, id: 'other', issuers: ['school'] });
    expect(creditsOf(assessed(elsewhere, [{ ...told, ended: '2026-07-01' }]))).toEqual({ o1: '1' });
  });
  it('reads an import row by row', () => {
    const good = { id: 'a', kind: 'course' };
    const { outcomes, problems } = readRows([
      good,
      { ...good, hours: -1 },
      7,
      { ...good, id: 'b' },
      { kind: 'course' },
    ]);
    expect(outcomes.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(problems.map(({ row, path }) => [row, path])).toEqual([
      [2, 'hours'],
      [3, ''],
      [5, 'id'],
    ]);
  });
});
