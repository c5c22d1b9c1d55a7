import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, faces, openContext } from '../support/page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const kB = 1024;
const media = new Set(['image', 'media', 'font']);

interface Weight {
  js: number;
  all: number;
  shift: number;
}

/** What a first visit loads, compressed the same way whatever the server chose, and how much the page moved. */
async function weigh(path: string, person: string | null): Promise<Weight> {
  const context = await openContext(browser, { width: 360, lang: 'zh-CN' }, person);
  await context.addInitScript(() => {
    const kept = window as unknown as { shift: number };
    kept.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) kept.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const page = await context.newPage();
  const loads: Promise<{ js: boolean; bytes: number }>[] = [];
  page.on('response', (response) => {
    const kind = response.request().resourceType();
    if (media.has(kind) || response.status() >= 300) return;
    loads.push(response.body().then((body) => ({ js: kind === 'script', bytes: gzipSync(body).length })));
  });
  await page.goto(base() + path, { waitUntil: 'networkidle' });
  const inline = await page.$$eval('script:not([src])', (scripts) =>
    scripts.map(({ textContent }) => textContent).join(''),
  );
  const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift);
  const sizes = await Promise.all(loads);
  await context.close();
  const sum = (list: typeof sizes) => list.reduce((total, { bytes }) => total + bytes, 0);
  const inlined = inline === '' ? 0 : gzipSync(inline).length;
  return { js: sum(sizes.filter(({ js }) => js)) + inlined, all: sum(sizes), shift };
}

describe.each(faces)('%s as %s', (path, person) => {
  it('is light and stands still', async () => {
    const first = await weigh(path, person);
    const { js, all } = first;
    // On a machine under load a page may be painted before it has all arrived; then it is asked once more.
    const shift = first.shift === 0 ? 0 : (await weigh(path, person)).shift;
    expect(js, 'JavaScript').toBeLessThanOrEqual(14 * kB);
    expect(all, 'first view').toBeLessThanOrEqual(50 * kB);
    expect(all, 'something was weighed').toBeGreaterThan(2 * kB);
    expect(shift, 'layout shift').toBe(0);
  });
});

describe('what is sent to browsers', () => {
  const client = join(import.meta.dirname, '../../dist/client');
  const scripts = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|mjs)$/.test(name));

  it('knows no key, no token and no database', () => {
    expect(scripts.length).toBeGreaterThan(0);
    for (const name of scripts) {
      const text = readFileSync(join(client, name), 'utf8');
      expect({ name, found: /sb_secret|SUPABASE_|supabase|service_role|access_token/.exec(text)?.[0] }).toEqual({
        name,
        found: undefined,
      });
    }
  });
});
