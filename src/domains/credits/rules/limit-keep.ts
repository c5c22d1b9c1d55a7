import { firstFailure, holds } from '#domains/credits/rules/conditions.ts';
import { factText } from '#domains/credits/rules/facts.ts';
import { amountFor, groupsOf, labelText, selects, type Context } from '#domains/credits/rules/limit-group.ts';
import { partFacts, settle, type Part } from '#domains/credits/rules/part.ts';
import {
  add,
  compare,
  least,
  parseRatio,
  positive,
  roundTo,
  sub,
  sum,
  toText,
  ZERO,
  type Ratio,
} from '#domains/credits/rules/rational.ts';
import type { Limit, LimitAction } from '#domains/credits/rules/schema-limit.ts';
import type { Rounding } from '#domains/credits/rules/schema-expression.ts';

// Limits on which outcomes count at all, and the rounding of a sum.

type Item = { key: string; parts: Part[]; amount: Ratio; prior: boolean };

function itemsOf(parts: readonly Part[]): Item[] {
  const items = new Map<string, Item>();
  for (const part of parts) {
    const item = items.get(part.key) ?? { key: part.key, parts: [], amount: ZERO, prior: part.prior };
    item.parts.push(part);
    item.amount = add(item.amount, part.amount);
    items.set(part.key, item);
  }
  return [...items.values()];
}

function rank(item: Item, best: string, context: Context): Ratio {
  const [first] = item.parts;
  if (!first || best === 'amount') return item.amount;
  const day = parseRatio(first.date.replaceAll('-', '')) ?? ZERO;
  if (best === 'latest') return day;
  if (best === 'earliest') return sub(ZERO, day);
  const value = factText(partFacts(first, context.at, context.background)(best)) ?? '';
  const scale = context.set.scales[best];
  if (scale) return parseRatio(String(scale.indexOf(value) + 1)) ?? ZERO;
  return parseRatio(value) ?? ZERO;
}

// Ties fall to what was granted before, then to the larger amount, then to the earlier one: the groups come in
// canonical order.
function bestFirst(items: Item[], best: string, context: Context): Item[] {
  const ranks = new Map(items.map((item) => [item.key, rank(item, best, context)]));
  return [...items].sort(
    (a, b) =>
      compare(ranks.get(b.key) ?? ZERO, ranks.get(a.key) ?? ZERO) ||
      Number(b.prior) - Number(a.prior) ||
      compare(b.amount, a.amount),
  );
}

/**
 * Only the best of a group count. When a lesser one was granted before, a better one brings the difference: the worker
 * ends with what the best are worth, whichever came first.
 */
export function applyKeep(all: readonly Part[], limit: Limit, count: number, best: string, context: Context): void {
  const selected = all.filter((part) => selects(limit, part, context) && (part.prior || part.amount.n > 0n));
  const source = limit.source ?? context.set.source;
  for (const group of groupsOf(selected, limit, context, false)) {
    const sorted = bestFirst(itemsOf(group.parts), best, context);
    const [kept, dropped] = [sorted.slice(0, count), sorted.slice(count)];
    const already = sum(sorted.filter(({ prior }) => prior).map(({ amount }) => amount));
    let room = positive(sub(sum(kept.map(({ amount }) => amount)), already));
    const facts = {
      group: labelText(group.labels),
      kept: kept.map((item) => item.parts[0]?.outcome.id ?? '').join(', '),
    };
    for (const part of kept.flatMap(({ parts, prior }) => (prior ? [] : parts))) {
      const amount = least(part.amount, room);
      room = sub(room, amount);
      settle(part, amount, { rule: limit.id, source, reason: 'already_granted', facts });
    }
    for (const part of dropped.flatMap(({ parts, prior }) => (prior ? [] : parts))) {
      settle(part, ZERO, { rule: limit.id, source, reason: 'not_best', facts });
    }
  }
}

/** Rounds the running sum of a group, so that the parts add up to the rounded total, in one batch or in many. */
export function applyRound(all: readonly Part[], limit: Limit, { to, mode }: Rounding, context: Context): void {
  const selected = all.filter((part) => selects(limit, part, context));
  const source = limit.source ?? context.set.source;
  for (const group of groupsOf(selected, limit, context)) {
    const prior = group.parts.filter((part) => part.prior);
    let exact = sum(prior.map(({ rounding, amount }) => rounding?.before ?? amount));
    let given = sum(prior.map(({ rounding, amount }) => rounding?.after ?? amount));
    for (const part of group.parts) {
      if (part.prior) continue;
      const before = part.amount;
      exact = add(exact, before);
      const after = positive(sub(roundTo(exact, to, mode), given));
      given = add(given, after);
      part.rounding = { before, after };
      const facts = { to: toText(to), group: labelText(group.labels) };
      settle(part, after, { rule: limit.id, source, reason: 'rounded_together', facts });
    }
  }
}

type Together = Extract<LimitAction, { do: 'together' }>;

/** All or nothing: a group that lacks something it needs counts for nothing yet. */
export function applyTogether(all: readonly Part[], limit: Limit, action: Together, context: Context): void {
  const selected = all.filter((part) => selects(limit, part, context));
  const source = limit.source ?? context.set.source;
  for (const group of groupsOf(selected, limit, context)) {
    const counting = group.parts.filter(({ amount }) => amount.n > 0n);
    const need = action.atLeast && amountFor(action.atLeast, context, group.labels);
    const have = sum(counting.map(({ amount }) => amount));
    const envs = counting.map((part) => ({
      facts: partFacts(part, context.at, context.background),
      scales: context.set.scales,
    }));
    const missing = action.includes.find((condition) => !envs.some((env) => holds(condition, env)));
    const lack = missing && firstFailure(missing, { facts: () => undefined, scales: context.set.scales });
    const count = new Set(counting.map(({ key }) => key)).size;
    const enough = (!need || compare(have, need) >= 0) && count >= (action.count ?? 0) && !missing;
    if (enough) continue;
    const wanted = lack
      ? `${lack.fact} ${lack.need}`
      : need && compare(have, need) < 0
        ? toText(need)
        : `${action.count ?? ''}`;
    const facts = { group: labelText(group.labels), need: wanted, have: need ? toText(have) : String(count) };
    for (const part of group.parts) {
      if (!part.prior) settle(part, ZERO, { rule: limit.id, source, reason: 'not_complete', facts });
    }
  }
}
