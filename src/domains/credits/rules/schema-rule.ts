import { z } from 'zod';
import { dispatch, identifier, isRecord, notNegative, wholeNumber } from '#domains/credits/rules/exact.ts';
import type { Ratio } from '#domains/credits/rules/rational.ts';
import { expression, rounding, type Expression, type Rounding } from '#domains/credits/rules/schema-expression.ts';
import { condition, day, type Condition } from '#domains/credits/rules/schema-when.ts';

// What one outcome is worth, before anything is compared with anything else.

const WITH_AMOUNT = ['take', 'times', 'add', 'less', 'at_most', 'at_least'] as const;
type WithAmount = (typeof WITH_AMOUNT)[number];

export type Step = { id?: string; source?: string; when?: Condition } & (
  { op: WithAmount; amount: Expression } | { op: 'round'; rounding: Rounding }
);

export type Course = { course: string; credits: Ratio; match?: Ratio };
export type Words = { zh: string; en: string };
export type Validity = { months: number } | { until: string } | { end_of: string; later: number } | { never: true };
export type Renewal = { months: number; times: number };

export type Rule = {
  id: string;
  title?: Words;
  source?: string;
  unit: string;
  dated_by?: DatedBy;
  when?: Condition;
  requires?: Condition;
  give?: readonly Step[];
  courses?: readonly Course[];
  spread?: { over: string; parts: number };
  validity?: Validity;
  renewal?: Renewal;
};

export const DATED_BY = ['started', 'ended', 'awarded'] as const;
export type DatedBy = (typeof DATED_BY)[number];

export const words: z.ZodType<Words> = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export const source = z.string().min(1).max(1000);

/** Years and months as months, because a validity of 18 months is as common as one of two years. */
export const duration: z.ZodType<number> = dispatch<number>((value) => {
  if (isRecord(value) && 'years' in value) {
    return z.strictObject({ years: wholeNumber(1, 100) }).transform(({ years }) => years * 12);
  }
  return z.strictObject({ months: wholeNumber(1, 1200) }).transform(({ months }) => months);
});

const never: z.ZodType<Validity> = z.literal('never').transform(() => ({ never: true }));

export const validity: z.ZodType<Validity> = dispatch<Validity>((value) => {
  if (value === 'never') return never;
  if (isRecord(value) && 'until' in value) return z.strictObject({ until: day });
  if (isRecord(value) && 'end_of' in value)
    return z.strictObject({ end_of: identifier, later: wholeNumber(0, 100).default(0) });
  return duration.transform((months) => ({ months }));
});

export const renewal: z.ZodType<Renewal> = z
  .strictObject({ adds: duration, times: wholeNumber(1, 100) })
  .transform(({ adds, times }) => ({ months: adds, times }));

const about = { id: identifier.optional(), source: source.optional(), when: condition.optional() };

const amountStep = (op: WithAmount): z.ZodType<Step> =>
  z.strictObject({ ...about, [op]: expression }).transform((found): Step => {
    const { id, source: where, when, ...rest } = found;
    return { op, amount: (rest as Record<string, unknown>)[op] as Expression, id, source: where, when };
  });

const amountSteps = Object.fromEntries(WITH_AMOUNT.map((op) => [op, amountStep(op)]));

const roundStep: z.ZodType<Step> = z
  .strictObject({ ...about, round: rounding })
  .transform(({ round, ...rest }) => ({ op: 'round', rounding: round, ...rest }));

const step = dispatch<Step>((value) => {
  if (isRecord(value) && 'round' in value) return roundStep;
  const op = isRecord(value) ? WITH_AMOUNT.find((name) => name in value) : undefined;
  return (op && amountSteps[op]) || `expected a step: ${WITH_AMOUNT.join(', ')} or round`;
});

const give = dispatch<Step[]>((value) => {
  if (!Array.isArray(value)) return expression.transform((amount): Step[] => [{ op: 'take', amount }]);
  return z
    .array(step)
    .min(1)
    .refine(([first]) => first?.op === 'take', { message: 'the first step must take an amount', path: [0] });
});

const course = z.strictObject({
  course: z.string().min(1).max(200),
  credits: notNegative,
  match: notNegative.optional(),
});

export const rule: z.ZodType<Rule> = z
  .strictObject({
    id: identifier,
    title: words.optional(),
    source: source.optional(),
    unit: identifier,
    dated_by: z.enum(DATED_BY).optional(),
    when: condition.optional(),
    requires: condition.optional(),
    give: give.optional(),
    courses: z.array(course).min(1).optional(),
    spread: z.strictObject({ over: identifier, parts: wholeNumber(2, 50) }).optional(),
    validity: validity.optional(),
    renewal: renewal.optional(),
  })
  .refine((found) => (found.give === undefined) !== (found.courses === undefined), 'expected either give or courses')
  .refine((found) => found.courses === undefined || found.spread === undefined, {
    message: 'courses can not be spread over periods',
    path: ['spread'],
  });
