import { createHash, randomUUID } from 'node:crypto';
import type { APIContext } from 'astro';
import * as z from 'zod';
import { newChallenge, workDone, type Seal } from '#domains/membership/gate/work.ts';
import { addressOf, deviceOf, knowsPlaces } from '#platform/address.ts';
import { clerk, sealed } from '#platform/clerk.ts';
import { unwrap, unwrapVoid } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';

/** Where somebody knocks from, and on what. */
export interface Visit {
  address: string;
  /** The address as far as it tells one visitor from another; nothing behind a proxy that nobody told us to believe. */
  place: string | undefined;
  /** In words that its owner recognises. */
  device: string;
  deviceId: string | null;
  /** What her browser worked out, when the gate asked for it. */
  work: string | undefined;
}

export function visitOf(context: Pick<APIContext, 'clientAddress' | 'request' | 'locals'>, work?: string): Visit {
  const address = addressOf(context);
  const place = knowsPlaces() ? address : undefined;
  return { address, place, device: deviceOf(context), deviceId: context.locals.device, work };
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

/**
 * What is tried. The pair of what and where is locked after five failures, so that nobody locks out anybody elsewhere; a whole name
 * or a whole address only becomes slower after as many failures as stand here.
 */
export interface Try {
  name: string;
  pair?: string;
  paces: Record<string, number>;
}

const gateSchema = z.object({
  wait_s: z.number(),
  work_bits: z.number().nullable(),
  auth_email: z.string().nullable(),
  locks: z.string().nullable(),
  paces: z.array(z.string()),
});

/** A try that was counted as a failure before anybody looked at it. */
export interface Reserved {
  authEmail: string | null;
  /** It succeeded, or could not be made: it was no failure after all. */
  forgive(): Promise<void>;
}

/** Work that was asked of one place is of no use at another. */
const sealFor =
  (place: string): Seal =>
  (body) =>
    sealed(`work:${place}:${body}`).slice(0, 32);

/** Lets a try through, or says how long to wait, or what to work out instead. */
export async function passGate({ name, pair, paces }: Try, visit: Visit): Promise<Reserved> {
  const seal = sealFor(visit.address);
  const work = workDone(visit.work, seal);
  const asked = {
    sign_in_name: name,
    // The generated types don't know that a pair may be missing.
    locks: (pair === undefined ? null : hash(`pair:${pair}`)) as string,
    paces: Object.fromEntries(Object.entries(paces).map(([what, free]) => [hash(`pace:${what}`), free])),
    ...(visit.deviceId === null ? {} : { device: visit.deviceId }),
    ...(work && { work: work.subject, work_bits: work.bits }),
  };
  const answer = gateSchema.parse(await unwrap(clerk().rpc('clerk_sign_in_gate', asked)));
  if (answer.wait_s > 0) {
    const wait = { wait_s: answer.wait_s };
    if (answer.work_bits === null) throw new Failure('sign_in_wait', 429, wait);
    throw new Failure('sign_in_slow', 429, { ...wait, challenge: newChallenge(answer.work_bits, seal) });
  }
  const forgiven = { locks: answer.locks as string, paces: answer.paces };
  return { authEmail: answer.auth_email, forgive: () => unwrapVoid(clerk().rpc('clerk_forgive_try', forgiven)) };
}

/** The pair of somebody and a place; none where places can't be told apart, as it would lock everybody out. */
export const pairOf = (who: string, { place }: Visit) => (place === undefined ? {} : { pair: `${who}@${place}` });

export const noteSession = (session: string, { device, deviceId }: Visit) =>
  unwrapVoid(
    clerk().rpc('clerk_note_session', { session, device, ...(deviceId === null ? {} : { device_id: deviceId }) }),
  );

const claims = z.object({ session_id: z.string() });

/** The session of an access token that the auth service has just given or verified. */
export const sessionOf = (accessToken: string) =>
  claims.parse(JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString())).session_id;
