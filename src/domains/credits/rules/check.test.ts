import { describe, expect, it } from 'vitest';
import { readRuleSet } from '#domains/credits/rules/check.ts';
import { rawSet, type Raw } from '#domains/credits/rules/fixture.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import { readRuleFile } from '#domains/credits/rules/rule-file.ts';

const course = { id: 'course', unit: 'point', when: { kind: 'course' }, give: 'credits' };
const withRule = (change: Raw): Raw => ({ rules: [{ ...course, ...change }] });
const withLimit = (change: Raw): Raw => ({ limits: [{ id: 'l', ...change }] });

const REFUSED: [string, Raw, string][] = [
  ['an unknown key', { colour: 'red' }, 'colour: the key "colour" is unknown here'],
  ['an unknown key in a rule', withRule({ giv: 3 }), 'rules[0].giv: the key "giv" is unknown here'],
  ['a missing title', { title: undefined }, 'title: this is required'],
  ['an unknown unit', withRule({ unit: 'euro' }), 'rules[0].unit: unknown unit "euro"'],
  ['an unknown unit in a limit', withLimit({ unit: 'euro', cap: { at_most: 1 } }), 'limits[0].unit'],
  ['a cap below zero', withLimit({ cap: { at_most: -1 } }), 'limits[0].cap.at_most: this can not be below zero'],
  ['a share above 100 %', withLimit({ cap: { share: '101%', of: 'programme_credits' } }), 'limits[0].cap.share'],
  ['a taper above 100 %', withLimit({ taper: { above: 1, counts: '3/2' } }), 'limits[0].taper.counts'],
  ['a portion above 100 %', withLimit({ portion: { at_most: '3/2' } }), 'limits[0].portion.at_most'],
  ['two actions in a limit', withLimit({ cap: { at_most: 1 }, keep: {} }), 'limits[0]: expected exactly one of'],
  ['an unknown fact', withRule({ when: { knd: 'course' } }), 'rules[0].when.knd: the fact "knd" is unknown'],
  ['an unknown name', withRule({ give: 'credit' }), 'rules[0].give: "credit" is no fact'],
  [
    'a name every object has',
    withRule({ when: { constructor: 'x' } }),
    'rules[0].when: "constructor" is no name of a fact',
  ],
  ['a value of such a name', { values: { constructor: 3 } }, 'values.constructor: '],
  ['a text as a number', withRule({ give: 'name' }), 'rules[0].give: the fact "name" is not a number'],
  ['an impossible range', withRule({ requires: { score: { min: 80, max: 60 } } }), 'rules[0].requires.score'],
  ['a bound that is none', withRule({ requires: { score: { min: 'good' } } }), 'rules[0].requires.score.min'],
  [
    'a step beyond the scale',
    { scales: { level: ['a', 'b'] }, ...withRule({ when: { level: { min: 'c' } } }) },
    'rules[0].when.level.min',
  ],
  ['an unknown calendar', withRule({ spread: { over: 'decade', parts: 2 } }), 'rules[0].spread: unknown calendar'],
  ['an unknown group', withLimit({ per: ['planet'], cap: { at_most: 1 } }), 'limits[0].per[0]'],
  ['a carry without a calendar', withLimit({ cap: { at_most: 1, carry: { periods: 1 } } }), 'limits[0].per'],
  [
    'rounding up after a cap',
    {
      limits: [
        { id: 'a', cap: { at_most: 1 } },
        { id: 'b', round: { to: 1, mode: 'up' } },
      ],
    },
    'limits[1]: rounding up',
  ],
  ['rounding finer than the unit', withLimit({ round: { to: '0.001', mode: 'down' } }), 'limits[0].round.to'],
  [
    'a division by zero',
    withRule({ give: { quotient: ['credits', 0] } }),
    'rules[0].give: nothing can be divided by zero',
  ],
  ['a table that is too deep', withRule({ give: { lookup: ['role'], in: { a: { b: 1 } } } }), 'rules[0].give.in.a'],
  ['a number out of floats', withRule({ give: 0.1 + 0.2 }), 'rules[0].give'],
  [
    'no number at all',
    withRule({ give: [{ take: 'credits' }, { round: { to: 0, mode: 'up' } }] }),
    'rules[0].give[1].round.to: this must be above zero',
  ],
  ['a first step that takes nothing', withRule({ give: [{ times: 2 }] }), 'rules[0].give[0]: the first step must take'],
  [
    'a rule that is never reached',
    {
      rules: [
        { ...course, when: undefined },
        { ...course, id: 'late' },
      ],
    },
    'rules[1]: this rule is never reached',
  ],
  ['two rules of one id', { rules: [course, course] }, 'rules[1].id: the id "course" is used twice'],
  [
    'eight years where seven are allowed',
    { policy: { validity_max: { years: 7 } }, validity: { years: 8 } },
    'validity: a validity of 8 years is longer than the 7 years',
  ],
  [
    'no end where seven years are allowed',
    { policy: { validity_max: { years: 7 } } },
    'rules[0].validity: without an end',
  ],
  [
    'a quorum above the panel',
    { policy: { panel: { members: 3, quorum: 5, majority: 'half' } } },
    'policy.panel.quorum',
  ],
  ['an end before the start', { in_force: { from: '2026-01-01', until: '2025-01-01' } }, 'in_force.until'],
  ['an absurd day', { in_force: { from: '2026-02-30' } }, 'in_force.from: expected a real day'],
  [
    'windows that overlap',
    {
      calendars: {
        w: {
          windows: [
            { name: 'a', from: '2026-01-01', until: '2026-02-01' },
            { name: 'b', from: '2026-02-01', until: '2026-03-01' },
          ],
        },
      },
    },
    'calendars.w.windows[1]: this window overlaps "a"',
  ],
  [
    'tables in a circle',
    { tables: { a: { sum: ['b'] }, b: { sum: ['a'] } } },
    'tables.a: this runs in a circle: a -> b -> a',
  ],
  ['a unit of itself', withRule({ give: { given: 'point' } }), 'rules: units are computed from each other in a circle'],
  ['a value outside its bounds', { values: { n: { default: 3, min: 5 } } }, 'values.n.default'],
  ['a name taken twice', { values: { hours: 3 } }, 'values.hours: the name "hours" is already taken'],
  [
    'negative hours in a case',
    { tests: [{ name: 't', at: '2026-01-01', outcomes: [{ id: 'a', kind: 'course', hours: -1 }], expect: {} }] },
    'tests[0].outcomes[0].hours: this can not be below zero',
  ],
];

