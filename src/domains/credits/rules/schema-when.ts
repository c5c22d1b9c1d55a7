import { z } from 'zod';
import { dispatch, identifier, isRecord, scalarText } from '#domains/credits/rules/exact.ts';
import { isDay } from '#domains/credits/rules/dates.ts';

// One little language for every question about facts: when a rule applies, what it demands, what a limit looks at.

/** A bound is a number, a day, or a step of a declared scale such as the eight skill levels. */
export type Range = { min?: string; max?: string; above?: string; below?: string };

export type Test =
  { is: readonly string[] } | { range: Range } | { has: readonly string[] } | { present: boolean } | { every: Range };

export type Condition =
  { all: readonly Condition[] } | { any: readonly Condition[] } | { not: Condition } | { fact: string; test: Test };

const range: z.ZodType<Range> = z
  .strictObject({
    min: scalarText.optional(),
    max: scalarText.optional(),
    above: scalarText.optional(),
    below: scalarText.optional(),
  })
  .refine((value) => Object.values(value).some((bound) => bound !== undefined), 'expected min, max, above or below');

const oneOrMore = dispatch<string[]>((value) =>
  Array.isArray(value) ? z.array(scalarText).min(1) : scalarText.transform((text) => [text]),
);

const is: z.ZodType<Test> = oneOrMore.transform((texts) => ({ is: texts }));
const has: z.ZodType<Test> = z.strictObject({ has: oneOrMore });
const present: z.ZodType<Test> = z.strictObject({ present: z.boolean() });
const every: z.ZodType<Test> = z.strictObject({ every: range });
const inRange: z.ZodType<Test> = range.transform((value) => ({ range: value }));

const test = dispatch<Test>((value) => {
  if (!isRecord(value)) return is;
  if ('has' in value) return has;
  if ('present' in value) return present;
  return 'every' in value ? every : inRange;
});

const several = z.lazy(() => z.array(condition).min(1));

function factTests(entries: [string, unknown][]): z.ZodType<Condition> {
  const shape: Record<string, z.ZodType<Condition>> = {};
  for (const [key] of entries) {
    if (!identifier.safeParse(key).success) return z.never(`"${key.slice(0, 40)}" is no name of a fact`);
    if (key === 'any') shape[key] = several.transform((any) => ({ any }));
    else if (key === 'all') shape[key] = several.transform((all) => ({ all }));
    else if (key === 'not') shape[key] = z.lazy(() => condition).transform((not) => ({ not }));
    else shape[key] = test.transform((value) => ({ fact: key, test: value }));
  }
  return z.strictObject(shape).transform((found) => {
    const all = Object.values(found);
    const [only] = all;
    return all.length === 1 && only ? only : { all };
  });
}

/** A map of facts and tests, all of which must hold; `any`, `all` and `not` combine such maps. */
export const condition: z.ZodType<Condition> = dispatch<Condition>((value) => {
  if (!isRecord(value)) return 'expected a map of facts and what they must be';
  const entries = Object.entries(value);
  return entries.length === 0 ? 'expected at least one fact' : factTests(entries);
});

export const day = z.string().refine(isDay, 'expected a real day such as 2026-03-01, between 1900 and 2199');
