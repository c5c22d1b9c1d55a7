import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compose, simulated, supposing, type Own } from '#domains/credits/rulebook/rules.ts';
import type { Life } from '#domains/credits/rulebook/schema.ts';
import { nameOf } from '#domains/credits/rules/library.ts';
import { readRuleFile } from '#domains/credits/rules/rule-file.ts';

const file = 'content/rules/city-federation.yaml';
const text = readFileSync(file, 'utf8');
const { library: shipped } = readRuleFile(text, file);
const city = '00000000-0000-4000-8000-000000000001';
const town = '00000000-0000-4000-8000-000000000002';

/** The general rules under another name, with a contest in the city worth something else. */
function own(version: string, from: string, first: number, organisation = city, id = 'yunchuan'): Own {
  const mine = text
    .replace('id: city-federation', `id: ${id}`)
    .replace("version: '2026'", `version: '${version}'`)
    .replace('in_force: { from: 2020-01-01 }', `in_force: { from: ${from} }`)
    .replace('city: { 1: 5,', `city: { 1: ${first},`);
  const [document] = readRuleFile(mine, 'own').documents;
  if (!document) throw new Error('no document');
  return { organisation, set: document.set };
}

const contest = (n: number, organisation = city): Life => ({
  worker: `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`,
  outcomes: [
    {
      ...{
        id: `00000000-0000-4000-8000-0000000001${String(n).padStart(2, '0')}`,
        kind: 'contest',
        ended: '2026-05-01',
      },
      ...{ minutes: null, course: null, name: '焊接', facts: { level_of_contest: 'city', rank: '1' }, organisation },
    },
  ],
});
const course: Life = {
  ...contest(9),
  outcomes: contest(9).outcomes.map((one) => ({
    ...one,
    kind: 'course_completed',
    minutes: 720,
    course: 'a',
    facts: {},
  })),
};
const at = '2026-11-28';

const nothing = { more: 0, less: 0, same: 0, refused: 0, why: null, list: [] };

describe('rules of a federation', () => {
  it('follow one another, each until the day before the next', () => {
    const library = compose(shipped, [
      own('1', '2026-01-01', 6),
      own('2', '2027-01-01', 7),
      own('1', '2026-06-01', 8, town, 'town'),
    ]);
    expect(library.map((set) => [nameOf(set), set.in_force.until, set.issuers?.[0]])).toEqual([
      ['city-federation@2026', undefined, undefined],
      ['yunchuan@1', '2026-12-31', city],
      ['town@1', undefined, town],
      ['yunchuan@2', undefined, city],
    ]);
  });

  it('say for whom they would change what, without those of another federation', () => {
    const before = compose(shipped, [own('1', '2020-01-01', 5)]);
    const after = supposing(shipped, [own('1', '2020-01-01', 5)], own('2', '2027-01-01', 2));
    const lives = [contest(1), contest(2), course, contest(3, town)];
    const found = simulated(nothing, lives, before, after, at);
    expect(found).toMatchObject({ more: 0, less: 2, same: 2 });
    expect(found.list).toEqual([
      { account: '00000001', unit: 'worker_credit', before: '5', after: '2', less: true },
      { account: '00000002', unit: 'worker_credit', before: '5', after: '2', less: true },
    ]);
    const more = simulated(found, [contest(4)], before, supposing(shipped, [], own('3', '2027-01-01', 9)), at);
    expect(more).toMatchObject({ more: 1, less: 2, same: 2 });
    expect(more.list.at(-1)).toMatchObject({ after: '9', less: false });
  });

  it('say whose results they can not be applied to, and go on with the next', () => {
    const strict = own('1', '2027-01-01', 5);
    strict.set = { ...strict.set, facts: { ...strict.set.facts, rank: 'number', trade: 'number' } };
    const welder = contest(1);
    const [result] = welder.outcomes;
    const lives = [
      { ...welder, outcomes: result ? [{ ...result, facts: { ...result.facts, trade: '焊工' } }] : [] },
      contest(2),
    ];
    const before = compose(shipped, []);
    const found = simulated(nothing, lives, before, supposing(shipped, [], strict), at);
    expect(found).toMatchObject({
      refused: 1,
      same: 1,
      why: expect.stringContaining('"焊工" is not a number') as string,
    });
    const elsewhere = lives.map((life) => ({
      ...life,
      outcomes: life.outcomes.map((one) => ({ ...one, organisation: town })),
    }));
    expect(
      simulated(nothing, elsewhere, before, supposing(shipped, [], strict), at),
      'of another federation',
    ).toMatchObject({
      refused: 0,
      same: 2,
    });
  });

  it('are refused beside others of the same name', () => {
    expect(() => compose(shipped, [own('2026', '2021-01-01', 5, city, 'city-federation')])).toThrow(/twice|same time/);
  });
});
