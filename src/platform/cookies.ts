import type { AstroCookies } from 'astro';

export type Theme = 'light' | 'dark' | 'system';
export type TextSize = 'normal' | 'large';

const year_s = 60 * 60 * 24 * 365;

/** Choices of a person about how pages look: not secret, but no script needs to read them either. */
export function keepChoice(cookies: AstroCookies, url: URL, name: string, value: string): void {
  cookies.set(name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: year_s,
  });
}

export function themeOf(cookies: AstroCookies): Theme {
  const value = cookies.get('gk_theme')?.value;
  return value === 'light' || value === 'dark' ? value : 'system';
}

export function textSizeOf(cookies: AstroCookies): TextSize {
  return cookies.get('gk_text')?.value === 'large' ? 'large' : 'normal';
}

/** A path of our own site to go back to. Anything that could lead elsewhere leads home. */
export function safeBack(wanted: string | null | undefined, fallback = '/'): string {
  // Browsers drop control characters from an address, so "/<tab>/evil" would become "//evil".
  if (!wanted || !/^\/(?![/\\])/.test(wanted) || /[\p{Cc}\\]/u.test(wanted)) return fallback;
  try {
    const url = new URL(wanted, 'http://ours.invalid');
    return url.origin === 'http://ours.invalid' ? url.pathname + url.search + url.hash : fallback;
  } catch {
    return fallback;
  }
}
