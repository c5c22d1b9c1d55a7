import * as z from 'zod';
import { parseSignInName } from '#domains/membership/account/rules.ts';
import { isDay } from '#domains/membership/organisations/rules.ts';
import { kinds, roles } from '#domains/membership/organisations/schema.ts';
import { orNothing } from '#platform/fields.ts';

const optionalDay = z.preprocess(orNothing, z.string().refine(isDay, 'date_not_understood').optional());

export const inviteSchema = z.object({
  organisation: z.uuid(),
  sign_in_name: z.string({ error: 'sign_in_name_missing' }).transform((typed, context) => {
    const found = parseSignInName(typed);
    if (found) return found.name;
    context.issues.push({ code: 'custom', message: 'sign_in_name_not_understood', input: typed });
    return z.NEVER;
  }),
  role: z.enum(roles, { error: 'role_missing' }),
  first_day: optionalDay,
  last_day: optionalDay,
});
export type Invite = z.output<typeof inviteSchema>;

export const invitationOnlySchema = z.object({ invitation: z.guid() });
export const answerSchema = z.object({
  invitation: z.guid(),
  accept: z.enum(['yes', 'no']).transform((word) => word === 'yes'),
});

// What the database answers -------------------------------------------------------------------------------------------

const role = z.enum(roles);

export const mineSchema = z.array(
  z.object({
    id: z.guid(),
    organisation: z.string(),
    kind: z.enum(kinds),
    role,
    invited_by: z.string().nullable(),
    invited_at: z.string(),
    first_day: z.iso.date().nullable(),
    last_day: z.iso.date().nullable(),
    accepted: z.boolean().nullable(),
  }),
);
export type MyInvitation = z.output<typeof mineSchema>[number];

export const offeredSchema = z.array(
  z.object({
    id: z.guid(),
    sign_in_name: z.string(),
    role,
    invited_by: z.string().nullable(),
    invited_at: z.string(),
    declined: z.boolean(),
    confirmed: z.boolean(),
    mine_to_confirm: z.boolean(),
    mine_to_withdraw: z.boolean(),
  }),
);
export type Offered = z.output<typeof offeredSchema>[number];
