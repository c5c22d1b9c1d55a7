import { periodOf, type Period } from '#domains/credits/rules/calendar.ts';
import { daysBetween, monthsBetween } from '#domains/credits/rules/dates.ts';
import { factText, normalised, type Facts, type FactValue } from '#domains/credits/rules/facts.ts';
import { toText, type Ratio } from '#domains/credits/rules/rational.ts';
import type { GroupKey } from '#domains/credits/rules/schema-limit.ts';
import type { Outcome, Programme } from '#domains/credits/rules/schema-outcome.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import type { Reason, TraceFacts, TraceLine } from '#domains/credits/rules/trace.ts';

/**
 * An amount in one unit on one day: what limits cut and what is posted in the end. An outcome may have several, over
 * periods or courses.
 */
export type Part = {
  key: string;
  outcome: Outcome;
  origin: string;
  /** Null for what was granted before: it counts, but it is never changed. */
  set: RuleSet | null;
  rule: string;
  unit: string;
  amount: Ratio;
  date: string;
  course?: string;
  match?: Ratio;
  expiresOn?: string;
  rounding?: { before: Ratio; after: Ratio };
  /** How much of what was granted before has been redeemed since. */
  redeemed?: Ratio;
  prior: boolean;
  hops: number;
  trace: TraceLine[];
};

/**
 * One real result of one worker from one issuer. The rule version is left out on purpose: a new version must not pay
 * again.
 */
export const dedupeKey = ({ worker, issuer, id }: Outcome): string => JSON.stringify([worker, issuer, id]);

/** What is known besides the outcomes: facts about the worker, and the programme the credits are to count towards. */
export function backgroundFacts(
  programme: Programme | undefined,
  about: Record<string, FactValue> = {},
): Record<string, FactValue> {
  const facts: Record<string, FactValue> = { ...about };
  if (!programme) return facts;
  for (const [name, value] of Object.entries(programme)) if (value !== undefined) facts[`programme_${name}`] = value;
  return facts;
}

export function outcomeFacts(outcome: Outcome, origin: string, at: string, context: Record<string, FactValue>): Facts {
  const { facts } = outcome;
  // Ages are reckoned only when a rule asks: most never do, and there may be many thousands of outcomes.
  const age = (between: (from: string, to: string) => number): string | undefined => {
    const ended = factText(facts['ended']);
    return ended !== undefined && ended <= at ? String(between(ended, at)) : undefined;
  };
  return (name) => {
    if (Object.hasOwn(facts, name)) return facts[name];
    if (name === 'outcome') return outcome.id;
    if (name === 'issuer') return outcome.issuer;
    if (name === 'origin') return origin;
    if (name === 'age_months') return age(monthsBetween);
    return name === 'age_days' ? age(daysBetween) : context[name];
  };
}

export function partFacts(part: Part, at: string, context: Record<string, FactValue>): Facts {
  const base = outcomeFacts(part.outcome, part.origin, at, context);
  return (name) => {
    if (name === 'rule') return part.rule;
    if (name === 'course' && part.course !== undefined) return part.course;
    if (name === 'match' && part.match) return toText(part.match);
    return base(name);
  };
}

export function partPeriod(part: Part, calendar: string, set: RuleSet, facts: Facts): Period | undefined {
  const found = set.calendars[calendar];
  return found && periodOf(found, part.date, facts);
}

/** The value a part is grouped by, or nothing when it has none. */
export function groupValue(
  { key, normalised: loose }: GroupKey,
  part: Part,
  set: RuleSet,
  facts: Facts,
): string | undefined {
  if (key in set.calendars) return partPeriod(part, key, set, facts)?.label;
  if (key === 'outcome') return part.key;
  const value = factText(facts(key));
  return loose && value !== undefined ? normalised(value) : value;
}

/** The one order in which parts fill a cap: by day, then by key, so that the order of the input never matters. */
export function inOrder(a: Part, b: Part): number {
  const x = [a.date, a.key, a.course ?? '', a.rule];
  const y = [b.date, b.key, b.course ?? '', b.rule];
  const i = x.findIndex((value, index) => value !== y[index]);
  return i < 0 ? 0 : (x[i] ?? '') < (y[i] ?? '') ? -1 : 1;
}

type Cut = { rule: string; source: string; reason: Reason; facts?: TraceFacts };

/** Changes an amount and writes down why; an unchanged amount leaves no line. */
export function settle(part: Part, after: Ratio, { rule, source, reason, facts = {} }: Cut): void {
  if (part.amount.n === after.n && part.amount.d === after.d) return;
  part.trace.push({ rule, source, reason, unit: part.unit, before: part.amount, after, facts });
  part.amount = after;
}
