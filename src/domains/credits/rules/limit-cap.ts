import type { Period } from '#domains/credits/rules/calendar.ts';
import {
  amountFor,
  groupsOf,
  labelText,
  selects,
  type Context,
  type Group,
} from '#domains/credits/rules/limit-group.ts';
import { inOrder, partFacts, partPeriod, settle, type Part } from '#domains/credits/rules/part.ts';
import {
  add,
  compare,
  div,
  least,
  mul,
  ONE,
  positive,
  roundTo,
  sub,
  sum,
  toText,
  unitStep,
  ZERO,
  type Ratio,
} from '#domains/credits/rules/rational.ts';
import type { Limit, LimitAction } from '#domains/credits/rules/schema-limit.ts';
import type { Reason } from '#domains/credits/rules/trace.ts';

// Limits on a sum. What was granted before fills them first, and nothing granted before is ever taken back here.

/** How far a cap was used: for a passbook that says what is left, and for a school that must keep to its shares. */
export type CapUse = { limit: string; worker: string; unit: string; group: string; cap: Ratio; used: Ratio };

type Cap = Extract<LimitAction, { do: 'cap' }>;

const amounts = (parts: readonly Part[]): Ratio => sum(parts.map(({ amount }) => amount));

/** The room a part takes: all of it, or under a cap on the balance only what is neither redeemed nor lapsed. */
function held(part: Part, { action }: Limit, { at }: Context): Ratio {
  if (action.do !== 'cap' || !action.balance) return part.amount;
  const lapsed = part.expiresOn !== undefined && part.expiresOn <= at;
  return lapsed ? ZERO : positive(sub(part.amount, part.redeemed ?? ZERO));
}

/** Lets parts through in order until the cap is full, and returns what was cut from each. */
function fill(
  parts: readonly Part[],
  cap: Ratio,
  limit: Limit,
  context: Context,
  group: string,
  reason: Reason,
): Map<Part, Ratio> {
  const excess = new Map<Part, Ratio>();
  let used = sum(parts.filter(({ prior }) => prior).map((part) => held(part, limit, context)));
  const source = limit.source ?? context.set.source;
  for (const part of parts) {
    if (part.prior) continue;
    const allowed = least(part.amount, positive(sub(cap, used)));
    const over = sub(part.amount, allowed);
    if (over.n > 0n) {
      excess.set(part, over);
      settle(part, allowed, { rule: limit.id, source, reason, facts: { cap: toText(cap), used: toText(used), group } });
    }
    used = add(used, allowed);
  }
  return excess;
}

// A cap is a whole number of smallest parts, as what it caps: a third of a hundred credits is 33.33 of them.
function whole(amount: Ratio, unit: string, { set }: Context): Ratio {
  return roundTo(amount, unitStep(set.units[unit]?.scale ?? 0), 'down');
}

function capOf(action: Cap, context: Context, { labels, unit }: Group): Ratio | undefined {
  const amount = amountFor(action.amount, context, labels);
  return amount && whole(action.share ? mul(amount, action.share) : amount, unit, context);
}

function use(
  limit: Limit,
  { worker, unit, labels }: Group,
  cap: Ratio,
  parts: readonly Part[],
  context: Context,
): CapUse {
  const used = sum(parts.map((part) => held(part, limit, context)));
  return { limit: limit.id, worker, unit, group: labelText(labels), cap, used };
}

type Slot = { group: Group; period: Period };

function firstPeriod({ parts: [first] }: Group, calendar: string, context: Context): Period | undefined {
  return first && partPeriod(first, calendar, context.set, partFacts(first, context.at, context.background));
}

/** Fills one capped group and writes down how far it is used; a cap that can't be named here does not bind. */
function capGroup(group: Group, limit: Limit, action: Cap, context: Context, uses: CapUse[]): Map<Part, Ratio> {
  const cap = capOf(action, context, group);
  if (!cap) return new Map();
  const parts = [...group.parts].sort((a, b) => b.hops - a.hops || inOrder(a, b));
  const excess = fill(parts, cap, limit, context, labelText(group.labels), 'capped');
  uses.push(use(limit, group, cap, parts, context));
  return excess;
}

