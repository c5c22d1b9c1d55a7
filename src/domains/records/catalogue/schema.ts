import * as z from 'zod';
import { claimKinds } from '#domains/records/claims/schema.ts';

export const catalogueFormSchema = z.object({
  organisation: z.guid(),
  file: z.instanceof(File, { error: 'outcomes_file_missing' }).refine(({ size }) => size > 0, 'outcomes_file_missing'),
});
export type CatalogueForm = z.output<typeof catalogueFormSchema>;

const entry = z.object({
  kind: z.enum(claimKinds),
  title: z.string(),
  issuer: z.string(),
  facts: z.record(z.string(), z.string()).default({}),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
});
export type Entry = z.output<typeof entry>;

export const catalogueSchema = z
  .object({
    organisation: z.object({ id: z.guid(), name: z.string() }),
    kept_at: z.string().nullable(),
    entries: z.array(entry),
  })
  .nullable();
export type Catalogue = z.output<typeof catalogueSchema>;
