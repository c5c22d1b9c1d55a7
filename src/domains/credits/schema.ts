import * as z from 'zod';
import { reportSchema } from '#domains/credits/recognition/schema.ts';
import { localText } from '#platform/fields.ts';

/** An amount in the smallest step of its unit. As text on its way, because JSON's numbers are floats. */
const amount = z.bigint().positive('amount_not_positive').max(1_000_000_000_000n, 'amount_too_large').transform(String);
const day = z.iso.date('date_not_understood');
const unit = z.string().min(1, 'unit_unknown');
const name = z.string().trim().min(1, 'value_missing').max(200, 'value_too_long');
const json = z.json();

const reasons = {
  worker: z.guid(),
  /** What the organisation calls this result or request. The same name is the same thing, and is paid once. */
  outer_id: name,
  attempt: z.int().min(1).max(99).default(1),
  outcome: z.guid().optional(),
  rule_set: name,
  rule_version: name,
  explanation: json,
  evidence: json.default({}),
};

/** The day of the result decides what a deposit counts for; what is asked counts for the day it is asked. */
const deposited = z.strictObject({ unit, amount, dated_on: day, expires_on: day.optional() });
const part = z.strictObject({ unit, amount });

export const recognitionSchema = z.strictObject({
  ...reasons,
  parts: z.array(deposited).min(1, 'parts_missing').max(99),
});
export const redemptionSchema = z.strictObject({ ...reasons, parts: z.tuple([part]) });
export const conversionSchema = z.strictObject({
  ...reasons,
  parts: z.tuple([part]),
  to_unit: unit,
  /** Of smallest steps: two credits of scale 0 for one of scale 1 are 10 to 2. */
  numerator: z.int().min(1, 'ratio_wrong').max(1_000_000, 'ratio_wrong'),
  denominator: z.int().min(1, 'ratio_wrong').max(1_000_000, 'ratio_wrong'),
});
const decided = { worker: z.guid(), voucher: z.guid(), reason: json.optional() };
export const settlementSchema = z.strictObject({ ...decided, decision: z.enum(['post', 'void'], 'decision_unknown') });
export const reversalSchema = z.strictObject(decided);

export type Recognition = z.input<typeof recognitionSchema>;
export type Redemption = z.input<typeof redemptionSchema>;
export type Conversion = z.input<typeof conversionSchema>;
export type Settlement = z.input<typeof settlementSchema>;
export type Reversal = z.input<typeof reversalSchema>;

/** What each row of a call is answered: its voucher, or the word of its refusal. */
export const answerSchema = z.object({
  position: z.int(),
  voucher_id: z.guid().nullable(),
  repeated: z.boolean(),
  refusal: z.string().nullable(),
});
export type Answer = z.output<typeof answerSchema>;

const accountSchema = z.object({
  unit: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  scale: z.int(),
  balance: z.int(),
  pending: z.int(),
  held: z.int(),
});
const lineSchema = z.object({
  line: z.int(),
  id: z.guid(),
  voucher: z.guid(),
  kind: z.enum(['deposit', 'conversion', 'redemption', 'reversal', 'expiry']),
  phase: z.enum(['pending', 'posted', 'voided']),
  /** What the line does to the balance: a pending deposit does nothing yet. */
  change: z.int(),
  amount: z.int(),
  balance: z.int(),
  dated_on: z.string(),
  expires_on: z.string().nullable(),
  posted_at: z.string(),
  organisation_id: z.guid(),
  organisation: z.string(),
  /** The course behind it, where there is one. */
  title: localText.nullable(),
  settled_as: z.enum(['posted', 'voided']).nullable(),
  reversed: z.boolean(),
  reason: z.json().nullable(),
});
export const passbookSchema = z.object({
  unit: z.string().nullable(),
  accounts: z.array(accountSchema),
  lines: z.array(lineSchema),
  expiring: z.array(z.object({ expires_on: z.string(), amount: z.int() })),
});
export type Passbook = z.output<typeof passbookSchema>;

export const headsSchema = z.array(z.object({ organisation: z.guid(), seq: z.int(), hash: z.string() }));

/** A result that was assessed, as a list of them shows it. */
export const assessedSchema = z.object({ outcome_id: z.guid(), appeal_until: z.iso.date(), report: reportSchema });

const movement = z.object({
  id: z.guid(),
  unit: z.string(),
  kind: z.string(),
  phase: z.string(),
  amount: z.int(),
  posted_at: z.string(),
});
/** What a panel says of what it granted. */
export const appealedSchema = z.object({ appeal: z.guid(), reasons: z.array(z.string()) });

/** Why a credit is there. Vouchers that no engine wrote explain themselves in another shape, and are shown without steps. */
export const explainedSchema = z.object({
  id: z.guid(),
  organisation_id: z.guid(),
  outcome_id: z.guid().nullable(),
  outer_id: z.string(),
  rule_set: z.string(),
  rule_version: z.string(),
  explanation: z.json(),
  evidence: z.object({
    clock_ms: z.int().optional(),
    late_ms: z.int().optional(),
    coverage_pct: z.int().optional(),
  }),
  digest: z.string(),
  /** The last day to appeal, where rules decided on it. */
  appeal_until: z.iso.date().nullable(),
  transfers: z.array(movement),
});
export type Explained = z.output<typeof explainedSchema>;
