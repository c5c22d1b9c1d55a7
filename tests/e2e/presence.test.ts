import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { enterLesson, openContext, overflow, violations } from '../support/page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const box = '[data-presence]';

/** The server asks after twelve minutes or more. Here its next answer carries the question at once. */
async function askNow(page: Page, answer_s: number): Promise<void> {
  await page.route('**/api/study', async (route) => {
    const reply = await route.fetch();
    const said = (await reply.json()) as object;
    const check = { id: '00000000-0000-4000-8000-00000000c0de', asked_ms: Date.now(), answer_s };
    await route.fulfill({ response: reply, json: { ...said, check } });
  });
}

describe('the question whether she is still there', () => {
  it('is seen, read out and answered by keyboard, on a phone in the dark too', async () => {
    const page = await (await openContext(browser, { lang: 'zh-CN', width: 360, theme: 'dark' }, 'officer')).newPage();
    await enterLesson(page, 'work-safety-basics', 'article');
    await askNow(page, 120);
    await page.waitForSelector(`${box}:visible`, { timeout: 60_000 });
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    expect(await page.getAttribute(box, 'role')).toBe('alert');
    expect(await page.textContent(box)).toContain('还在');
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toEqual({ px: 0, by: '' });
    const heard = page.waitForRequest('**/api/here');
    await page.focus(`${box} button`);
    await page.keyboard.press('Enter');
    expect((await heard).postData()).toContain('c0de');
    expect(await page.isVisible(box)).toBe(false);
  });

  it('stops a film that runs for nobody', async () => {
    const page = await (await openContext(browser, { lang: 'zh-CN' }, 'reviewer')).newPage();
    await enterLesson(page, 'fire-safety', 'video');
    await askNow(page, 1);
    await page.focus('video');
    await page.keyboard.press('Space');
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.2);
    await page.waitForSelector(`${box}:visible`, { timeout: 60_000 });
    await page.waitForFunction(() => document.querySelector('video')?.paused === true);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});
