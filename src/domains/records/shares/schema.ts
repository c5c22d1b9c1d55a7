import * as z from 'zod';
import { certificateSchema } from '#domains/records/certificates/schema.ts';
import { recordKinds } from '#domains/records/schema.ts';
import { asSpelled, localText, orNothing, someText } from '#platform/fields.ts';

export const shareParts = ['all', 'courses', 'elsewhere'] as const;

const day = z.preprocess(orNothing, z.iso.date('date_not_understood').optional());

export const shareFormSchema = z.object({
  share: z.guid(),
  part: z.enum(shareParts),
  audience: someText('audience_missing', 60),
  since: day,
  expires_on: day,
  replaces: z.preprocess(orNothing, z.guid().optional()),
});
export type ShareForm = z.output<typeof shareFormSchema>;
export const shareOnlySchema = z.object({ share: z.guid() });

/** A code as it may be typed: in small letters, with spaces and dashes, and with the letters that look like figures. */
export const codeSchema = z
  .string()
  .transform(asSpelled)
  .pipe(z.string().regex(/^[0-9A-HJKMNP-TV-Z]{20}$/));

// What the database answers -------------------------------------------------------------------------------------------

const result = z.object({
  id: z.guid(),
  kind: z.enum(recordKinds),
  achieved_at: z.string(),
  hours_min: z.int().nullable(),
  version: z.int().nullable(),
  slug: z.string().nullable(),
  title: localText.nullable(),
  provider: localText.nullable(),
  verifier: z.string().nullable(),
  facts: z.record(z.string(), z.string()),
  /** It was shown, and turned out to be wrong since. */
  corrected: z.boolean(),
});
export type SharedResult = z.output<typeof result>;

const listed = {
  id: z.guid(),
  audience: z.string(),
  created_at: z.string(),
  expires_on: z.iso.date().nullable(),
  revoked_at: z.string().nullable(),
  replaced_by: z.guid().nullable(),
};
export const listedSchema = z.array(z.object(listed));
export type ListedShare = z.output<typeof listedSchema>[number];

export const myShareSchema = z.object({
  ...listed,
  code: z.string(),
  name: z.string().nullable(),
  results: z.array(result),
  opened: z.array(z.string()),
  certificate: certificateSchema.nullable(),
});
export type MyShare = z.output<typeof myShareSchema>;

export const openedSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('valid'),
    name: z.string(),
    created_at: z.string(),
    expires_on: z.iso.date().nullable(),
    results: z.array(result),
    certificate: certificateSchema.nullable(),
  }),
  z.object({ state: z.enum(['revoked', 'superseded', 'expired', 'unknown']), since: z.string().nullable() }),
]);
export type Opened = z.output<typeof openedSchema>;
