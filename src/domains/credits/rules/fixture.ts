import { assess, type Assessable, type Assessment } from '#domains/credits/rules/assess.ts';
import { readRuleSet } from '#domains/credits/rules/check.ts';
import { buildLibrary, type Library } from '#domains/credits/rules/library.ts';
import { toText, ZERO } from '#domains/credits/rules/rational.ts';
import { readBatch } from '#domains/credits/rules/schema-batch.ts';

// Small rule sets and outcomes for tests: only what the test is about is written in the test.

export type Raw = Record<string, unknown>;

export const rawSet = (change: Raw = {}): Raw => ({
  id: 'small',
  version: '1',
  title: { zh: '小规则', en: 'Small' },
  authority: 'Nobody',
  jurisdiction: '*',
  source: 'a test',
  in_force: { from: '2020-01-01' },
  units: { point: { zh: '分', en: 'points', scale: 2 } },
  calendars: { year: { starts: { year: '01-01' } }, term: { starts: { spring: '03-01', autumn: '09-01' } } },
  rules: [{ id: 'course', unit: 'point', when: { kind: 'course' }, give: 'credits' }],
  ...change,
});

export const libraryOf = (...changes: Raw[]): Library =>
  buildLibrary(changes.map((change) => readRuleSet(rawSet(change))));

export const outcomesOf = (...outcomes: Raw[]): Assessable['outcomes'] =>
  readBatch(outcomes.map((one, i) => ({ id: `o${i + 1}`, kind: 'course', ended: '2026-05-01', ...one }))).outcomes;

export function assessed(change: Raw | Library, outcomes: Raw[], more: Partial<Assessable> = {}): Assessment {
  const library = Array.isArray(change) ? (change as Library) : libraryOf(change as Raw);
  return assess({ library, outcomes: outcomesOf(...outcomes), at: '2026-12-31', ...more });
}

/** The credits of each outcome in one unit, as exact texts. */
export const creditsOf = ({ results }: Assessment, unit = 'point'): Record<string, string> =>
  Object.fromEntries(results.map(({ outcome, credits }) => [outcome.id, toText(credits[unit] ?? ZERO)]));

export const reasonsOf = ({ results }: Assessment, id: string): string[] =>
  results.find(({ outcome }) => outcome.id === id)?.trace.map(({ reason }) => reason) ?? [];
