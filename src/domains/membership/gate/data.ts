import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { clerk } from '#platform/clerk.ts';
import { unwrap, unwrapVoid } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';

/** Where somebody knocks from, and on what. */
export interface Visit {
  address: string;
  device: string;
}

/** Names, addresses and codes are compared by their hashes; the database never sees what was typed at the gate. */
export const hash = (text: string) => createHash('sha256').update(text).digest('hex');

const nobodyEmail = 'nobody@accounts.gongke.invalid';
let nobodyMade: Promise<string> | undefined;

/** Nobody's account. Whoever tries an unknown name tries this one, so that an unknown name takes as long as a wrong password. */
export function nobody(): Promise<string> {
  nobodyMade ??= makeNobody();
  return nobodyMade;
}

async function makeNobody(): Promise<string> {
  const account = { email: nobodyEmail, password: randomUUID() + randomUUID(), email_confirm: true };
  const { error } = await clerk().auth.admin.createUser(account);
  if (error && error.code !== 'email_exists') throw failureOf(error);
  return nobodyEmail;
}

const gateSchema = z.object({ wait_s: z.number(), auth_email: z.string().nullable() });

/** Lets a try through, or says how long to wait. Failures are counted by what is tried and by where it is tried from. */
export async function passGate(name: string, { address }: Visit) {
  const subjects = { name_subject: hash(`name:${name}`), address_subject: hash(`address:${address}`) };
  const answer = await unwrap(clerk().rpc('clerk_sign_in_gate', { sign_in_name: name, ...subjects }));
  const { wait_s, auth_email } = gateSchema.parse(answer);
  if (wait_s > 0) throw new Failure('sign_in_wait', 429, { wait_s });
  return { subjects, authEmail: auth_email };
}

type Subjects = Awaited<ReturnType<typeof passGate>>['subjects'];

/** How the try ended: with a session, or with one more failure. */
export const noteOutcome = (subjects: Subjects, session: string | null, device: string) =>
  // The generated types don't know that a null session is how a failure is noted.
  unwrapVoid(clerk().rpc('clerk_note_sign_in', { ...subjects, session: session as string, device }));

const claims = z.object({ session_id: z.string() });

/** The session of an access token that the auth service has just given or verified. */
export const sessionOf = (accessToken: string) =>
  claims.parse(JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString())).session_id;
