import * as z from 'zod';
import { anyText, localText, orNothing, someText } from '#platform/fields.ts';
import { reportSchema } from '#domains/credits/recognition/schema.ts';

const id = z.guid();
export const abouts = ['claim', 'credits'] as const;

export const appealFormSchema = z.object({
  appeal: id,
  about: z.enum(abouts),
  target: id,
  wish: someText('appeal_wish_missing', 1000),
});
export type AppealForm = z.output<typeof appealFormSchema>;

export const voteFormSchema = z.object({
  organisation: id,
  worker: id,
  appeal: id,
  upheld: z.enum(['yes', 'no']).transform((word) => word === 'yes'),
  unit: z.preprocess(orNothing, z.string().max(60).optional()),
  amount: anyText(20),
  reason: someText('appeal_reason_missing', 500),
});
export type VoteForm = z.output<typeof voteFormSchema>;

// What the database answers -------------------------------------------------------------------------------------------

const unit = z.object({ id: z.string(), scale: z.int(), name_zh: z.string(), name_en: z.string() });
const appeal = {
  id,
  worker_id: id,
  organisation_id: id,
  claim_id: id.nullable(),
  outcome_id: id.nullable(),
  wish: z.string(),
  asked_at: z.string(),
  due_on: z.iso.date(),
  /** How many of the panel have to agree. */
  panel_quorum: z.int(),
  decided_at: z.string().nullable(),
  upheld: z.boolean().nullable(),
  answer: z.string().nullable(),
  title: localText,
  granted: unit.omit({ id: true }).extend({ amount: z.int() }).nullable(),
  late: z.boolean(),
};
export const myAppealsSchema = z.array(z.object({ ...appeal, organisation: z.string() }));
export type MyAppeal = z.output<typeof myAppealsSchema>[number];

const vote = z.object({
  name: z.string().nullable(),
  own: z.boolean(),
  upheld: z.boolean(),
  unit: z.string().nullable(),
  scale: z.int().nullable(),
  amount: z.int().nullable(),
  reason: z.string(),
});
export type Vote = z.output<typeof vote>;

export const hearingsSchema = z.object({
  more: z.boolean(),
  units: z.array(unit),
  appeals: z.array(
    z.object({
      ...appeal,
      name: z.string().nullable(),
      votes: z.array(vote),
      conflict: z.string().nullable(),
      report: reportSchema.nullable().catch(null),
      /** The claim it is about, in the words of whoever keeps claims. */
      claim: z.json(),
    }),
  ),
});
export type Hearings = z.output<typeof hearingsSchema>;
export type Hearing = Hearings['appeals'][number];
