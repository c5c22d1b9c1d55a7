import { z } from 'zod';
import { dispatch, identifier, isRecord, notNegative, shareNumber, wholeNumber } from '#domains/credits/rules/exact.ts';
import type { Ratio } from '#domains/credits/rules/rational.ts';
import { expression, rounding, type Expression, type Rounding } from '#domains/credits/rules/schema-expression.ts';
import { source, words, type Words } from '#domains/credits/rules/schema-rule.ts';
import { condition, type Condition } from '#domains/credits/rules/schema-when.ts';

// What outcomes are worth beside each other. A limit selects, groups, and then does exactly one thing to each group.

export type GroupKey = { key: string; normalised: boolean };

export type LimitAction =
  | { do: 'keep'; count: number; best: string }
  | { do: 'cap'; amount: Expression; share?: Ratio; carry?: { periods: number; atMost?: Expression }; balance: boolean }
  | { do: 'round'; rounding: Rounding }
  | { do: 'portion'; share: Ratio }
  | { do: 'taper'; above: Expression; counts: Ratio }
  | { do: 'together'; atLeast?: Expression; count?: number; includes: readonly Condition[] };

type Scope = { id: string; title?: Words; source?: string; unit?: string; when?: Condition; select?: Condition };

export type Limit = Scope & { per: readonly GroupKey[]; action: LimitAction };

export type Need =
  | { is: 'at_least'; amount: Expression; surplus?: { periods: number; atMost?: Expression } }
  | { is: 'share'; share: Ratio }
  | { is: 'count'; count: number }
  | { is: 'average'; of: string; least: Ratio }
  | { is: 'any'; of: readonly Requirement[] };

export type Requirement = Scope & { per: readonly GroupKey[]; need: Need };

const groupKey = dispatch<GroupKey>((value) =>
  isRecord(value)
    ? z.strictObject({ normalised: identifier }).transform(({ normalised }) => ({ key: normalised, normalised: true }))
    : identifier.transform((key) => ({ key, normalised: false })),
);

const scope = {
  id: identifier,
  title: words.optional(),
  source: source.optional(),
  unit: identifier.optional(),
  when: condition.optional(),
  select: condition.optional(),
  per: z.array(groupKey).max(6).default([]),
};

const carried = z
  .strictObject({ periods: wholeNumber(1, 50), at_most: expression.optional() })
  .transform(({ periods, at_most }) => ({ periods, atMost: at_most }));

const keep = z
  .strictObject({ count: wholeNumber(1, 1000).default(1), best: identifier.default('amount') })
  .transform(({ count, best }): LimitAction => ({ do: 'keep', count, best }));

// A cap on what was ever given, or on the balance: then what was redeemed or has lapsed makes room again.
const capOptions = { carry: carried.optional(), balance: z.boolean().default(false) };

const cap = dispatch<LimitAction>((value) => {
  if (isRecord(value) && 'share' in value) {
    return z
      .strictObject({ share: shareNumber, of: expression, ...capOptions })
      .transform(({ share, of, carry, balance }): LimitAction => ({ do: 'cap', amount: of, share, carry, balance }));
  }
  return z
    .strictObject({ at_most: expression, ...capOptions })
    .transform(({ at_most, carry, balance }): LimitAction => ({ do: 'cap', amount: at_most, carry, balance }));
});

const together = z
  .strictObject({
    at_least: expression.optional(),
    count: wholeNumber(1, 1000).optional(),
    includes: z.array(condition).min(1).optional(),
  })
  .refine((found) => Object.values(found).some((part) => part !== undefined), 'expected at_least, count or includes')
  .transform(({ at_least, count, includes }): LimitAction => ({
    do: 'together',
    atLeast: at_least,
    count,
    includes: includes ?? [],
  }));

const actions: Record<string, z.ZodType<LimitAction>> = {
  keep,
  cap,
  round: rounding.transform((found): LimitAction => ({ do: 'round', rounding: found })),
  portion: z
    .strictObject({ at_most: shareNumber })
    .transform(({ at_most }): LimitAction => ({ do: 'portion', share: at_most })),
  taper: z
    .strictObject({ above: expression, counts: shareNumber })
    .transform(({ above, counts }): LimitAction => ({ do: 'taper', above, counts })),
  together,
};

function oneAction<T>(choices: Record<string, z.ZodType<T>>, value: unknown): [string, z.ZodType<T>] | string {
  const names = Object.keys(choices).filter((name) => isRecord(value) && name in value);
  const [name = ''] = names;
  const schema = choices[name];
  if (names.length === 1 && schema) return [name, schema];
  return `expected exactly one of ${Object.keys(choices).join(', ')}`;
}

export const limit: z.ZodType<Limit> = dispatch<Limit>((value) => {
  const found = oneAction(actions, value);
  if (typeof found === 'string') return found;
  const [name, action] = found;
  return z
    .strictObject({ ...scope, [name]: action })
    .transform(({ id, title, source: where, unit, when, select, per, ...rest }): Limit => {
      const done = (rest as Record<string, unknown>)[name] as LimitAction;
      return { id, title, source: where, unit, when, select, per, action: done };
    });
});

const needs: Record<string, z.ZodType<unknown>> = {
  at_least: expression,
  share: shareNumber,
  count: wholeNumber(1, 100_000),
  average: z.strictObject({ of: identifier, at_least: notNegative }),
  any: z.lazy(() => z.array(requirement).min(2)),
};

type Surplus = { periods: number; atMost?: Expression };

function need(name: string, value: unknown, surplus: Surplus | undefined): Need {
  if (name === 'at_least') return { is: 'at_least', amount: value as Expression, surplus };
  if (name === 'share') return { is: 'share', share: value as Ratio };
  if (name === 'average') {
    const { of, at_least } = value as { of: string; at_least: Ratio };
    return { is: 'average', of, least: at_least };
  }
  return name === 'count' ? { is: 'count', count: value as number } : { is: 'any', of: value as Requirement[] };
}

export const requirement: z.ZodType<Requirement> = dispatch<Requirement>((value) => {
  const found = oneAction(needs, value);
  if (typeof found === 'string') return found;
  const [name, schema] = found;
  const surplus = name === 'at_least' ? { surplus: carried.optional() } : {};
  return z.strictObject({ ...scope, ...surplus, [name]: schema }).transform((all): Requirement => {
    const { id, title, source: where, unit, when, select, per } = all;
    const rest = all as Record<string, unknown>;
    const spare = rest['surplus'] as Surplus | undefined;
    return { id, title, source: where, unit, when, select, per, need: need(name, rest[name], spare) };
  });
});
