import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, faces, nowhere, openContext, overflow, violations, type Look } from '../support/page.ts';

let browser: Browser;
const open = new Map<string, Page>();
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

/** Both themes, both languages, phone and desk: each pair of them meets. `also` are windows in which the same page has to fit. */
const looks: (Look & { also: [width: number, height: number][] })[] = [
  { width: 360, theme: 'light', lang: 'zh-CN', also: [[320, 740]] },
  { width: 360, theme: 'dark', lang: 'en', largeText: true, also: [[320, 740]] },
  { width: 1280, theme: 'dark', lang: 'zh-CN', largeText: true, also: [[640, 400]] },
  {
    width: 1280,
    theme: 'light',
    lang: 'en',
    also: [
      [640, 400],
      [800, 600],
    ],
  },
];

/** One tab for each look and person: a page is looked at many times, a browser needn't be set up for each. */
async function tab(look: Look, person: string | null): Promise<Page> {
  const key = JSON.stringify([look, person]);
  const page = open.get(key) ?? (await (await openContext(browser, look, person)).newPage());
  open.set(key, page);
  await page.setViewportSize({ width: look.width ?? 1280, height: 800 });
  return page;
}

describe.each(faces)('%s as %s', (path, person) => {
  it.each(looks)('is right for everyone and fits: $width $theme $lang', async ({ also, ...look }) => {
    const page = await tab(look, person);
    const answer = await page.goto(base() + path, { waitUntil: 'load' });
    expect(answer?.status()).toBe(path === nowhere ? 404 : 200);
    // A page that needs somebody and shows the sign-in form would pass without having been looked at.
    expect(new URL(page.url()).pathname).toBe(new URL(path, base()).pathname);
    expect(await violations(page)).toEqual([]);
    // 320 pixels are a desk at four times the size, 640 at twice.
    for (const [width, height] of also) {
      await page.setViewportSize({ width, height });
      expect({ width, ...(await overflow(page)) }).toEqual({ width, px: 0, by: '' });
    }
  });
});

describe('what judges', () => {
  it('sees a flaw', async () => {
    const context = await openContext(browser);
    const page = await context.newPage();
    await page.goto(`${base()}/`);
    await page.evaluate(() => {
      document.querySelector('main')?.insertAdjacentHTML('beforeend', '<img src="/icon.svg"><p id="wide">x</p>');
      const wide = document.querySelector<HTMLElement>('#wide');
      if (wide) wide.style.width = '3000px';
    });
    expect((await violations(page)).join()).toContain('image-alt');
    expect((await overflow(page)).px).toBeGreaterThan(1000);
    await context.close();
  });

  it('looks at every page there is', () => {
    const root = join(import.meta.dirname, '../../src/pages');
    const written = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.astro') && !/(^|\/)_/.test(path) && !notFaces.has(path),
    );
    const patterns = faces.map(([path]) => path.split('?')[0] ?? path);
    const unseen = written.filter((file) => {
      const route = file.replace(/(\/?index)?\.astro$/, '').replace(/\[[^\]]+\]/g, '[^/]+');
      return !patterns.some((path) => new RegExp(`^/${route}$`).test(path));
    });
    expect(unseen).toEqual([]);
  });
});

/** Pages without a face of their own: they redirect, stand in for others, or need what only an act brings about. */
const notFaces = new Set([
  '404.astro',
  'error.astro',
  'sign-out.astro',
  'organisations/[id]/imports/[import]/index.astro',
  'learn/[enrolment]/[lesson].astro',
]);
