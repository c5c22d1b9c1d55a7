import type { Transaction } from '../../tests/support/database.ts';
import type { Caller } from '../../tests/support/people.ts';

export const invite = 'select public.invite($1, $2::uuid, $3::public.membership_role) as id';
export const answer = 'select public.answer_invitation($1::uuid, $2) as began';
export const confirm = 'select public.confirm_invitation($1::uuid) as began';
export const withdraw = 'select public.withdraw_invitation($1::uuid) as gone';
export const carerName = '+8613800000002';

interface Offered {
  id: string;
  role: string;
  accepted: boolean | null;
}
interface Listed {
  id: string;
  sign_in_name: string;
  declined: boolean;
  confirmed: boolean;
  mine_to_confirm: boolean;
}

export const invited = async (tx: Transaction, by: Caller, organisation: string, role: string, name = carerName) => {
  await tx.as(by);
  return (await tx.one<{ id: string }>(invite, [name, organisation, role])).id;
};
export const mine = async (tx: Transaction) =>
  (await tx.one<{ list: Offered[] }>('select public.my_invitations() as list')).list;
export const listed = async (tx: Transaction, organisation: string) =>
  (await tx.one<{ list: Listed[] }>('select public.invitations_of($1::uuid) as list', [organisation])).list;
export const word = async (tx: Transaction, sql: string, values: unknown[]) =>
  (await tx.attempt(sql, values)).error?.message;
