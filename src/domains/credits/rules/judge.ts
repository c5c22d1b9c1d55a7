import { unitNeeds } from '#domains/credits/rules/check.ts';
import { holds } from '#domains/credits/rules/conditions.ts';
import { findCycle } from '#domains/credits/rules/cycles.ts';
import type { AmountEnv } from '#domains/credits/rules/expressions.ts';
import type { FactValue } from '#domains/credits/rules/facts.ts';
import { originOf } from '#domains/credits/rules/intake.ts';
import { candidates, inForce, nameOf, type Library } from '#domains/credits/rules/library.ts';
import { dedupeKey, outcomeFacts, type Part } from '#domains/credits/rules/part.ts';
import { sum, ZERO, type Ratio } from '#domains/credits/rules/rational.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import type { Outcome } from '#domains/credits/rules/schema-outcome.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import type { Reason, TraceLine } from '#domains/credits/rules/trace.ts';
import { dateOf, worth } from '#domains/credits/rules/worth.ts';

// Finds, for one outcome and each unit, the one rule set version and the one rule that speak, and lets them speak.

export type OutcomeResult = {
  outcome: Outcome;
  /** The rule set version that decided, as id@version, per unit. */
  decidedBy: Record<string, string>;
  credits: Record<string, Ratio>;
  parts: (Part & { periods: Record<string, string> })[];
  trace: TraceLine[];
};

/** What lies on the desk while one assessment is made. */
export type Desk = {
  library: Library;
  at: string;
  values: Map<RuleSet, Record<string, Ratio>>;
  background: Record<string, FactValue>;
  origins: Map<string, string>;
  units: readonly string[];
};

export type Judged = { result: OutcomeResult; parts: Part[] };

/** Units in the order in which they are computed from each other. */
export function unitOrder(library: Library): string[] {
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
  return sets.some((set, i) => inForce(set, dates[i] ?? ''))
    ? denied(first, 'no_rule')
    : denied(first, 'no_version', { date });
}

export function judge(outcome: Outcome, desk: Desk): Judged {
  const sets = candidates(desk.library, outcome);
  const result: OutcomeResult = { outcome, decidedBy: {}, credits: {}, parts: [], trace: [] };
  const origin = originOf(desk.origins, outcome);
  const facts = outcomeFacts(outcome, origin, desk.at, desk.background);
  const given = new Map<string, Ratio>();
  const parts: Part[] = [];
  for (const unit of desk.units) {
    for (const set of sets) {
      const date = dateOf(set, undefined, outcome);
      if (!(unit in set.units) || date === undefined || !inForce(set, date)) continue;
      const values = desk.values.get(set) ?? {};
      const env: AmountEnv = {
        facts,
        scales: set.scales,
        values,
        tables: set.tables,
        given: (name) => given.get(name) ?? ZERO,
      };
      const rule = set.rules.find((one) => one.unit === unit && holds(one.when, env));
      if (!rule) continue;
      const blank = { key: dedupeKey(outcome), outcome, origin, set, prior: false, hops: 0 };
      const done = worth(set, rule, blank, env, desk.at);
      result.trace.push(...done.trace);
      result.decidedBy[unit] = nameOf(set);
      result.credits[unit] = ZERO;
      // Lines written later, by limits, belong to the same outcome whatever its unit.
      parts.push(...done.parts.map((part) => ({ ...part, trace: result.trace })));
      given.set(unit, sum(done.parts.map(({ amount }) => amount)));
      break;
    }
  }
  if (result.trace.length === 0) {
    const line = silence(sets, outcome);
    result.trace.push(line);
    if (line.unit !== '') result.credits[line.unit] = ZERO;
  }
  return { result, parts };
}
