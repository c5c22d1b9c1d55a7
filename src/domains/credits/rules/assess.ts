import { holds } from '#domains/credits/rules/conditions.ts';
import { checkFacts, distinctOutcomes, originsOf, priorParts } from '#domains/credits/rules/intake.ts';
import { judge, unitOrder, type Desk, type Judged, type OutcomeResult } from '#domains/credits/rules/judge.ts';
import type { FactValue } from '#domains/credits/rules/facts.ts';
import type { Library } from '#domains/credits/rules/library.ts';
import { applyCap, applyPortion, applyTaper, type CapUse } from '#domains/credits/rules/limit-cap.ts';
import { contextEnv, type Context } from '#domains/credits/rules/limit-group.ts';
import { applyKeep, applyRound, applyTogether } from '#domains/credits/rules/limit-keep.ts';
import { dedupeKey, partFacts, partPeriod, backgroundFacts, settle, type Part } from '#domains/credits/rules/part.ts';
import { add, roundTo, toText, unitStep, ZERO, type Ratio } from '#domains/credits/rules/rational.ts';
import { aliveAt, standingsOf, type Standing } from '#domains/credits/rules/requirements.ts';
import type { Limit } from '#domains/credits/rules/schema-limit.ts';
import type { Granted, Outcome, Programme } from '#domains/credits/rules/schema-outcome.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import { checkSettings, valuesOf, type Settings } from '#domains/credits/rules/settings.ts';
import type { TraceLine } from '#domains/credits/rules/trace.ts';

export type Assessable = {
  library: Library;
  outcomes: readonly Outcome[];
  granted?: readonly Granted[];
  programme?: Programme;
  /** Facts about the worker herself, such as her title or the day her licence began. */
  about?: Record<string, FactValue>;
  settings?: Settings;
  at: string;
};

export type Assessment = {
  at: string;
  results: OutcomeResult[];
  totals: Record<string, Ratio>;
  caps: CapUse[];
  standings: Standing[];
};

function applyLimit(parts: Part[], limit: Limit, context: Context): CapUse[] {
  const { action } = limit;
  if (!holds(limit.when, contextEnv(context))) return [];
  switch (action.do) {
    case 'keep':
      applyKeep(parts, limit, action.count, action.best, context);
      return [];
    case 'round':
      applyRound(parts, limit, action.rounding, context);
      return [];
    case 'together':
      applyTogether(parts, limit, action, context);
      return [];
    case 'taper':
      applyTaper(parts, limit, action, context);
      return [];
    case 'portion':
      return applyPortion(parts, limit, action.share, context);
    case 'cap': {
      const { uses, moved } = applyCap(parts, limit, action, context);
      for (const part of moved) parts.push(part);
      return uses;
    }
  }
}

const roundsTogether = (set: RuleSet, unit: string): boolean =>
  set.limits.some(({ action, unit: only }) => action.do === 'round' && (only ?? unit) === unit);

/** What is posted is a whole number of smallest units, and never more than was earned. */
function toWholeUnits(part: Part): void {
  const scale = part.set?.units[part.unit]?.scale ?? 0;
  const after = roundTo(part.amount, unitStep(scale), 'down');
  settle(part, after, {
    rule: part.rule,
    source: part.set?.source ?? '',
    reason: 'smallest_part',
    facts: { scale: String(scale) },
  });
}

function contextOf(set: RuleSet, desk: Desk): Context {
  return { set, at: desk.at, background: desk.background, values: desk.values.get(set) ?? {} };
}

function finish(result: OutcomeResult, parts: readonly Part[], desk: Desk): void {
  for (const part of parts) {
    const { set } = part;
    if (!set) continue;
    result.credits[part.unit] = add(result.credits[part.unit] ?? ZERO, part.amount);
    if (part.amount.n === 0n) continue;
    const facts = partFacts(part, desk.at, desk.background);
    const periods: Record<string, string> = {};
    for (const name of Object.keys(set.calendars)) {
      const period = partPeriod(part, name, set, facts);
      if (period) periods[name] = period.label;
    }
    result.parts.push({ ...part, periods });
  }
}