/** The excess of one period as parts of the next, as far as the carry-over allows. */
function carryOver(excess: Map<Part, Ratio>, slot: Slot, limit: Limit, action: Cap, context: Context): Part[] {
  const { periods = 0, atMost } = action.carry ?? {};
  let room = atMost && amountFor(atMost, context, slot.group.labels);
  const moved: Part[] = [];
  for (const [part, over] of excess) {
    const amount = room ? least(over, room) : over;
    if (amount.n === 0n || part.hops >= periods) continue;
    if (room) room = sub(room, amount);
    const { next: date } = slot.period;
    moved.push({ ...part, amount, date, hops: part.hops + 1, rounding: { before: ZERO, after: ZERO } });
    const source = limit.source ?? context.set.source;
    const facts = { date };
    part.trace.push({ rule: limit.id, source, reason: 'carried', unit: part.unit, before: ZERO, after: amount, facts });
  }
  return moved;
}

/** What is over the cap of one period moves into the next, which has its own cap and may pass it on again. */
function capWithCarry(
  groups: Group[],
  limit: Limit,
  action: Cap,
  context: Context,
  calendar: string,
  uses: CapUse[],
): Part[] {
  const slots = new Map<string, Slot>();
  const all: Part[] = [];
  for (const group of groups) {
    const period = firstPeriod(group, calendar, context);
    if (period) slots.set(period.start, { group, period });
    else capGroup(group, limit, action, context, uses);
  }
  let queue = [...slots.keys()].sort();
  while (queue.length > 0) {
    const slot = slots.get(queue.shift() ?? '');
    if (!slot) continue;
    const excess = capGroup(slot.group, limit, action, context, uses);
    const moved = carryOver(excess, slot, limit, action, context);
    const group = { ...slot.group, parts: moved };
    const period = firstPeriod(group, calendar, context);
    if (!period) continue;
    all.push(...moved);
    const known = slots.get(period.start);
    if (known) known.group.parts.push(...moved);
    else {
      const labels = { ...group.labels, [calendar]: period.label };
      slots.set(period.start, { group: { ...group, labels, parts: [...moved] }, period });
      queue = [...queue, period.start].sort();
    }
  }
  return all;
}

/** Caps each group; returns how far each cap is used, and the parts that moved to a later period. */
export function applyCap(
  all: readonly Part[],
  limit: Limit,
  action: Cap,
  context: Context,
): { uses: CapUse[]; moved: Part[] } {
  const selected = all.filter((part) => selects(limit, part, context));
  const groups = groupsOf(selected, limit, context);
  const calendar = limit.per.find(({ key }) => key in context.set.calendars)?.key;
  const uses: CapUse[] = [];
  if (!action.carry || calendar === undefined) {
    for (const group of groups) capGroup(group, limit, action, context, uses);
    return { uses, moved: [] };
  }
  const families = new Map<string, Group[]>();
  for (const group of groups) {
    const name = JSON.stringify([group.worker, group.unit, { ...group.labels, [calendar]: '' }]);
    families.set(name, [...(families.get(name) ?? []), group]);
  }
  const moved = [...families.values()].flatMap((family) =>
    capWithCarry(family, limit, action, context, calendar, uses),
  );
  return { uses, moved };
}

/**
 * Keeps what is selected to a share of the whole it is itself part of: with a share s, at most s / (1 - s) of the rest.
 */
export function applyPortion(all: readonly Part[], limit: Limit, share: Ratio, context: Context): CapUse[] {
  if (compare(share, ONE) >= 0) return [];
  return groupsOf(all, limit, context).map((group) => {
    const inside = group.parts.filter((part) => selects(limit, part, context));
    const rest = sub(amounts(group.parts), amounts(inside));
    const cap = whole(div(mul(share, rest), sub(ONE, share)), group.unit, context);
    fill(inside, cap, limit, context, labelText(group.labels), 'portion_capped');
    return use(limit, group, cap, inside, context);
  });
}

type Taper = Extract<LimitAction, { do: 'taper' }>;

/** What is above an amount counts at a lower rate. What was granted before tells by its sum how much still counts in full. */
export function applyTaper(all: readonly Part[], limit: Limit, { above, counts }: Taper, context: Context): void {
  const selected = all.filter((part) => selects(limit, part, context));
  const source = limit.source ?? context.set.source;
  for (const { parts, labels } of groupsOf(selected, limit, context)) {
    const bound = amountFor(above, context, labels);
    if (!bound) continue;
    let before = amounts(parts.filter(({ prior }) => prior));
    for (const part of parts) {
      if (part.prior) continue;
      const { amount } = part;
      const full = least(amount, positive(sub(bound, before)));
      const facts = { above: toText(bound), rate: toText(counts), used: toText(before), group: labelText(labels) };
      settle(part, add(full, mul(sub(amount, full), counts)), { rule: limit.id, source, reason: 'tapered', facts });
      before = add(before, amount);
    }
  }
}
