import { worthTogether } from '#domains/credits/recognition/rules.ts';
import type { Life, Simulation } from '#domains/credits/rulebook/schema.ts';
import type { Assessment } from '#domains/credits/rules/assess.ts';
import { buildLibrary, type Library } from '#domains/credits/rules/library.ts';
import { compare, sum, toText, ZERO } from '#domains/credits/rules/rational.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';

/** Rules that a federation signed: they decide on what it recognises, before the general ones. */
export interface Own {
  organisation: string;
  set: RuleSet;
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/** Each version ends the day before its federation's next one begins. */
function chained(own: readonly Own[]): RuleSet[] {
  return own.map(({ organisation, set }) => {
    const later = own
      .filter((other) => other.organisation === organisation && other.set.in_force.from > set.in_force.from)
      .map((other) => other.set.in_force.from)
      .sort();
    const until = later[0] === undefined ? set.in_force.until : dayBefore(later[0]);
    return { ...set, issuers: [organisation], in_force: { from: set.in_force.from, ...(until ? { until } : {}) } };
  });
}

export const compose = (shipped: Library, own: readonly Own[]): Library => buildLibrary([...shipped, ...chained(own)]);

export const alwaysInForce = (set: RuleSet): RuleSet => ({ ...set, in_force: { from: '1900-01-01' } });

/** What would decide if this had been in force all along, in place of whatever its federation has of its own. */
export const supposing = (shipped: Library, own: readonly Own[], draft: Own): Library =>
  compose(shipped, [
    ...own.filter(({ organisation }) => organisation !== draft.organisation),
    { ...draft, set: alwaysInForce(draft.set) },
  ]);

/** As many as an officer can read; those who would get less come first. */
const mostListed = 200;

type Totals = Map<string, Assessment['totals'][string]>;

/** What somebody would have, or why these rules can't say. */
function totalsOf(library: Library, life: Life, at: string): { totals: Totals; why?: string } {
  try {
    return { totals: new Map(Object.entries(worthTogether(library, life, at).totals)) };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { totals: new Map(), why: thrown.message };
  }
}

/** What becomes of these people by other rules, added to what was found out before. */
export function simulated(
  so_far: Simulation,
  lives: readonly Life[],
  before: Library,
  after: Library,
  at: string,
): Simulation {
  const result: Simulation = { ...so_far, list: [...so_far.list] };
  for (const life of lives) {
    const { totals: old } = totalsOf(before, life, at);
    const { totals: young, why } = totalsOf(after, life, at);
    if (why !== undefined) {
      result.refused += 1;
      result.why ??= why;
      continue;
    }
    const units = [...new Set([...old.keys(), ...young.keys()])].sort();
    const changes = units.map((unit) => ({ unit, from: old.get(unit) ?? ZERO, to: young.get(unit) ?? ZERO }));
    const real = changes.filter(({ from, to }) => compare(from, to) !== 0);
    const loses = compare(sum(changes.map(({ to }) => to)), sum(changes.map(({ from }) => from))) < 0;
    result[real.length === 0 ? 'same' : loses ? 'less' : 'more'] += 1;
    for (const { unit, from, to } of real)
      result.list.push({ account: life.worker.slice(-8), unit, before: toText(from), after: toText(to), less: loses });
  }
  result.list.sort((a, b) => Number(b.less) - Number(a.less));
  result.list.splice(mostListed);
  return result;
}
