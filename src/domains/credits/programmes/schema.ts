import * as z from 'zod';
import { anyText, count, localText, someText } from '#platform/fields.ts';

const id = z.guid();
const amount = z
  .string({ error: 'amount_not_understood' })
  .trim()
  .regex(/^\d{1,9}(\.\d{1,6})?$/, 'amount_not_understood');

export const redeemSchema = z.object({ request: id, programme: id, amount });
export const decideSchema = z.object({
  organisation: id,
  /** Worker and voucher, as they stand on the box that was ticked. */
  asked: z
    .array(z.string().regex(/^\S+ \S+$/))
    .min(1, 'redemption_not_chosen')
    .max(100),
  decision: z.enum(['post', 'void']),
  reason: anyText(200),
});
export type Decision = z.output<typeof decideSchema>;
export const programmeSchema = z.object({
  organisation: id,
  programme: id,
  title: someText('programme_title_missing', 80),
  unit: z.string().max(60),
  total: amount,
  most_pct: count('percent_not_understood', 1, 100),
  closed: z.preprocess((value) => value === 'on', z.boolean()),
});
export type ProgrammeForm = z.output<typeof programmeSchema>;

export const planFormSchema = z.object({
  organisation: id,
  programme: id,
  hours_a_credit: count('hours_a_credit_not_understood', 1, 100),
  file: z.instanceof(File, { error: 'plan_file_missing' }).refine(({ size }) => size > 0, 'plan_file_missing'),
});
export type PlanForm = z.output<typeof planFormSchema>;
export const substituteSchema = z.object({
  request: id,
  programme: id,
  course: z.string().min(1).max(40),
  outcome: id,
});
export type Substitution = z.output<typeof substituteSchema>;

// What the database answers -------------------------------------------------------------------------------------------

const standing = {
  kind: z.string(),
  name: z.string().optional(),
  trade: z.string().optional(),
  level: z.string().optional(),
  match_pct: z.int(),
};
const group = { title: z.string(), least: z.int(), most_pct: z.int() };
const course = { code: z.string(), title: z.string(), group: z.string(), credits: z.int() };

/** What a programme asks for, and what stands for each of its courses. */
export const planSchema = z.object({
  hours_a_credit: z.int(),
  groups: z.array(z.object(group)),
  courses: z.array(z.object({ ...course, by: z.array(z.object(standing)) })),
});
export type Plan = z.output<typeof planSchema>;

const programmeFacts = {
  id,
  title: z.string(),
  school: z.string(),
  total: z.int(),
  most: z.int(),
  taken: z.int(),
  unit: z.string(),
  scale: z.int(),
  name_zh: z.string(),
  name_en: z.string(),
  balance: z.int(),
};
const programme = z.object({ ...programmeFacts, planned: z.boolean() });
export type Programme = z.output<typeof programme>;

export const myProgrammeSchema = z.object({
  ...programmeFacts,
  closed: z.boolean(),
  hours_a_credit: z.int(),
  groups: z.array(z.object({ ...group, most: z.int(), taken: z.int() })),
  courses: z.array(
    z.object({
      ...course,
      state: z.enum(['accepted', 'asked']).nullable(),
      held: z.array(z.object({ outcome: id, title: localText, match_pct: z.int() })),
      by: z.array(z.object({ ...standing, course: localText.nullable(), hours_min: z.int().nullable() })),
    }),
  ),
});
export type MyProgramme = z.output<typeof myProgrammeSchema>;
export type PlannedCourse = MyProgramme['courses'][number];

export const mineSchema = z.object({
  programmes: z.array(programme),
  requests: z.array(
    z.object({
      voucher: id,
      title: z.string(),
      course: z.string().nullable(),
      school: z.string(),
      amount: z.int(),
      scale: z.int(),
      asked_at: z.string(),
      due_on: z.iso.date(),
      accepted: z.boolean().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});
export type Request = z.output<typeof mineSchema>['requests'][number];

const offered = z.object({
  id,
  title: z.string(),
  unit: z.string(),
  scale: z.int(),
  total: z.int(),
  most_pct: z.int(),
  closed: z.boolean(),
  plan: planSchema,
  accepted: z.int(),
});
export type OfferedProgramme = z.output<typeof offered>;

export const counterSchema = z.object({
  programmes: z.array(offered),
  units: z.array(z.object({ id: z.string(), scale: z.int(), name_zh: z.string(), name_en: z.string() })),
  waiting: z.array(
    z.object({
      worker: id,
      voucher: id,
      name: z.string().nullable(),
      title: z.string(),
      amount: z.int(),
      scale: z.int(),
      asked_at: z.string(),
      due_on: z.iso.date(),
      late: z.boolean(),
      course: z.string().nullable(),
      by: localText.nullable(),
      own: z.boolean(),
    }),
  ),
});
export type Counter = z.output<typeof counterSchema>;
