import * as z from 'zod';
import { anyText, count, someText } from '#platform/fields.ts';

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

// What the database answers -------------------------------------------------------------------------------------------

const programme = z.object({
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
});
export type Programme = z.output<typeof programme>;

export const mineSchema = z.object({
  programmes: z.array(programme),
  requests: z.array(
    z.object({
      voucher: id,
      title: z.string(),
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
      own: z.boolean(),
    }),
  ),
});
export type Counter = z.output<typeof counterSchema>;
