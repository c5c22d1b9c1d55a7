import { findCycle } from '#domains/credits/rules/cycles.ts';
import { covers, inForce, type Library } from '#domains/credits/rules/library.ts';
import { dedupeKey, type Part } from '#domains/credits/rules/part.ts';
import { parseRatio } from '#domains/credits/rules/rational.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import { factText } from '#domains/credits/rules/facts.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import { DATED_BY } from '#domains/credits/rules/schema-rule.ts';
import type { Granted, Outcome } from '#domains/credits/rules/schema-outcome.ts';
import { isDay } from '#domains/credits/rules/dates.ts';

// What must be true of the input as a whole before a single credit is computed.

/** The same outcome sent twice is one outcome; the same id with other content is a conflict somebody must look at. */
export function distinctOutcomes(outcomes: readonly Outcome[]): Outcome[] {
  const seen = new Map<string, { index: number; text: string }>();
  return outcomes.filter((outcome, index) => {
    const key = dedupeKey(outcome);
    const text = JSON.stringify([outcome.facts, outcome.renewed, outcome.derivedFrom].map(sortedEntries));
    const known = seen.get(key);
    if (known && known.text !== text) {
      throw new Refusal(
        ['outcomes', index, 'id'],
        `"${outcome.id}" is already there as outcomes[${known.index}] with other content`,
      );
    }
    if (!known) seen.set(key, { index, text });
    return !known;
  });
}

function sortedEntries(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value)
    .map(([key, inner]): [string, unknown] => [key, sortedEntries(inner)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The root from which each outcome descends, so that a course, its certificate and what was converted from it can be
 * seen as one.
 */
export function originsOf(outcomes: readonly Outcome[]): Map<string, string> {
  const place = (worker: string, id: string): string => JSON.stringify([worker, id]);
  const parents = new Map<string, string[]>();
  for (const { worker, id, derivedFrom } of outcomes) {
    parents.set(
      place(worker, id),
      [...derivedFrom].sort().map((parent) => place(worker, parent)),
    );
  }
  const cycle = findCycle(parents);
  if (cycle) {
    const names = cycle.map((name) => (JSON.parse(name) as string[])[1] ?? '');
    throw new Refusal(['outcomes'], `outcomes descend from each other in a circle: ${names.join(' -> ')}`);
  }
  const origins = new Map<string, string>();
  for (const start of parents.keys()) {
    let here = start;
    for (let next = parents.get(here)?.[0]; next !== undefined; next = parents.get(here)?.[0]) here = next;
    origins.set(start, (JSON.parse(here) as string[])[1] ?? '');
  }
  return origins;
}

export const originOf = (origins: Map<string, string>, { worker, id }: Outcome): string =>
  origins.get(JSON.stringify([worker, id])) ?? id;

/** Whether a set may decide on an outcome: it does not meddle with what is somebody else's, or of another time. */
function concerns(set: RuleSet, outcome: Outcome): boolean {
  const days = DATED_BY.flatMap((name) => factText(outcome.facts[name]) ?? []);
  return covers(set, outcome) && (days.length === 0 || days.some((day) => inForce(set, day)));
}

/** A fact that a rule set declares as a number or a day must be one where it decides, or a rule would deny for the wrong reason. */
export function checkFacts(library: Library, outcomes: readonly Outcome[], section: string): void {
  outcomes.forEach((outcome, index) => {
    for (const set of library) {
      if (!concerns(set, outcome)) continue;
      for (const [name, type] of Object.entries(set.facts)) {
        const value = outcome.facts[name];
        if (typeof value !== 'string') continue;
        const path = [section, index, 'facts', name];
        const number = parseRatio(value);
        if (type === 'number' && !number) throw new Refusal(path, `"${value}" is not a number`);
        if (number && type === 'number' && number.n < 0n) throw new Refusal(path, 'this can not be below zero');
        if (type === 'day' && !isDay(value)) throw new Refusal(path, `"${value}" is not a day`);
        if (type === 'flag' && value !== 'true' && value !== 'false') throw new Refusal(path, 'expected true or false');
      }
    }
  });
}

/** Turns what was granted before into parts that count and never change. */
export function priorParts(granted: readonly Granted[], library: Library, origins: Map<string, string>): Part[] {
  return granted.flatMap((outcome, index) =>
    outcome.parts.map((part, i): Part => {
      if (!library.some((set) => part.unit in set.units)) {
        throw new Refusal(['granted', index, 'parts', i, 'unit'], `unknown unit "${part.unit}"`);
      }
      return {
        key: dedupeKey(outcome),
        outcome,
        origin: originOf(origins, outcome),
        set: null,
        rule: part.rule,
        unit: part.unit,
        amount: part.amount,
        date: part.date,
        course: part.course,
        expiresOn: part.expires_on,
        rounding: part.rounding,
        redeemed: part.redeemed,
        prior: true,
        hops: 0,
        trace: [],
      };
    }),
  );
}
