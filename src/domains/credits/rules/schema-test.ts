import { z } from 'zod';
import { exactNumber, identifier, notNegative, scalarText } from '#domains/credits/rules/exact.ts';
import { granted, outcome, programme } from '#domains/credits/rules/schema-outcome.ts';
import { day } from '#domains/credits/rules/schema-when.ts';

// A rule set carries its own cases. It is published only when they hold, so the people who wrote the rule also wrote
// what it means.

const amounts = z.record(z.string(), notNegative);

export const redemption = z.strictObject({ outcome: z.string(), unit: identifier, amount: notNegative, on: day });
export type Redemption = z.infer<typeof redemption>;

const expected = z.strictObject({
  credits: amounts.optional(),
  unit: identifier.optional(),
  total: notNegative.optional(),
  periods: z.record(z.string(), amounts).optional(),
  expires_on: z.record(z.string(), day).optional(),
  courses: z.record(z.string(), z.array(z.string())).optional(),
  reasons: z.record(z.string(), z.array(z.string())).optional(),
  requirements: z.record(z.string(), z.boolean()).optional(),
  redemptions: z.array(z.string()).optional(),
});
export type Expected = z.infer<typeof expected>;

const assessed = z.strictObject({
  name: z.string().min(1),
  at: day,
  outcomes: z.array(outcome).default([]),
  granted: z.array(granted).default([]),
  programme: programme.optional(),
  about: z.record(identifier, scalarText).optional(),
  values: z.record(identifier, exactNumber).optional(),
  redeem: z.array(redemption).optional(),
  expect: expected,
});
export type AssessedCase = z.infer<typeof assessed>;

/** A change to the rule set that must be refused: the proof that an impossible rule can't slip in. */
const refused = z.strictObject({
  name: z.string().min(1),
  change: z.record(z.string(), scalarText),
  refused: z.string().min(1),
});
export type RefusedCase = z.infer<typeof refused>;

export type OwnTest = AssessedCase | RefusedCase;

export const ownTest: z.ZodType<OwnTest> = z.unknown().transform((value, context): OwnTest => {
  const schema = typeof value === 'object' && value !== null && 'change' in value ? refused : assessed;
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  context.issues.push(...(result.error.issues as typeof context.issues));
  return z.NEVER;
});
