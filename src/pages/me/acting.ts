import type { APIRoute } from 'astro';
import { keepChoice } from '#platform/cookies.ts';
import { Failure } from '#platform/errors.ts';
import { actingCookie } from '#platform/session.ts';

/** Switches the role in which a person with several works. */
export const POST: APIRoute = async ({ request, cookies, url, locals, redirect }) => {
  const wanted = (await request.formData()).get('membership');
  const membership = locals.person?.memberships.find(({ id }) => id === wanted);
  if (!membership) throw new Failure('membership_not_found', 404);
  keepChoice(cookies, url, actingCookie, membership.id);
  return redirect('/me', 303);
};