describe('what a rule set may not say', () => {
  it.each(REFUSED)('%s', (_name, change, expected) => {
    let message = 'nothing was refused';
    try {
      readRuleSet(rawSet(change));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      message = error.message;
    }
    expect(message.slice(0, expected.length)).toBe(expected);
  });

  it('accepts the set they were made from', () => expect(readRuleSet(rawSet()).id).toBe('small'));
});

describe('a rule file', () => {
  const refusal = (text: string): string => {
    try {
      readRuleFile(text, 'rules.yaml');
    } catch (error) {
      if (error instanceof Refusal) return error.message;
    }
    return 'nothing was refused';
  };
  it('names the line and the path', () => {
    const text = JSON.stringify(rawSet(withRule({ unit: 'euro' })), null, 1);
    const line = text.split('\n').findIndex((one) => one.includes('"euro"')) + 1;
    expect(refusal(text)).toBe(`rules.yaml:${line}: rules[0].unit: unknown unit "euro"`);
  });
  it('refuses broken YAML, empty files, doubled keys and bombs with one sentence', () => {
    expect(refusal('a: [1')).toMatch(/^rules\.yaml:\d+: this is not valid YAML/);
    expect(refusal('')).toBe('rules.yaml: there is no rule set in this file');
    expect(refusal('id: a\nid: b')).toMatch(/not valid YAML/);
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((n, i) => `${n}: &${n} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`),
    ];
    expect(refusal(bomb.join('\n'))).toMatch(/too often/);
    expect(refusal('x'.repeat(1_000_001))).toMatch(/too large/);
    const deep = JSON.stringify(rawSet({ rules: ['DEEP'] })).replace(
      '"DEEP"',
      '{"id":"r","when":' + '{"not":'.repeat(20_000) + '{}' + '}'.repeat(20_000) + '}',
    );
    expect(refusal(deep)).toMatch(/nested too deeply|not valid YAML/);
  });
  it('keeps decimals as they were written', () => {
    const text = JSON.stringify(rawSet(withRule({ give: 'NUMBER' }))).replace('"NUMBER"', '0.10000000000000000001');
    const [step] = readRuleFile(text, 'rules.yaml').documents[0]?.set.rules[0]?.give ?? [];
    expect(step).toMatchObject({ amount: { op: 'number', value: { n: 10000000000000000001n, d: 10n ** 20n } } });
  });
});
