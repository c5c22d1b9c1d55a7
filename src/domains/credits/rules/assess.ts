import { holds } from '#domains/credits/rules/conditions.ts';
import { findCycle } from '#domains/credits/rules/cycles.ts';
import { unitNeeds } from '#domains/credits/rules/check.ts';
import type { AmountEnv } from '#domains/credits/rules/expressions.ts';
import type { FactValue } from '#domains/credits/rules/facts.ts';
import { checkFacts, distinctOutcomes, originOf, originsOf, priorParts } from '#domains/credits/rules/intake.ts';
import { candidates, inForce, nameOf, type Library } from '#domains/credits/rules/library.ts';
import { applyCap, applyPortion, type CapUse } from '#domains/credits/rules/limit-cap.ts';
import { contextEnv, type Context } from '#domains/credits/rules/limit-group.ts';
import { applyKeep, applyRound, applyTogether } from '#domains/credits/rules/limit-keep.ts';
import { dedupeKey, outcomeFacts, partFacts, partPeriod, programmeFacts, settle, type Part } from '#domains/credits/rules/part.ts';
import { add, roundTo, sum, toText, unitStep, ZERO, type Ratio } from '#domains/credits/rules/rational.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import { aliveAt, standingsOf, type Standing } from '#domains/credits/rules/requirements.ts';
import type { Limit } from '#domains/credits/rules/schema-limit.ts';
import type { Granted, Outcome, Programme } from '#domains/credits/rules/schema-outcome.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import { checkSettings, valuesOf, type Settings } from '#domains/credits/rules/settings.ts';
import type { Reason, TraceLine } from '#domains/credits/rules/trace.ts';
import { dateOf, worth } from '#domains/credits/rules/worth.ts';

export type Assessable = {
  library: Library;
  outcomes: readonly Outcome[];
  granted?: readonly Granted[];
  programme?: Programme;
  settings?: Settings;
  at: string;
};

export type OutcomeResult = {
  outcome: Outcome;
  /** The rule set version that decided, as id@version, per unit. */
  decidedBy: Record<string, string>;
  credits: Record<string, Ratio>;
  parts: (Part & { periods: Record<string, string> })[];
  trace: TraceLine[];
};

export type Assessment = {
  at: string;
  results: OutcomeResult[];
  totals: Record<string, Ratio>;
  caps: CapUse[];
  standings: Standing[];
};

type Desk = Assessable & { programmeFacts: Record<string, FactValue>; origins: Map<string, string>; units: string[] };
type Judged = { result: OutcomeResult; parts: Part[] };

function unitOrder(library: Library): string[] {
  const needs = new Map<string, string[]>();
  for (const set of library) {
    for (const [unit, from] of unitNeeds(set)) needs.set(unit, [...(needs.get(unit) ?? []), ...from]);
  }
  const cycle = findCycle(needs);
  if (cycle) throw new Refusal(['rules'], `units are computed from each other in a circle: ${cycle.join(' -> ')}`);
  const ordered: string[] = [];
  const visit = (unit: string): void => {
    if (ordered.includes(unit)) return;
    needs.get(unit)?.forEach(visit);
    ordered.push(unit);
  };
  [...needs.keys()].sort().forEach(visit);
  return ordered;
}

function denied(set: RuleSet | undefined, reason: Reason, facts: TraceLine['facts'] = {}): TraceLine {
  const unit = (set && Object.keys(set.units)[0]) ?? '';
  return { rule: set?.id ?? '', source: set?.source ?? '', reason, unit, before: ZERO, after: ZERO, facts };
}

/** Why no rule spoke: no set covers it, none is in force on its day, it has no day, or no rule fits. */
function silence(sets: readonly RuleSet[], outcome: Outcome): TraceLine {
  const [first] = sets;
  if (!first) return denied(undefined, 'no_rule');
  const dates = sets.map((set) => dateOf(set, undefined, outcome));
  const date = dates.find((day) => day !== undefined);
  if (date === undefined) return denied(first, 'no_date', { fact: first.dated_by });
  return sets.some((set, i) => inForce(set, dates[i] ?? '')) ? denied(first, 'no_rule') : denied(first, 'no_version', { date });
}

function judge(outcome: Outcome, desk: Desk): Judged {
  const sets = candidates(desk.library, outcome);
  const result: OutcomeResult = { outcome, decidedBy: {}, credits: {}, parts: [], trace: [] };
  const origin = originOf(desk.origins, outcome);
  const facts = outcomeFacts(outcome, origin, desk.at, desk.programmeFacts);
  const given = new Map<string, Ratio>();
  const parts: Part[] = [];
  for (const unit of desk.units) {
    for (const set of sets) {
      const date = dateOf(set, undefined, outcome);
      if (!(unit in set.units) || date === undefined || !inForce(set, date)) continue;
      const values = valuesOf(set, desk.settings ?? {});
      const env: AmountEnv = { facts, scales: set.scales, values, tables: set.tables, given: (name) => given.get(name) ?? ZERO };
      const rule = set.rules.find((one) => one.unit === unit && holds(one.when, env));
      if (!rule) continue;
      const blank = { key: dedupeKey(outcome), outcome, origin, set, prior: false, hops: 0 };
      const done = worth(set, rule, blank, env, desk.at);
      result.trace.push(...done.trace);
      result.decidedBy[unit] = nameOf(set);
      // Lines written later, by limits, belong to the same outcome whatever its unit.
      parts.push(...done.parts.map((part) => ({ ...part, trace: result.trace })));
      given.set(unit, sum(done.parts.map(({ amount }) => amount)));
      break;
    }
  }
  if (result.trace.length === 0) result.trace.push(silence(sets, outcome));
  return { result, parts };
}

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
    case 'portion':
      return applyPortion(parts, limit, action.share, context);
    case 'cap': {
      const { uses, moved } = applyCap(parts, limit, action, context);
      parts.push(...moved);
      return uses;
    }
  }
}

