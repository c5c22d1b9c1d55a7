import * as z from 'zod';
import { limits } from '#domains/membership/roster/rules.ts';
import { limits as sheet } from '#platform/sheets/rows.ts';
import { fields, type Field } from '#domains/membership/roster/vocabulary.ts';
import { orNothing } from '#platform/fields.ts';

// The message of each rule is a word of the error catalogue; the page says it in the reader's language.

export const uploadSchema = z.object({
  house: z.uuid(),
  file: z
    .instanceof(File, { error: 'file_missing' })
    .refine(({ size }) => size > 0, 'file_missing')
    .refine(({ size }) => size <= 16 * 1024 * 1024, 'file_too_large'),
});

// A select says "no column" by an empty value.
const column = z.preprocess(orNothing, z.coerce.number<unknown>().int().min(0).max(sheet.columns).optional());

export const mappingShape = Object.fromEntries(fields.map((field) => [field, column])) as Record<Field, typeof column>;
export const mappingSchema = z.object({ import: z.uuid(), ...mappingShape });
export const importSchema = z.object({ import: z.uuid() });

export const leavingSchema = z.object({
  house: z.uuid(),
  employee_no: z.string().min(1).max(40),
  understood: z.literal('on', 'leaving_not_confirmed'),
});

export const slipsSchema = z.object({
  house: z.uuid(),
  employee_no: z.array(z.string().min(1).max(40)).min(1, 'slips_none_chosen').max(limits.slips, 'slips_too_many'),
});