function alreadyGranted(outcome: Outcome, prior: readonly Part[]): OutcomeResult {
  const [first] = prior;
  const facts = { amount: prior.map((part) => `${toText(part.amount)} ${part.unit}`).join(', ') };
  const line: TraceLine = {
    rule: first?.rule ?? '',
    source: '',
    reason: 'already_granted',
    unit: first?.unit ?? '',
    before: ZERO,
    after: ZERO,
    facts,
  };
  return { outcome, decidedBy: {}, credits: line.unit === '' ? {} : { [line.unit]: ZERO }, parts: [], trace: [line] };
}

/** Requirements come from the version in force on the day of the assessment, or the last one before it. */
function currentSets(library: Library, at: string): RuleSet[] {
  const current = new Map<string, RuleSet>();
  for (const set of library) if (set.in_force.from <= at || !current.has(set.id)) current.set(set.id, set);
  return [...current.values()];
}

function requirementsMet(
  desk: Desk,
  granted: readonly Granted[],
  outcomes: readonly Outcome[],
  parts: readonly Part[],
): Standing[] {
  const named = [...new Set([...outcomes, ...granted].map(({ worker }) => worker))].sort();
  const workers = named.length > 0 ? named : [''];
  const alive = parts.filter((part) => aliveAt(part, desk.at));
  return currentSets(desk.library, desk.at).flatMap((set) =>
    set.requirements.flatMap((found) => standingsOf(found, alive, workers, contextOf(set, desk))),
  );
}

function deskFor(input: Assessable, outcomes: readonly Outcome[]): Desk {
  const { library, at, programme, about, granted = [], settings = {} } = input;
  checkSettings(library, settings);
  checkFacts(library, outcomes, 'outcomes');
  checkFacts(library, granted, 'granted');
  return {
    library,
    at,
    values: new Map(library.map((set) => [set, valuesOf(set, settings)])),
    background: backgroundFacts(programme, about),
    origins: originsOf([...granted, ...outcomes]),
    units: unitOrder(library),
  };
}

/**
 * Applies each version's limits. What earlier versions gave fills later caps too: a year with two versions is still one
 * year.
 */
function limitAll(desk: Desk, prior: readonly Part[], fresh: readonly Part[]): { done: Part[]; caps: CapUse[] } {
  const done: Part[] = [];
  const caps: CapUse[] = [];
  for (const set of desk.library) {
    const context = contextOf(set, desk);
    const earlier = [...prior, ...done.map((part) => ({ ...part, prior: true }))];
    const given = fresh.filter((part) => part.set === set);
    // Before caps, so that a sliver nobody can post never takes up room; but what is rounded together must be added up
    // first.
    given.filter(({ unit }) => !roundsTogether(set, unit)).forEach(toWholeUnits);
    const working = [...earlier, ...given];
    // Spread arguments would overflow the stack where there are very many.
    for (const limit of set.limits) for (const use of applyLimit(working, limit, context)) caps.push(use);
    const own = working.slice(earlier.length);
    own.forEach(toWholeUnits);
    for (const part of own) done.push(part);
  }
  return { done, caps };
}

/**
 * Assesses outcomes against rules and what was granted before. It reads no clock and no store: the same input gives the
 * same answer, in whatever order the outcomes come.
 */
export function assess(input: Assessable): Assessment {
  const granted = input.granted ?? [];
  const outcomes = distinctOutcomes(input.outcomes);
  const desk = deskFor(input, outcomes);
  const prior = priorParts(granted, input.library, desk.origins);
  const paid = Map.groupBy(prior, ({ key }) => key);
  const judged = outcomes.map((outcome): Judged => {
    const before = paid.get(dedupeKey(outcome));
    return before ? { result: alreadyGranted(outcome, before), parts: [] } : judge(outcome, desk);
  });
  const { done, caps } = limitAll(
    desk,
    prior,
    judged.flatMap(({ parts }) => parts),
  );
  const byKey = Map.groupBy(done, ({ key }) => key);
  for (const { result } of judged) finish(result, byKey.get(dedupeKey(result.outcome)) ?? [], desk);
  const standings = requirementsMet(desk, granted, outcomes, [...prior, ...done]);
  const totals: Record<string, Ratio> = {};
  for (const { unit, amount } of done) totals[unit] = add(totals[unit] ?? ZERO, amount);
  return { at: input.at, results: judged.map(({ result }) => result), totals, caps, standings };
}
