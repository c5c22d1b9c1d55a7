import * as z from 'zod';
import { orNothing, someText } from '#platform/fields.ts';

// The message of each rule is a word of the error catalogue; the page says it in the reader's language.

export const kinds = ['federation', 'district', 'industry', 'enterprise', 'team', 'school', 'provider'] as const;
export const roles = ['worker', 'manager', 'trainer', 'reviewer', 'officer', 'bank_officer', 'auditor'] as const;
export const ownRoles = roles.filter((role) => role !== 'worker');

const name = someText('organisation_name_missing', 120);
const memberLevel = z
  .preprocess(orNothing, z.enum(['0', '1', '2'], { error: 'value_not_allowed' }).optional())
  .transform((level) => (level === undefined || level === '0' ? null : Number(level)));
export const foundingSchema = z.object({
  parent: z.uuid(),
  kind: z.enum(kinds, { error: 'organisation_kind_missing' }),
  name,
  member_level: memberLevel,
});
export const renamingSchema = z.object({ organisation: z.uuid(), name, member_level: memberLevel });
export const endingSchema = z.object({ worker: z.uuid(), membership: z.uuid() });
