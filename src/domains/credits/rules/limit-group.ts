import { holds } from '#domains/credits/rules/conditions.ts';
import { evaluate, type AmountEnv } from '#domains/credits/rules/expressions.ts';
import type { FactValue } from '#domains/credits/rules/facts.ts';
import { groupValue, inOrder, partFacts, type Part } from '#domains/credits/rules/part.ts';
import { ZERO, type Ratio } from '#domains/credits/rules/rational.ts';
import type { Expression } from '#domains/credits/rules/schema-expression.ts';
import type { Limit, Requirement } from '#domains/credits/rules/schema-limit.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import { Denial } from '#domains/credits/rules/trace.ts';

/**
 * What limits and requirements know besides the parts: the rule set they stand in, the day, the background, the
 * settings.
 */
export type Context = {
  set: RuleSet;
  at: string;
  background: Record<string, FactValue>;
  values: Readonly<Record<string, Ratio>>;
};

export type Group = { worker: string; unit: string; labels: Record<string, string>; parts: Part[] };

export function contextEnv({ set, background, values }: Context, labels: Record<string, string> = {}): AmountEnv {
  return {
    facts: (name) => labels[name] ?? background[name],
    scales: set.scales,
    values,
    tables: set.tables,
    given: () => ZERO,
  };
}

export function selects({ select }: { select?: Limit['select'] }, part: Part, context: Context): boolean {
  const facts = partFacts(part, context.at, context.background);
  return holds(select, { facts, scales: context.set.scales });
}

/**
 * Groups parts by worker, unit and the limit's own keys, each group in the one canonical order. A part without a key's
 * value stands in the group "" when `blanks` is true, and in none otherwise: things without a name are no duplicates of
 * each other.
 */
export function groupsOf(parts: readonly Part[], scope: Limit | Requirement, context: Context, blanks = true): Group[] {
  const groups = new Map<string, Group>();
  for (const part of [...parts].sort(inOrder)) {
    if (!(part.unit in context.set.units) || (scope.unit !== undefined && part.unit !== scope.unit)) continue;
    const facts = partFacts(part, context.at, context.background);
    const labels: Record<string, string> = {};
    let whole = true;
    for (const key of scope.per) {
      const value = groupValue(key, part, context.set, facts);
      whole &&= value !== undefined;
      labels[key.key] = value ?? '';
    }
    if (!whole && !blanks) continue;
    const { worker } = part.outcome;
    const name = JSON.stringify([worker, part.unit, ...Object.values(labels)]);
    const group = groups.get(name) ?? { worker, unit: part.unit, labels, parts: [] };
    group.parts.push(part);
    groups.set(name, group);
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** The amount a limit or requirement names, or nothing when it speaks of a programme and none was given. */
export function amountFor(found: Expression, context: Context, labels: Record<string, string>): Ratio | undefined {
  try {
    return evaluate(found, contextEnv(context, labels));
  } catch (error) {
    if (error instanceof Denial) return undefined;
    throw error;
  }
}

export const labelText = (labels: Record<string, string>): string =>
  Object.values(labels)
    .map((label) => label || '–')
    .join(', ');
