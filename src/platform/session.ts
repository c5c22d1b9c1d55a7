import type { AstroCookies } from 'astro';
import * as z from 'zod';
import { sessionCookie, unwrap, type Db } from '#platform/db.ts';

const roles = ['worker', 'manager', 'trainer', 'reviewer', 'officer', 'bank_officer', 'auditor'] as const;
export type Role = (typeof roles)[number];

const membership = z.object({
  id: z.string(),
  role: z.enum(roles),
  organisation_id: z.string(),
  organisation: z.string(),
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

export async function personOf(db: Db, cookies: AstroCookies): Promise<Person | null> {
  if (!hasSession(cookies)) return null;
  const { data } = await db.auth.getSession();
  if (!data.session) return null;
  const answer = await db.rpc('my_frame');
  if (answer.error?.code === 'PGRST301' || (!answer.error && answer.data === null)) return null;
  const { worker_id: workerId, name, memberships } = frame.parse(await unwrap(Promise.resolve(answer)));
  const wanted = cookies.get(actingCookie)?.value;
  const acting = memberships.find((one) => one.id === wanted) ?? memberships[0];
  return { workerId, name, memberships, acting };
}

/** Forgets a session that the backend no longer knows, so that the next page is not asked in vain. */
export function dropSession(cookies: AstroCookies, header: string | null): void {
  for (const name of (header ?? '').split(/;\s*/).map((pair) => pair.split('=')[0] ?? '')) {
    if (name.startsWith(sessionCookie)) cookies.delete(name, { path: '/' });
  }
}

function hasSession(cookies: AstroCookies): boolean {
  return cookies.has(sessionCookie) || cookies.has(`${sessionCookie}.0`);
}
