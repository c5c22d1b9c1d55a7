import { periodOf } from '#domains/credits/rules/calendar.ts';
import { firstFailure, holds } from '#domains/credits/rules/conditions.ts';
import { addMonths } from '#domains/credits/rules/dates.ts';
import { evaluateNoting, type AmountEnv } from '#domains/credits/rules/expressions.ts';
import { factText } from '#domains/credits/rules/facts.ts';
import { settle, type Part } from '#domains/credits/rules/part.ts';
import {
  add,
  compare,
  greatest,
  least,
  mul,
  positive,
  ratio,
  roundTo,
  sub,
  toText,
  unitStep,
  ZERO,
  type Ratio,
} from '#domains/credits/rules/rational.ts';
import type { Calendar } from '#domains/credits/rules/schema-calendar.ts';
import type { Outcome } from '#domains/credits/rules/schema-outcome.ts';
import type { Renewal, Rule, Step, Validity } from '#domains/credits/rules/schema-rule.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import { Denial, type Reason, type TraceFacts, type TraceLine } from '#domains/credits/rules/trace.ts';

// What one outcome is worth by one rule, before limits compare it with anything else.

type Worth = { amount: Ratio; trace: TraceLine[] };

const CHANGES: Record<Exclude<Step['op'], 'round'>, [Reason, (running: Ratio, amount: Ratio) => Ratio]> = {
  take: ['given', (_running, amount) => amount],
  times: ['multiplied', mul],
  add: ['added', add],
  less: ['subtracted', (running, amount) => positive(sub(running, amount))],
  at_most: ['limited', least],
  at_least: ['raised', greatest],
};

function runSteps(set: RuleSet, rule: Rule, env: AmountEnv): Worth {
  const trace: TraceLine[] = [];
  let running = ZERO;
  for (const step of rule.give ?? []) {
    if (!holds(step.when, env)) continue;
    let after: Ratio;
    let reason: Reason;
    let facts: TraceFacts;
    if (step.op === 'round') {
      after = roundTo(running, step.rounding.to, step.rounding.mode);
      reason = 'rounded';
      facts = { to: toText(step.rounding.to) };
    } else {
      const { value, from } = evaluateNoting(step.amount, env);
      const [word, change] = CHANGES[step.op];
      after = change(running, value);
      reason = word;
      facts = { by: toText(value), from };
    }
    if (step.op === 'take' || compare(after, running) !== 0) {
      const id = step.id === undefined ? rule.id : `${rule.id}.${step.id}`;
      const source = step.source ?? rule.source ?? set.source;
      trace.push({ rule: id, source, reason, unit: rule.unit, before: running, after, facts });
    }
    running = after;
  }
  return { amount: running, trace };
}

// The end of the period of a day, or of so many periods later.
function endOf(calendar: Calendar, date: string, later: number, env: AmountEnv): string | undefined {
  let end = periodOf(calendar, date, env.facts)?.next;
  for (let i = 0; i < later && end !== undefined; i += 1) end = periodOf(calendar, end, env.facts)?.next;
  return end;
}

function expiry(
  set: RuleSet,
  rule: Rule,
  date: string,
  env: AmountEnv,
  renewed: readonly string[],
): string | undefined {
  const validity: Validity | undefined = rule.validity ?? set.validity;
  if (!validity || 'never' in validity) return undefined;
  if ('until' in validity) return validity.until;
  if ('end_of' in validity) {
    const calendar = set.calendars[validity.end_of];
    return calendar && endOf(calendar, date, validity.later, env);
  }
  let end = addMonths(date, validity.months);
  const renewal: Renewal | undefined = rule.renewal ?? set.renewal;
  // A renewal counts only while the credit is alive: what has lapsed must be earned again.
  for (const day of renewal ? renewed.slice(0, renewal.times) : []) {
    if (renewal && day >= date && day < end)
      end = addMonths(day, renewal.months) > end ? addMonths(day, renewal.months) : end;
  }
  return end;
}

