import { createHash } from 'node:crypto';
import * as z from 'zod';
import { zeroBits } from '#domains/membership/gate/rules.ts';

/** For how long a challenge may be worked on. */
const good_ms = 10 * 60_000;

const challengeSchema = z.strictObject({ bits: z.number(), at: z.number(), salt: z.string() });

/** Marks a text so that we know it again when it comes back, for one place. */
export type Seal = (body: string) => string;

/** What a browser has to work on before one more try from a place that failed too often. Nothing is kept of it until it is used. */
export function newChallenge(bits: number, seal: Seal, at = Date.now(), salt = crypto.randomUUID()): string {
  const body = Buffer.from(JSON.stringify({ bits, at, salt })).toString('base64url');
  return `${body}.${seal(body)}`;
}

/** The work that a form brought, as the gate is told of it; nothing when it is none of ours, not done, or too old. */
export function workDone(sent: string | undefined, seal: Seal, now = Date.now()) {
  const [body = '', mark, nonce] = (sent ?? '').split('.');
  if (nonce === undefined || mark !== seal(body)) return undefined;
  const { bits, at } = challengeSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  const done = zeroBits(createHash('sha256').update(`${body}.${mark}.${nonce}`).digest());
  return now - at > good_ms || done < bits ? undefined : { subject: mark, bits };
}
