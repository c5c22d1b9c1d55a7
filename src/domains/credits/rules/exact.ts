import { z } from 'zod';
import { compare, ONE, parseRatio, ZERO, type Ratio } from '#domains/credits/rules/rational.ts';

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

/**
 * Parses JSON and keeps each number as the text that was written, so that 1.78 is 178/100 and not the nearest float.
 */
export function parseExactJson(text: string): unknown {
  const keep: Reviver = (_key, value, context) =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value;
  return (JSON.parse as (text: string, reviver: Reviver) => unknown)(text, keep);
}

// A database driver may already have made a number of it. Up to 15 digits its shortest text is what was written; beyond
// that it is a guess.
function exactText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const text = String(value);
  return text.replace(/[-.]/g, '').length <= 15 ? text : undefined;
}

/**
 * Passes a value on to the schema chosen by looking at it, so that an error names the one thing meant and not every
 * alternative.
 */
export function dispatch<T>(choose: (value: unknown) => z.ZodType<T> | string): z.ZodType<T> {
  return z.unknown().transform((value, context): T => {
    const schema = choose(value);
    if (typeof schema === 'string') {
      context.addIssue({ code: 'custom', message: value === undefined ? 'this is required' : schema });
      return z.NEVER;
    }
    const result = schema.safeParse(value, { reportInput: true });
    if (result.success) return result.data;
    context.issues.push(...(result.error.issues as typeof context.issues));
    return z.NEVER;
  });
}

function numberSchema(accepts: (value: Ratio) => string | undefined): z.ZodType<Ratio> {
  return z.unknown().transform((value, context): Ratio => {
    const text = exactText(value);
    const number = text === undefined ? undefined : parseRatio(text);
    const problem = number ? accepts(number) : 'expected an exact number such as 16, 1.78, 2/3 or 30%';
    if (number && problem === undefined) return number;
    context.addIssue({
      code: 'custom',
      message: value === undefined ? 'this is required' : (problem ?? 'not a number'),
    });
    return z.NEVER;
  });
}

export const exactNumber = numberSchema(() => undefined);
export const notNegative = numberSchema((value) => (value.n < 0n ? 'this can not be below zero' : undefined));
export const aboveZero = numberSchema((value) => (value.n <= 0n ? 'this must be above zero' : undefined));
export const shareNumber = numberSchema((value) => {
  if (compare(value, ZERO) < 0) return 'a share can not be below zero';
  return compare(value, ONE) > 0 ? 'a share can not be above 100 %' : undefined;
});

/** A whole number that is small enough to count with: months, periods, items. */
export const wholeNumber = (least: number, most: number): z.ZodType<number> =>
  z.unknown().transform((value, context): number => {
    const number = Number(exactText(value) ?? Number.NaN);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    context.addIssue({ code: 'custom', message: `expected a whole number from ${least} to ${most}` });
    return z.NEVER;
  });

/** A plain value kept as text. Numbers stay exactly as written, because a rank "1" and a rank 1 are the same rank. */
export const scalarText: z.ZodType<string> = z.unknown().transform((value, context): string => {
  const text = typeof value === 'boolean' ? String(value) : exactText(value);
  if (text !== undefined && text.length <= 500) return text;
  context.addIssue({ code: 'custom', message: 'expected a text or a number' });
  return z.NEVER;
});

export const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,63}$/, 'expected a name of lower-case letters, digits, "-" and "_"')
  // Names such as "constructor" live on every object, and a look-up by them would find what nobody wrote.
  .refine((name) => !(name in {}), 'this name is reserved');

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
