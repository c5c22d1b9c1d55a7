import { createServerClient } from '@supabase/ssr';
import type { AstroCookies } from 'astro';
import { backend } from '#platform/backend.ts';
import { cookieName, year_s } from '#platform/cookies.ts';
import type { Database } from '#platform/database-types.ts';
import { failureOf, type BackendError } from '#platform/errors.ts';

export type Db = ReturnType<typeof userDb>;

export const sessionCookie = 'gk_session';

interface Visitor {
  cookies: AstroCookies;
  request: Request;
  url: URL;
}

function readCookies(header: string | null): { name: string; value: string }[] {
  return (header ?? '')
    .split(/;\s*/)
    .filter(Boolean)
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return { name, value: value.join('=') };
    });
}

/** The backend with the rights of whoever sent the request. Her tokens live in HttpOnly cookies and nowhere else. */
export function userDb({ cookies, request, url }: Visitor) {
  const { url: backendUrl, publishableKey, fetch } = backend();
  return createServerClient<Database>(backendUrl, publishableKey, {
    global: { fetch },
    cookieOptions: {
      name: cookieName(url, sessionCookie),
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure: url.protocol === 'https:',
      maxAge: year_s,
    },
    cookies: {
      getAll: () => readCookies(request.headers.get('cookie')),
      setAll: (changed) => {
        for (const { name, value, options } of changed) cookies.set(name, value, options);
      },
    },
  });
}

interface Answer<Data> {
  data: Data;
  error: BackendError | null;
}

/** supabase-js returns its errors. Here they become failures, so that a failure can never look like an empty list. */
export async function unwrap<Data>(answer: PromiseLike<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error } = await answer;
  if (error) throw failureOf(error);
  if (data === null || data === undefined) throw failureOf({ message: 'no data', code: 'PGRST116' });
  return data;
}

/** The same for a call that answers with nothing. */
export async function unwrapVoid(answer: PromiseLike<{ error: BackendError | null }>): Promise<void> {
  const { error } = await answer;
  if (error) throw failureOf(error);
}
