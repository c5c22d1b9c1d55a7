import { checkNames, factTypes } from '#domains/credits/rules/check-names.ts';
import { findCycle } from '#domains/credits/rules/cycles.ts';
import { roundTo, same, unitStep } from '#domains/credits/rules/rational.ts';
import { parsed, Refusal, type Path } from '#domains/credits/rules/refusal.ts';
import type { Expression } from '#domains/credits/rules/schema-expression.ts';
import type { GroupKey, Limit, Requirement } from '#domains/credits/rules/schema-limit.ts';
import type { Validity } from '#domains/credits/rules/schema-rule.ts';
import { ruleSet, type RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import { visitExpression, type Visitor } from '#domains/credits/rules/visit.ts';

// What the shape alone can't say: rules that contradict each other, themselves, or the framework they stand under.

function unique(items: readonly { id: string }[], section: string): void {
  const seen = new Set<string>();
  items.forEach(({ id }, i) => {
    if (seen.has(id)) throw new Refusal([section, i, 'id'], `the id "${id}" is used twice`);
    seen.add(id);
  });
}

function knownUnit(set: RuleSet, unit: string | undefined, path: Path): void {
  if (unit !== undefined && !(unit in set.units)) throw new Refusal([...path, 'unit'], `unknown unit "${unit}"`);
}

const yearsText = (months: number): string =>
  months % 12 === 0 ? `${months / 12} ${months === 12 ? 'year' : 'years'}` : `${months} months`;

/** The longest validity the framework allows binds every rule below it. */
export function checkValidity(set: RuleSet, longest: number | undefined, whose: string): void {
  if (longest === undefined) return;
  const allowed = `the ${yearsText(longest)} that ${whose} allows`;
  const check = (found: Validity | undefined, path: Path): void => {
    if (!found || 'never' in found) throw new Refusal(path, `without an end this is longer than ${allowed}`);
    if (!('months' in found) || found.months <= longest) return;
    throw new Refusal(path, `a validity of ${yearsText(found.months)} is longer than ${allowed}`);
  };
  if (set.validity) check(set.validity, ['validity']);
  set.rules.forEach((rule, i) => check(rule.validity ?? set.validity, ['rules', i, 'validity']));
}

/** Windows end some day; what moves on to later periods needs a calendar that always has a next one. */
function endless(set: RuleSet, calendar: string, path: Path): void {
  if (set.calendars[calendar]?.form === 'windows')
    throw new Refusal(path, `"${calendar}" has no next period after its last window`);
}

const later = (found: Validity | undefined): number => (found && 'later' in found ? found.later : 0);

function checkRules(set: RuleSet): void {
  const closed = new Map<string, string>();
  set.rules.forEach((rule, i) => {
    const path = ['rules', i];
    knownUnit(set, rule.unit, path);
    const earlier = closed.get(rule.unit);
    if (earlier) throw new Refusal(path, `this rule is never reached: "${earlier}" before it takes every outcome`);
    if (!rule.when) closed.set(rule.unit, rule.id);
    for (const [key, name] of [
      ['spread', rule.spread?.over],
      ['validity', rule.validity && 'end_of' in rule.validity ? rule.validity.end_of : undefined],
    ] as const) {
      if (name !== undefined && !(name in set.calendars))
        throw new Refusal([...path, key], `unknown calendar "${name}"`);
      if (name !== undefined && (key === 'spread' || later(rule.validity) > 0)) endless(set, name, [...path, key]);
    }
  });
  const { validity } = set;
  if (validity && 'end_of' in validity && !(validity.end_of in set.calendars)) {
    throw new Refusal(['validity', 'end_of'], `unknown calendar "${validity.end_of}"`);
  }
}

function checkGroup(set: RuleSet, per: readonly GroupKey[], path: Path, oneCalendar: boolean): void {
  per.forEach(({ key }, i) => {
    if (!(key in set.calendars) && !(key in factTypes(set))) {
      throw new Refusal([...path, 'per', i], `"${key}" is no fact and no calendar of this rule set`);
    }
  });
  const calendars = per.filter(({ key }) => key in set.calendars);
  if (!oneCalendar) return;
  const [only] = calendars;
  if (calendars.length !== 1 || !only) {
    throw new Refusal([...path, 'per'], 'what is carried over needs exactly one calendar to be carried along');
  }
  endless(set, only.key, [...path, 'per']);
}

function checkLimit(set: RuleSet, limit: Limit, index: number): void {
  const path = ['limits', index];
  const { action } = limit;
  knownUnit(set, limit.unit, path);
  checkGroup(set, limit.per, path, action.do === 'cap' && action.carry !== undefined);
  const best = action.do === 'keep' ? action.best : 'amount';
  if (!['amount', 'earliest', 'latest'].includes(best) && !(best in factTypes(set))) {
    throw new Refusal([...path, 'keep', 'best'], `"${best}" is no fact; expected amount, earliest, latest or a fact`);
  }
  if (action.do !== 'round') return;
  const earlier = set.limits.slice(0, index).filter(({ unit }) => !unit || !limit.unit || unit === limit.unit);
  if (earlier.some((other) => other.action.do === 'round'))
    throw new Refusal(path, 'a unit is rounded together only once');
  if (action.rounding.mode !== 'down' && earlier.some((other) => other.action.do !== 'keep')) {
    throw new Refusal(path, 'rounding up after a cap could exceed the cap; round first');
  }
  for (const [unit, { scale }] of Object.entries(set.units)) {
    const step = action.rounding.to;
    if ((limit.unit ?? unit) === unit && !same(roundTo(step, unitStep(scale), 'down'), step)) {
      throw new Refusal([...path, 'round', 'to'], `this is finer than the smallest part of ${unit}`);
    }
  }
}

function checkRequirement(set: RuleSet, found: Requirement, path: Path): void {
  knownUnit(set, found.unit, path);
  checkGroup(set, found.per, path, found.need.is === 'at_least' && found.need.surplus !== undefined);
  if (found.need.is === 'average' && factTypes(set)[found.need.of] !== 'number') {
    throw new Refusal([...path, 'average', 'of'], `"${found.need.of}" is no number among the facts`);
  }
  if (found.need.is === 'any') found.need.of.forEach((part, i) => checkRequirement(set, part, [...path, 'any', i]));
}

function collect(start: Expression, pick: (found: Expression) => string | undefined): string[] {
  const names: string[] = [];
  const visitor: Visitor = {
    test: () => undefined,
    expression: (found) => {
      const name = pick(found);
      if (name !== undefined) names.push(name);
    },
  };
  visitExpression(start, [], visitor);
  return names;
}

/** Which units a unit is computed from; the assessment follows this order. */
export function unitNeeds(set: RuleSet): Map<string, string[]> {
  const pick = (found: Expression) => (found.op === 'given' ? found.unit : undefined);
  const viaTable = Object.values(set.tables).flatMap((table) => collect(table, pick));
  const needs = new Map<string, string[]>(Object.keys(set.units).map((unit) => [unit, []]));
  for (const rule of set.rules) {
    for (const step of rule.give ?? []) {
      if (step.op === 'round') continue;
      const direct = collect(step.amount, pick);
      const named = collect(step.amount, (found) =>
        found.op === 'name' && found.name in set.tables ? '*' : undefined,
      );
      needs.get(rule.unit)?.push(...direct, ...(named.length > 0 ? viaTable : []));
    }
  }
  return needs;
}

function checkCycles(set: RuleSet): void {
  const tables = Object.entries(set.tables).map(([name, found]): [string, string[]] => [
    name,
    collect(found, (part) => (part.op === 'name' ? part.name : undefined)),
  ]);
  const inTables = findCycle(new Map(tables));
  if (inTables) throw new Refusal(['tables', inTables[0] ?? ''], `this runs in a circle: ${inTables.join(' -> ')}`);
  const inUnits = findCycle(unitNeeds(set));
  if (inUnits) throw new Refusal(['rules'], `units are computed from each other in a circle: ${inUnits.join(' -> ')}`);
}

/** Reads one rule set and refuses it, with the place, when any part is unknown, impossible or contradictory. */
export function readRuleSet(value: unknown): RuleSet {
  const set: RuleSet = parsed(ruleSet, value);
  unique(set.rules, 'rules');
  unique(set.limits, 'limits');
  unique(set.requirements, 'requirements');
  checkNames(set);
  checkRules(set);
  set.limits.forEach((limit, i) => checkLimit(set, limit, i));
  set.requirements.forEach((found, i) => checkRequirement(set, found, ['requirements', i]));
  checkCycles(set);
  checkValidity(set, set.policy?.validity_max, 'its policy');
  return set;
}
