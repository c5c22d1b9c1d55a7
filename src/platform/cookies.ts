import type { AstroCookies } from 'astro';

export type Theme = 'light' | 'dark' | 'system';
export type TextSize = 'normal' | 'large';

export const year_s = 60 * 60 * 24 * 365;

/** Behind TLS the name itself says that a cookie came over TLS and from this very host: no neighbour can set it. */
export const cookieName = (url: URL, name: string): string => (url.protocol === 'https:' ? `__Host-${name}` : name);

interface Visitor {
  cookies: AstroCookies;
  url: URL;
}

/** Choices of a person about how pages look: not secret, but no script needs to read them either. */
export function keepChoice(cookies: AstroCookies, url: URL, name: string, value: string): void {
  cookies.set(cookieName(url, name), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: year_s,
  });
}

export function themeOf({ cookies, url }: Visitor): Theme {
  const value = cookies.get(cookieName(url, 'gk_theme'))?.value;
  return value === 'light' || value === 'dark' ? value : 'system';
}

export function textSizeOf({ cookies, url }: Visitor): TextSize {
  return cookies.get(cookieName(url, 'gk_text'))?.value === 'large' ? 'large' : 'normal';
}

/** A path of our own site to go back to. Anything that could lead elsewhere leads home. */
export function safeBack(wanted: string | null | undefined, fallback = '/'): string {
  // Browsers drop control characters from an address, so "/<tab>/evil" would become "//evil".
  if (!wanted || !/^\/(?![/\\])/.test(wanted) || /[\p{Cc}\\]/u.test(wanted)) return fallback;
  try {
    const url = new URL(wanted, 'http://ours.invalid');
    const back = url.pathname + url.search + url.hash;
    // What was normalised is looked at once more: "/.//evil" has become "//evil".
    return url.origin === 'http://ours.invalid' && !back.startsWith('//') ? back : fallback;
  } catch {
    return fallback;
  }
}
