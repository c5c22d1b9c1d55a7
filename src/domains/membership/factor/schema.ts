import * as z from 'zod';
import { someText } from '#platform/fields.ts';

export const codeSchema = z.object({ code: someText('factor_wrong', 40) });
export const ruleFormSchema = z.object({
  organisation: z.guid(),
  required: z.enum(['yes', 'no']).transform((word) => word === 'yes'),
});

// What the database answers -------------------------------------------------------------------------------------------

export const mineSchema = z.object({ begun: z.boolean(), kept: z.boolean(), shown: z.boolean(), codes: z.int() });
export const triedSchema = z.object({
  said: z.enum(['right', 'wrong', 'wait']),
  wait_s: z.int().nullish(),
  codes: z.array(z.string()).optional(),
});
export const ruleSchema = z.object({
  required: z.boolean(),
  own: z.boolean().nullable(),
  since: z.string().nullable(),
});
export type Rule = z.output<typeof ruleSchema>;
