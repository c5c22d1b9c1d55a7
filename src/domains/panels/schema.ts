import * as z from 'zod';
import { localText, someText } from '#platform/fields.ts';

const id = z.guid();
export const verdicts = ['granted', 'refused'] as const;
export const ties = ['none', 'relative', 'mentor', 'team', 'interest'] as const;

export const declarationSchema = z.object({ worker: id, case: id, tie: z.enum(ties, 'tie_not_understood') });
export const voteSchema = z.object({
  worker: id,
  case: id,
  verdict: z.enum(verdicts, 'vote_not_understood'),
  reason: someText('vote_reason_missing', 500),
});
export type Vote = z.output<typeof voteSchema>;

// What the database answers -------------------------------------------------------------------------------------------

const head = {
  id,
  worker_id: id,
  title: localText,
  organisation: z.string(),
  opened_at: z.string(),
  due_at: z.string(),
  decided_at: z.string().nullable(),
  verdict: z.enum(verdicts).nullable(),
  reason: z.string().nullable(),
  name: z.string().nullable(),
  declared: z.boolean(),
  voted: z.boolean(),
};
export const casesSchema = z.object({ more: z.boolean(), cases: z.array(z.object({ ...head, at: z.string() })) });
export type CaseHead = z.output<typeof casesSchema>['cases'][number];

const said = z.object({
  name: z.string().nullable(),
  own: z.boolean(),
  verdict: z.enum(verdicts),
  reason: z.string(),
});
export type Said = z.output<typeof said>;

const localOrPlain = z.union([localText, z.string()]);
export const caseSchema = z.object({
  ...head,
  quorum: z.int(),
  subject: z
    .object({ title: localText, facts: z.array(z.object({ key: localOrPlain, value: localOrPlain.nullable() })) })
    .nullable(),
  mine: z.object({ verdict: z.enum(verdicts), reason: z.string() }).nullable(),
  votes: z.array(said).nullable(),
});
export type Case = z.output<typeof caseSchema>;
