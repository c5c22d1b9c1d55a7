import * as z from 'zod';
import { myShareSchema } from '#domains/records/shares/schema.ts';

export const signedShareSchema = myShareSchema.extend({ status: z.object({ list: z.int(), place: z.int() }) });
export type SignedShare = z.output<typeof signedShareSchema>;

export const signedFormats = ['badge.json', 'badge.jwt', 'learner-record.json', 'learner-record.jwt'] as const;
export type SignedFormat = (typeof signedFormats)[number];

export const takenBackSchema = z.array(z.int());

/** What a file says about where it can be verified. */
export const claimedSchema = z.looseObject({ id: z.url() });

/** The newest results of a share fit into a learner record; it says itself that there may be more. Each takes a while to sign. */
export const mostInRecord = 100;

/** A file that somebody holds up to be verified. None of ours is larger. */
export const mostBytes = 400_000;
export const fileFormSchema = z.object({
  file: z
    .instanceof(File, { error: 'signed_file_missing' })
    .refine(({ size }) => size > 0, 'signed_file_missing')
    .refine(({ size }) => size <= mostBytes, 'signed_file_too_large'),
});
