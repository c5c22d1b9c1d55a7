import * as z from 'zod';
import { parseSignInName } from '#domains/membership/account/rules.ts';
import { isDay } from '#domains/membership/organisations/rules.ts';
import { orNothing, someText } from '#platform/fields.ts';

// The message of each rule is a word of the error catalogue; the page says it in the reader's language.

export const kinds = ['federation', 'district', 'industry', 'enterprise', 'team', 'school', 'provider'] as const;
export const roles = ['worker', 'manager', 'trainer', 'reviewer', 'officer', 'bank_officer', 'auditor'] as const;
export const ownRoles = roles.filter((role) => role !== 'worker');

const name = someText('organisation_name_missing', 120);
const memberLevel = z
  .preprocess(orNothing, z.enum(['0', '1', '2'], { error: 'value_not_allowed' }).optional())
  .transform((level) => (level === undefined || level === '0' ? null : Number(level)));
const day = z.string().refine(isDay, 'date_not_understood');
const optionalDay = z.preprocess(orNothing, day.optional());

export const foundingSchema = z.object({
  parent: z.uuid(),
  kind: z.enum(kinds, { error: 'organisation_kind_missing' }),
  name,
  member_level: memberLevel,
});
export const renamingSchema = z.object({ organisation: z.uuid(), name, member_level: memberLevel });
export const findingSchema = z.object({
  organisation: z.uuid(),
  sign_in_name: z.string({ error: 'sign_in_name_missing' }).transform((typed, context) => {
    const found = parseSignInName(typed);
    if (found) return found.name;
    context.issues.push({ code: 'custom', message: 'sign_in_name_not_understood', input: typed });
    return z.NEVER;
  }),
});
export const appointmentSchema = z.object({
  organisation: z.uuid(),
  worker: z.uuid(),
  person_name: z.string().max(60).default(''),
  role: z.enum(roles, { error: 'role_missing' }),
  first_day: optionalDay,
  last_day: optionalDay,
});
export const endingSchema = z.object({ worker: z.uuid(), membership: z.uuid() });
