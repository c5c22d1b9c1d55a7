import { mineSchema, offeredSchema, type Invite } from '#domains/membership/invitations/schema.ts';
import { unwrap, type Db } from '#platform/db.ts';

export const invite = (db: Db, { organisation, sign_in_name, role, first_day, last_day }: Invite): Promise<string> =>
  unwrap(
    db.rpc('invite', {
      whose_name: sign_in_name,
      organisation,
      new_role: role,
      ...(first_day === undefined ? {} : { first_day }),
      ...(last_day === undefined ? {} : { last_day }),
    }),
  );

/** Each of these answers whether the role has begun. */
export const answerInvitation = (db: Db, invitation: string, accept: boolean): Promise<boolean> =>
  unwrap(db.rpc('answer_invitation', { invitation, accept }));
export const confirmInvitation = (db: Db, invitation: string): Promise<boolean> =>
  unwrap(db.rpc('confirm_invitation', { invitation }));

export const withdrawInvitation = (db: Db, invitation: string): Promise<boolean> =>
  unwrap(db.rpc('withdraw_invitation', { invitation }));

export const myInvitations = async (db: Db) => mineSchema.parse(await unwrap(db.rpc('my_invitations')));
export const invitationsOf = async (db: Db, organisation: string) =>
  offeredSchema.parse(await unwrap(db.rpc('invitations_of', { organisation })));