type Blank = Omit<Part, 'amount' | 'date' | 'rule' | 'unit' | 'trace'>;

// Equal shares over consecutive periods, each dated on its own first day except the first. They are whole in the unit's
// smallest part, and what does not divide evenly falls to the later ones, so that nothing is lost.
function spreadParts(set: RuleSet, rule: Rule, start: Part, env: AmountEnv): Part[] {
  const { spread } = rule;
  const calendar = spread && set.calendars[spread.over];
  if (!spread || !calendar) return [start];
  const source = rule.source ?? set.source;
  const step = unitStep(set.units[rule.unit]?.scale ?? 0);
  const upTo = (count: number) => roundTo(mul(start.amount, ratio(BigInt(count), BigInt(spread.parts))), step, 'down');
  const parts: Part[] = [];
  let date = start.date;
  for (let i = 0; i < spread.parts; i += 1) {
    const period = periodOf(calendar, date, env.facts);
    if (!period) throw new Denial('no_date', { fact: spread.over });
    const expiresOn = expiry(set, rule, date, env, start.outcome.renewed);
    const share = sub(upTo(i + 1), upTo(i));
    parts.push({ ...start, amount: share, date, expiresOn });
    const facts = { period: period.label, part: String(i + 1), parts: String(spread.parts) };
    start.trace.push({
      rule: rule.id,
      source,
      reason: 'spread',
      unit: rule.unit,
      before: start.amount,
      after: share,
      facts,
    });
    date = period.next;
  }
  return parts;
}

function courseParts(set: RuleSet, rule: Rule, start: Part): Part[] {
  const source = rule.source ?? set.source;
  return (rule.courses ?? []).map(({ course, credits, match }) => {
    const facts = { course };
    start.trace.push({ rule: rule.id, source, reason: 'course', unit: rule.unit, before: ZERO, after: credits, facts });
    return { ...start, course, amount: credits, match };
  });
}

/** The day by which the outcome falls into periods and versions. */
export function dateOf(set: RuleSet, rule: Rule | undefined, outcome: Outcome): string | undefined {
  return factText(outcome.facts[rule?.dated_by ?? set.dated_by]);
}

/** Applies one rule to one outcome. A denial becomes a line of the trace and no parts. */
export function worth(
  set: RuleSet,
  rule: Rule,
  blank: Blank,
  env: AmountEnv,
  at: string,
): { parts: Part[]; trace: TraceLine[] } {
  const source = rule.source ?? set.source;
  const trace: TraceLine[] = [];
  const deny = (reason: Reason, facts: TraceFacts = {}) => {
    trace.push({ rule: rule.id, source, reason, unit: rule.unit, before: ZERO, after: ZERO, facts });
    return { parts: [], trace };
  };
  const date = dateOf(set, rule, blank.outcome);
  if (date === undefined) return deny('no_date', { fact: rule.dated_by ?? set.dated_by });
  if (date > at) return deny('not_yet', { date });
  const failure = firstFailure(rule.requires, env);
  if (failure) return deny('not_met', failure);
  try {
    const done = runSteps(set, rule, env);
    trace.push(...done.trace);
    const expiresOn = expiry(set, rule, date, env, blank.outcome.renewed);
    const start: Part = { ...blank, rule: rule.id, unit: rule.unit, amount: done.amount, date, expiresOn, trace };
    const parts = rule.courses ? courseParts(set, rule, start) : spreadParts(set, rule, start, env);
    for (const part of parts) {
      if (part.expiresOn === undefined || part.expiresOn > at) continue;
      settle(part, ZERO, { rule: rule.id, source, reason: 'expired', facts: { date: part.expiresOn } });
    }
    return { parts, trace };
  } catch (error) {
    if (error instanceof Denial) return deny(error.reason, error.facts);
    throw error;
  }
}
