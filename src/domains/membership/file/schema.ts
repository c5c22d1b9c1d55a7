import * as z from 'zod';
import { Constants } from '#platform/database-types.ts';
import { someText } from '#platform/fields.ts';

const { employment_kind, gender, skill_level, worker_group } = Constants.public.Enums;

/** A select that was left open sends an empty text, which means: not stated. */
const stated = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? null : value), schema.nullable()).default(null);

export const fileSchema = z.object({
  name: someText('name_missing', 60),
  gender: z.enum(gender, 'value_not_allowed'),
  birth_year: stated(
    z.coerce
      .number('birth_year_not_understood')
      .int('birth_year_not_understood')
      .min(1900, 'birth_year_not_understood')
      .refine((year) => year <= new Date().getFullYear(), 'birth_year_not_understood'),
  ),
  employment_kind: stated(z.enum(employment_kind, 'value_not_allowed')),
  trade: stated(z.string().trim().max(60, 'value_too_long')),
  skill_level: stated(z.enum(skill_level, 'value_not_allowed')),
  groups: z.array(z.enum(worker_group, 'value_not_allowed')).default([]),
});

export type WorkerFile = z.infer<typeof fileSchema>;
