import { z } from 'zod';
import { exactNumber, identifier, isRecord, notNegative, scalarText } from '#domains/credits/rules/exact.ts';
import { KNOWN_FACTS, type FactValue } from '#domains/credits/rules/facts.ts';
import { toText } from '#domains/credits/rules/rational.ts';
import { day } from '#domains/credits/rules/schema-when.ts';

export type Outcome = {
  id: string;
  worker: string;
  issuer: string;
  renewed: readonly string[];
  derivedFrom: readonly string[];
  facts: Readonly<Record<string, FactValue>>;
};

/** Something given before, by whichever version of the rules: it fills caps, and it is never given a second time. */
export type Granted = Outcome & { parts: readonly GrantedPart[] };
export type GrantedPart = z.infer<typeof grantedPart>;

const text = z.string().min(1).max(500);
const amount = notNegative.transform(toText);
const byName = z.record(z.string().min(1), amount);

const factFields = {
  kind: identifier,
  name: text.optional(),
  institution: text.optional(),
  source: text.optional(),
  jurisdiction: text.optional(),
  programme: text.optional(),
  exam: text.optional(),
  course: text.optional(),
  activity: text.optional(),
  mode: text.optional(),
  role: text.optional(),
  rank: scalarText.optional(),
  level: scalarText.optional(),
  grade: scalarText.optional(),
  hours: amount.optional(),
  minutes: amount.optional(),
  minutes_per_hour: amount.optional(),
  hours_by_mode: byName.optional(),
  minutes_by_mode: byName.optional(),
  credits: amount.optional(),
  credit_unit: text.optional(),
  score: amount.optional(),
  attendance: amount.optional(),
  match: amount.optional(),
  scores: byName.optional(),
  tags: z.array(text).max(100).optional(),
  verified: z.boolean().optional(),
  started: day.optional(),
  ended: day.optional(),
  awarded: day.optional(),
};

const fields = {
  id: text,
  worker: text.default(''),
  issuer: text.default(''),
  renewed: z.array(day).max(100).default([]),
  derived_from: z.array(text).max(100).default([]),
  ...factFields,
  facts: z.record(identifier, scalarText).default({}),
};

const grantedPart = z.strictObject({
  unit: identifier,
  amount: notNegative,
  date: day,
  rule: z.string().default(''),
  course: text.optional(),
  expires_on: day.optional(),
  redeemed: notNegative.optional(),
  rounding: z.strictObject({ before: exactNumber, after: exactNumber }).optional(),
});

const TIME = ['hours', 'minutes', 'hours_by_mode', 'minutes_by_mode'];

function inconsistent(found: Record<string, unknown>): { path: string; message: string } | undefined {
  const times = TIME.filter((name) => found[name] !== undefined);
  if (times.length > 1) return { path: times[1] ?? '', message: `the time is already given as ${times[0]}` };
  const [started, ended] = [found['started'], found['ended']];
  if (typeof started === 'string' && typeof ended === 'string' && ended < started) {
    return { path: 'ended', message: `this is before the start, ${started}` };
  }
  const extra = isRecord(found['facts']) ? Object.keys(found['facts']) : [];
  const clash = extra.find((name) => name in KNOWN_FACTS);
  return clash === undefined ? undefined : { path: 'facts', message: `"${clash}" has its own place outside facts` };
}

function check(found: Record<string, unknown>, context: z.RefinementCtx): void {
  const problem = inconsistent(found);
  if (problem) context.addIssue({ code: 'custom', path: [problem.path], message: problem.message });
}

type Found = z.infer<z.ZodObject<typeof fields>>;

function toOutcome({ id, worker, issuer, renewed, derived_from, facts: extra, ...base }: Found): Outcome {
  const facts: Record<string, FactValue> = { ...extra };
  for (const [name, value] of Object.entries(base)) if (value !== undefined) facts[name] = value;
  return { id, worker, issuer, renewed: [...renewed].sort(), derivedFrom: derived_from, facts };
}

export const outcome: z.ZodType<Outcome> = z.strictObject(fields).superRefine(check).transform(toOutcome);

export const granted: z.ZodType<Granted> = z
  .strictObject({ ...fields, parts: z.array(grantedPart).min(1) })
  .superRefine(check)
  .transform(({ parts, ...rest }) => ({ ...toOutcome(rest), parts }));

/** What the credits are to count towards. Its facts are read by rules as programme_id, programme_credits and so on. */
export type Programme = z.infer<typeof programme>;
export const programme = z.strictObject({
  id: text,
  kind: text.optional(),
  level: text.optional(),
  credits: amount.optional(),
});
