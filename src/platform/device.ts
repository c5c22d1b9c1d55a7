import type { AstroCookies } from 'astro';
import { createHash, randomBytes } from 'node:crypto';
import { cookieName, year_s } from '#platform/cookies.ts';

const deviceCookie = 'gk_device';
const wellFormed = /^[A-Za-z0-9_-]{22}$/;
const opensAccounts = /^\/(sign-in|sign-up|activate|reset)$/;

/**
 * What tells this device from others: the hash of a cookie that nobody else holds. A device gets one where accounts are opened, and
 * keeps it as long as browsers keep anything; everywhere else there is none until then.
 */
export function deviceIdOf(cookies: AstroCookies, url: URL): string | null {
  const name = cookieName(url, deviceCookie);
  const held = cookies.get(name)?.value ?? '';
  const opens = opensAccounts.test(url.pathname);
  const value = wellFormed.test(held) ? held : opens ? randomBytes(16).toString('base64url') : undefined;
  if (value === undefined) return null;
  // Kept anew on each visit, as some browsers forget after a year whatever they were told.
  if (opens) {
    const secure = url.protocol === 'https:';
    cookies.set(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 2 * year_s });
  }
  return createHash('sha256').update(`device:${value}`).digest('hex');
}
