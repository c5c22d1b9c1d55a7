import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, openPlainly } from '../support/page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

describe('what if', () => {
  it('adds what several courses would bring to what she has, says how, and enters nothing', async () => {
    const page = await openPlainly(browser, 'worker', '/credits');
    const before = await page.textContent('main');
    const figures = async (...courses: string[]) => {
      await page.goto(`${base()}/credits/what-if`);
      for (const course of courses) await page.check(`[name=course][value=${course}]`);
      await page.click('main form button[data-kind=main]');
      const cells = await page.$$eval('main table tbody td', (all) => all.map((cell) => Number(cell.textContent)));
      const [now = 0, more = 0, then = 0] = cells.filter((value) => !Number.isNaN(value));
      return { now, more, then };
    };
    const [welding, health] = [await figures('welding-arc-basics'), await figures('occupational-health')];
    const both = await figures('welding-arc-basics', 'occupational-health');
    for (const { now, more, then } of [welding, health, both]) {
      expect(more).toBeGreaterThan(0);
      expect(then).toBeCloseTo(now + more, 6);
    }
    expect(both.more).toBeGreaterThan(Math.max(welding.more, health.more));
    expect(await page.$$eval('main ol li', (steps) => steps.length)).toBeGreaterThan(1);
    expect(await page.isChecked('[name=course][value=occupational-health]'), 'what was ticked stays').toBe(true);
    await page.goto(`${base()}/credits`);
    expect(await page.textContent('main')).toBe(before);
  });

  it('takes a course from anywhere, and leaves out what does not exist or is completed', async () => {
    const page = await openPlainly(
      browser,
      'worker',
      '/credits/what-if?course=fire-safety&course=nothing&course=union-knowledge',
    );
    const offered = await page.$$eval('[name=course]', (boxes) => boxes.map((box) => (box as HTMLInputElement).value));
    expect(offered).not.toContain('nothing');
    expect(offered).not.toContain('union-knowledge');
  });
});