/** What is posted is a whole number of smallest units, and never more than was earned. */
function toWholeUnits(part: Part): void {
  const scale = part.set?.units[part.unit]?.scale ?? 0;
  const after = roundTo(part.amount, unitStep(scale), 'down');
  settle(part, after, { rule: part.rule, source: part.set?.source ?? '', reason: 'smallest_part', facts: { scale: String(scale) } });
}

function limitSet(set: RuleSet, desk: Desk, earlier: readonly Part[], fresh: Part[]): { parts: Part[]; caps: CapUse[] } {
  const context = contextOf(set, desk);
  const working = [...earlier, ...fresh];
  const caps = set.limits.flatMap((limit) => applyLimit(working, limit, context));
  const parts = working.slice(earlier.length);
  parts.forEach(toWholeUnits);
  return { parts, caps };
}

function contextOf(set: RuleSet, desk: Desk): Context {
  return { set, at: desk.at, programme: desk.programmeFacts, values: valuesOf(set, desk.settings ?? {}) };
}

function finish(result: OutcomeResult, parts: readonly Part[], desk: Desk): void {
  for (const part of parts) {
    const { set } = part;
    if (!set) continue;
    result.credits[part.unit] = add(result.credits[part.unit] ?? ZERO, part.amount);
    if (part.amount.n === 0n) continue;
    const facts = partFacts(part, desk.at, desk.programmeFacts);
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
  const line: TraceLine = { rule: first?.rule ?? '', source: '', reason: 'already_granted', unit: first?.unit ?? '', before: ZERO, after: ZERO, facts };
  return { outcome, decidedBy: {}, credits: {}, parts: [], trace: [line] };
}

/** Requirements come from the version in force on the day of the assessment, or the last one before it. */
function currentSets(library: Library, at: string): RuleSet[] {
  const current = new Map<string, RuleSet>();
  for (const set of library) if (set.in_force.from <= at || !current.has(set.id)) current.set(set.id, set);
  return [...current.values()];
}

function requirementsMet(desk: Desk, granted: readonly Granted[], outcomes: readonly Outcome[], parts: readonly Part[]): Standing[] {
  const named = [...new Set([...outcomes, ...granted].map(({ worker }) => worker))].sort();
  const workers = named.length > 0 ? named : [''];
  const alive = parts.filter((part) => aliveAt(part, desk.at));
  return currentSets(desk.library, desk.at).flatMap((set) =>
    set.requirements.flatMap((found) => standingsOf(found, alive, workers, contextOf(set, desk))),
  );
}

/**
 * Assesses outcomes against rules and what was granted before. It reads no clock and no store: the same input gives the same answer, in
 * whatever order the outcomes come.
 */
export function assess(input: Assessable): Assessment {
  const granted = input.granted ?? [];
  const outcomes = distinctOutcomes(input.outcomes);
  checkSettings(input.library, input.settings ?? {});
  checkFacts(input.library, outcomes, 'outcomes');
  checkFacts(input.library, granted, 'granted');
  const origins = originsOf([...granted, ...outcomes]);
  const prior = priorParts(granted, input.library, origins);
  const desk: Desk = { ...input, programmeFacts: programmeFacts(input.programme), origins, units: unitOrder(input.library) };
  const paid = Map.groupBy(prior, ({ key }) => key);
  const judged = outcomes.map((outcome): Judged => {
    const before = paid.get(dedupeKey(outcome));
    return before ? { result: alreadyGranted(outcome, before), parts: [] } : judge(outcome, desk);
  });
  const fresh = judged.flatMap(({ parts }) => parts);
  const done: Part[] = [];
  const caps: CapUse[] = [];
  for (const set of input.library) {
    // An earlier version's parts fill this version's caps too: a year with two versions is still one year.
    const earlier = [...prior, ...done].map((part) => ({ ...part, prior: true }));
    const limited = limitSet(set, desk, earlier, fresh.filter((part) => part.set === set));
    done.push(...limited.parts);
    caps.push(...limited.caps);
  }
  const byKey = Map.groupBy(done, ({ key }) => key);
  for (const { result } of judged) finish(result, byKey.get(dedupeKey(result.outcome)) ?? [], desk);
  const standings = requirementsMet(desk, granted, outcomes, [...prior, ...done]);
  const totals: Record<string, Ratio> = {};
  for (const { unit, amount } of done) totals[unit] = add(totals[unit] ?? ZERO, amount);
  return { at: input.at, results: judged.map(({ result }) => result), totals, caps, standings };
}
