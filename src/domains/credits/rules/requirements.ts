import { holds } from '#domains/credits/rules/conditions.ts';
import {
  amountFor,
  contextEnv,
  groupsOf,
  labelText,
  selects,
  type Context,
  type Group,
} from '#domains/credits/rules/limit-group.ts';
import { inOrder, partFacts, partPeriod, type Part } from '#domains/credits/rules/part.ts';
import { periodOf } from '#domains/credits/rules/calendar.ts';
import {
  add,
  compare,
  div,
  least,
  mul,
  positive,
  ratio,
  sub,
  sum,
  ZERO,
  type Ratio,
} from '#domains/credits/rules/rational.ts';
import { factNumber } from '#domains/credits/rules/facts.ts';
import type { Requirement } from '#domains/credits/rules/schema-limit.ts';

// What a worker must reach: totals, shares and counts, per period or towards a degree, with what she has and what is
// missing.

export type Standing = {
  requirement: string;
  source: string;
  worker: string;
  unit: string;
  group: string;
  need: Ratio;
  have: Ratio;
  met: boolean;
};

const amounts = (parts: readonly Part[]): Ratio => sum(parts.map(({ amount }) => amount));

function standing(found: Requirement, context: Context, group: Group, need: Ratio, have: Ratio): Standing {
  const { worker, unit, labels } = group;
  const source = found.source ?? context.set.source;
  return {
    requirement: found.id,
    source,
    worker,
    unit,
    group: labelText(labels),
    need,
    have,
    met: compare(have, need) >= 0,
  };
}

function emptyGroup(found: Requirement, context: Context, worker: string): Group {
  const unit = found.unit ?? Object.keys(context.set.units)[0] ?? '';
  const labels: Record<string, string> = {};
  for (const { key } of found.per) {
    const calendar = context.set.calendars[key];
    labels[key] = (calendar && periodOf(calendar, context.at, contextEnv(context).facts)?.label) ?? '';
  }
  return { worker, unit, labels, parts: [] };
}

// Every worker gets an answer, also the one with nothing: for her it is the period of the assessment that is not met.
function groupsFor(found: Requirement, parts: readonly Part[], workers: readonly string[], context: Context): Group[] {
  const groups = groupsOf(parts, found, context);
  const missing = workers.filter((worker) => !groups.some((group) => group.worker === worker));
  return [...groups, ...missing.map((worker) => emptyGroup(found, context, worker))];
}

type Spare = { label: string; start: string; amount: Ratio };

/** Adds what earlier periods had to spare, oldest first, and notes what this one leaves over. */
function withSurplus(found: Requirement, groups: Group[], context: Context): Standing[] {
  const { need } = found;
  if (need.is !== 'at_least') return [];
  const calendar = found.per.find(({ key }) => key in context.set.calendars)?.key ?? '';
  const spares = new Map<string, Spare[]>();
  const dated = groups.map((group) => {
    const [first] = [...group.parts].sort(inOrder);
    const facts = first && partFacts(first, context.at, context.background);
    return { group, period: first && facts && partPeriod(first, calendar, context.set, facts) };
  });
  dated.sort((a, b) => ((a.period?.start ?? '9') < (b.period?.start ?? '9') ? -1 : 1));
  return dated.flatMap(({ group, period }) => {
    const target = amountFor(need.amount, context, group.labels);
    if (!target) return [];
    const own = amounts(group.parts.filter((part) => selects(found, part, context)));
    const family = JSON.stringify([group.worker, group.unit, { ...group.labels, [calendar]: '' }]);
    const before = spares.get(family) ?? [];
    const usable =
      need.surplus && period
        ? before.filter((spare) => reaches(spare, period.start, calendar, need.surplus?.periods ?? 0, context))
        : [];
    const carried = sum(usable.map(({ amount }) => amount));
    const over = positive(sub(own, target));
    const limit = need.surplus?.atMost && amountFor(need.surplus.atMost, context, group.labels);
    const amount = limit ? least(over, limit) : over;
    if (period) spares.set(family, [...before, { label: period.label, start: period.start, amount }]);
    return [standing(found, context, group, target, add(own, carried))];
  });
}

function reaches(spare: Spare, start: string, calendar: string, periods: number, context: Context): boolean {
  const found = context.set.calendars[calendar];
  let here = found && periodOf(found, spare.start, contextEnv(context).facts);
  for (let i = 0; i < periods && found && here; i += 1) {
    if (here.next === start) return true;
    here = periodOf(found, here.next, contextEnv(context).facts);
  }
  return false;
}

function simple(found: Requirement, group: Group, context: Context): Standing | undefined {
  const { need } = found;
  const chosen = group.parts.filter((part) => selects(found, part, context));
  if (need.is === 'share') {
    return standing(found, context, group, mul(need.share, amounts(group.parts)), amounts(chosen));
  }
  if (need.is === 'count') {
    const keys = new Set(chosen.filter(({ amount }) => amount.n > 0n).map(({ key }) => key));
    return standing(found, context, group, ratio(BigInt(need.count)), ratio(BigInt(keys.size)));
  }
  if (need.is === 'average') {
    const weighted = chosen.map((part) => {
      const value = factNumber(partFacts(part, context.at, context.background)(need.of));
      return { amount: value ? part.amount : ZERO, points: value ? mul(value, part.amount) : ZERO };
    });
    const weight = sum(weighted.map(({ amount }) => amount));
    const points = sum(weighted.map((one) => one.points));
    return standing(found, context, group, need.least, weight.n === 0n ? ZERO : div(points, weight));
  }
  return undefined;
}

// An alternative is met when one of its ways is: need and have are then counted in ways.
function anyOf(found: Requirement, parts: readonly Part[], workers: readonly string[], context: Context): Standing[] {
  const ways = found.need.is === 'any' ? found.need.of : [];
  return workers.map((worker) => {
    const all = ways.map((way) => standingsOf(way, parts, [worker], context).filter((one) => one.worker === worker));
    const met = all.filter((lines) => lines.length > 0 && lines.every((line) => line.met)).length;
    const group = { ...emptyGroup(found, context, worker), labels: {} };
    return standing(found, context, group, ratio(1n), met > 0 ? ratio(1n) : ZERO);
  });
}

export function standingsOf(
  found: Requirement,
  parts: readonly Part[],
  workers: readonly string[],
  context: Context,
): Standing[] {
  if (!holds(found.when, contextEnv(context))) return [];
  if (found.need.is === 'any') return anyOf(found, parts, workers, context);
  const groups = groupsFor(found, parts, workers, context);
  if (found.need.is === 'at_least') return withSurplus(found, groups, context);
  return groups.flatMap((group) => simple(found, group, context) ?? []);
}

export const aliveAt = (part: Part, at: string): boolean => part.expiresOn === undefined || part.expiresOn > at;
