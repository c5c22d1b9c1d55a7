import * as z from 'zod';
import { claimKinds } from '#domains/records/claims/schema.ts';
import { localText } from '#platform/fields.ts';

export const sides = ['own', 'sponsored'] as const;
export const recordKinds = ['course_completed', 'course_repeated', ...claimKinds] as const;
export type RecordKind = (typeof recordKinds)[number];

/** Where a list goes on: the time and the id of the last line that was shown. What makes no sense is the beginning. */
export const placeSchema = z
  .string()
  .transform((text) => text.split('~'))
  .pipe(z.tuple([z.iso.datetime({ offset: true }), z.guid()]))
  .optional()
  .catch(undefined);
export type Place = z.output<typeof placeSchema>;

/** Which part of the record is asked for, and after which line to go on. What makes no sense is not asked. */
export const querySchema = z.object({
  side: z.enum(sides).optional().catch(undefined),
  kind: z.enum(recordKinds).optional().catch(undefined),
  year: z.coerce.number().int().min(1950).max(2100).optional().catch(undefined),
  before: placeSchema,
});
export type RecordQuery = z.output<typeof querySchema>;

const lineSchema = z.object({
  id: z.guid(),
  kind: z.string(),
  achieved_at: z.string(),
  year: z.int(),
  hours_min: z.int().nullable(),
  version: z.int().nullable(),
  slug: z.string().nullable(),
  title: localText.nullable(),
  sponsor: z.string().nullable(),
  clock_ms: z.int().nullable(),
  late_ms: z.int().nullable(),
  coverage_pct: z.int().nullable(),
  facts: z.record(z.string(), z.string()),
  verifier: z.string().nullable(),
  claim: z.guid().nullable(),
  /** Another result stands in its place. */
  corrected: z.boolean(),
});
export type RecordLine = z.output<typeof lineSchema>;

export const recordSchema = z.object({
  lines: z.array(lineSchema),
  more: z.boolean(),
  years: z.array(z.object({ year: z.int(), outcomes: z.int(), hours_min: z.int() })),
  kinds: z.array(z.object({ kind: z.enum(recordKinds), outcomes: z.int(), hours_min: z.int() })),
});
export type LifeRecord = z.output<typeof recordSchema>;
