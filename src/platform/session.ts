import type { AstroCookies } from 'astro';
import * as z from 'zod';
import { cookieName } from '#platform/cookies.ts';
import { sessionCookie, unwrap, type Db } from '#platform/db.ts';

const roles = ['worker', 'manager', 'trainer', 'reviewer', 'officer', 'bank_officer', 'auditor'] as const;
export type Role = (typeof roles)[number];

const membership = z.object({
  id: z.string(),
  role: z.enum(roles),
  organisation_id: z.string(),
  organisation: z.string(),
  /** Nothing is decided by it in this session before a second factor was shown. */
  locked: z.boolean(),
  kind: z.enum(['federation', 'district', 'industry', 'enterprise', 'team', 'school', 'provider']),
});
const frame = z.object({ worker_id: z.string(), name: z.string(), memberships: z.array(membership) });

export type Membership = z.infer<typeof membership>;

/** Whoever is signed in, and the one of her memberships as which she is working now. */
export interface Person {
  workerId: string;
  name: string;
  memberships: Membership[];
  acting: Membership | undefined;
}

/** Which of several memberships she works as. A choice, no right: every right is checked where the data are. */
export const actingCookie = 'gk_as';

interface Visitor {
  cookies: AstroCookies;
  request: Request;
  url: URL;
}

export async function personOf(db: Db, { cookies, url }: Visitor): Promise<Person | null> {
  if (!hasSession({ cookies, url })) return null;
  const { data } = await db.auth.getSession();
  if (!data.session) return null;
  const answer = await db.rpc('my_frame');
  if (answer.error?.code === 'PGRST301' || (!answer.error && answer.data === null)) return null;
  const { worker_id: workerId, name, memberships } = frame.parse(await unwrap(Promise.resolve(answer)));
  const wanted = cookies.get(cookieName(url, actingCookie))?.value;
  const acting = memberships.find((one) => one.id === wanted) ?? memberships[0];
  return { workerId, name, memberships, acting };
}

/** Forgets a session that the backend no longer knows, so that the next page is not asked in vain. */
export function dropSession({ cookies, url, request }: Visitor): void {
  const ours = cookieName(url, sessionCookie);
  for (const name of (request.headers.get('cookie') ?? '').split(/;\s*/).map((pair) => pair.split('=')[0] ?? '')) {
    // Browsers take a change of such a cookie only by the rules it was made by.
    if (name.startsWith(ours)) cookies.delete(name, { path: '/', secure: url.protocol === 'https:' });
  }
}

/** Whether a browser believes that it is signed in. */
export function hasSession({ cookies, url }: Pick<Visitor, 'cookies' | 'url'>): boolean {
  const name = cookieName(url, sessionCookie);
  return cookies.has(name) || cookies.has(`${name}.0`);
}
