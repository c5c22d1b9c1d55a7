import * as invitations from '#domains/membership/invitations/data.ts';
import * as schema from '#domains/membership/invitations/schema.ts';
import { formAction } from '#platform/forms.ts';

export const invite = formAction(schema.inviteSchema, (input, { locals }) => invitations.invite(locals.db, input));

export const answer = formAction(schema.answerSchema, async ({ invitation, accept }, { locals }) => ({
  accept,
  began: await invitations.answerInvitation(locals.db, invitation, accept),
}));

export const confirm = formAction(schema.invitationOnlySchema, ({ invitation }, { locals }) =>
  invitations.confirmInvitation(locals.db, invitation),
);

export const withdraw = formAction(schema.invitationOnlySchema, ({ invitation }, { locals }) =>
  invitations.withdrawInvitation(locals.db, invitation),
);
