import { z } from 'zod';
import { aboveZero, dispatch, identifier, isRecord, notNegative } from '#domains/credits/rules/exact.ts';
import { parseRatio, ROUNDING_MODES, type Ratio, type RoundingMode } from '#domains/credits/rules/rational.ts';
import { condition, type Condition } from '#domains/credits/rules/schema-when.ts';

// One little language for every amount: what a rule gives, by what it multiplies, where a cap lies, what a degree asks
// for.

export type Rounding = { to: Ratio; mode: RoundingMode };
export type LookupTable = { [key: string]: Ratio | LookupTable };

export type Expression =
  | { op: 'number'; value: Ratio }
  | { op: 'name'; name: string }
  | { op: 'sum' | 'product' | 'least' | 'greatest' | 'difference' | 'quotient'; of: readonly Expression[] }
  | { op: 'lookup'; by: readonly string[]; table: LookupTable; otherwise?: Expression }
  | { op: 'cases'; cases: readonly { when: Condition; value: Expression }[]; otherwise?: Expression }
  | { op: 'round'; of: Expression; rounding: Rounding }
  | { op: 'hours'; per: Expression; modes?: Record<string, Ratio> }
  | { op: 'given'; unit: string };

export const rounding: z.ZodType<Rounding> = z.strictObject({ to: aboveZero, mode: z.enum(ROUNDING_MODES) });

const expressions = z.lazy(() => z.array(expression).min(1));
const pair = z.lazy(() => z.array(expression).length(2, 'expected exactly two amounts'));

const table: z.ZodType<LookupTable> = z.lazy(() =>
  z.record(
    z.string(),
    dispatch<Ratio | LookupTable>((value) => (isRecord(value) ? table : notNegative)),
  ),
);

const many = (op: 'sum' | 'product' | 'least' | 'greatest'): z.ZodType<Expression> =>
  z.strictObject({ [op]: expressions }).transform((found) => ({ op, of: found[op] ?? [] }));

const two = (op: 'difference' | 'quotient'): z.ZodType<Expression> =>
  z.strictObject({ [op]: pair }).transform((found) => ({ op, of: found[op] ?? [] }));

const hoursBody = z.strictObject({
  minutes_per_hour: z.lazy(() => expression).optional(),
  modes: z.record(z.string(), notNegative).optional(),
});

const sixty: Expression = { op: 'number', value: { n: 60n, d: 1n } };

// The key that a map carries says which operation it is; everything else in the map is then checked against that
// operation alone.
const operations: Record<string, z.ZodType<Expression>> = {
  sum: many('sum'),
  product: many('product'),
  least: many('least'),
  greatest: many('greatest'),
  difference: two('difference'),
  quotient: two('quotient'),
  lookup: z
    .strictObject({
      lookup: z.array(identifier).min(1).max(4),
      in: table,
      otherwise: z.lazy(() => expression).optional(),
    })
    .transform((found) => ({ op: 'lookup', by: found.lookup, table: found.in, otherwise: found.otherwise })),
  cases: z
    .strictObject({
      cases: z.array(z.strictObject({ when: condition, value: z.lazy(() => expression) })).min(1),
      otherwise: z.lazy(() => expression).optional(),
    })
    .transform((found) => ({ op: 'cases', ...found })),
  round: z
    .strictObject({ round: z.lazy(() => expression), to: aboveZero, mode: z.enum(ROUNDING_MODES) })
    .transform((found) => ({ op: 'round', of: found.round, rounding: { to: found.to, mode: found.mode } })),
  hours: z
    .strictObject({ hours: hoursBody })
    .transform(({ hours }) => ({ op: 'hours', per: hours.minutes_per_hour ?? sixty, modes: hours.modes })),
  given: z.strictObject({ given: identifier }).transform((found) => ({ op: 'given', unit: found.given })),
};

const number: z.ZodType<Expression> = notNegative.transform((value) => ({ op: 'number', value }));
const name: z.ZodType<Expression> = identifier.transform((found) => ({ op: 'name', name: found }));

export const expression: z.ZodType<Expression> = dispatch<Expression>((value) => {
  if (!isRecord(value)) return typeof value === 'string' && parseRatio(value) === undefined ? name : number;
  const operation = Object.keys(operations).find((key) => key in value);
  const known = Object.keys(operations).join(', ');
  return (operation && operations[operation]) || `expected a number, a name, or one of: ${known}`;
});
