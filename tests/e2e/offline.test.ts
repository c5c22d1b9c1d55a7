import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, enterLesson, openContext, openPlainly } from '../support/page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

/** A phone of somebody who is in this course, at the first lesson of a kind. */
async function atLesson(person: string, course: string, shows: string) {
  const phone = await openContext(browser, { lang: 'zh-CN', width: 360 }, person);
  const page = await phone.newPage();
  return { phone, page, lesson: await enterLesson(page, course, shows) };
}

async function keep(page: Page) {
  await page.click('[data-keep] button');
  await page.waitForSelector('[data-keep] [role=status]:has-text("已保存在本机")');
}

const keptCaches = (page: Page) => page.evaluate(() => caches.keys());

async function withoutNetwork(phone: BrowserContext, work: () => Promise<void>) {
  await phone.setOffline(true);
  await work();
  await phone.setOffline(false);
}

/** What a page sends while it goes away slips past a network that is only said to be missing; here it must not arrive. */
const sendNothing = (page: Page) =>
  page.evaluate(() => {
    navigator.sendBeacon = () => false;
    window.fetch = () => Promise.reject(new TypeError('no network'));
  });

describe('a lesson that is kept', () => {
  it('plays without a network, and what was seen is there when it comes back', async () => {
    const { phone, page, lesson } = await atLesson('districtOfficer', 'work-safety-basics', 'video');
    await keep(page);
    await withoutNetwork(phone, async () => {
      await page.goto(base() + lesson);
      await page.evaluate(
        () =>
          void document
            .querySelector('video')
            ?.play()
            .catch(() => undefined),
      );
      await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 7, undefined, {
        timeout: 30_000,
      });
      await sendNothing(page);
      await page.goto(`${base()}/courses`);
      expect(await page.textContent('main')).toContain('保存在本机的课时');
      expect(await page.getAttribute('[data-kept] a', 'href')).toBe(lesson);
    });
    const told = page.waitForResponse((answer) => answer.url().endsWith('/api/study') && answer.ok());
    await page.goto(base() + lesson);
    const { verdicts } = (await (await told).json()) as { verdicts: Record<string, number> };
    expect(Object.keys(verdicts), 'seen by the device alone, or a moment ago').toEqual(
      expect.arrayContaining([expect.stringMatching(/^(counted|late)$/)]),
    );
    await page.reload();
    expect(Number(await page.getAttribute('[data-covered] progress', 'value'))).toBeGreaterThan(0);
  });

  it('is read without a network when it is a booklet', async () => {
    const { phone, page, lesson } = await atLesson('districtOfficer', 'labour-law-basics', '[data-pdf]');
    await keep(page);
    await withoutNetwork(phone, async () => {
      await page.goto(base() + lesson);
      await page.click('[data-pdf-open]');
      await page.waitForSelector('.pdfViewer .textLayer span');
      // What is found is marked where it is drawn: the words lie on the picture of the page, and the picture fills the page.
      const widths = await page.$eval('.pdfViewer .page', (sheet) => [
        sheet.clientWidth,
        ...['.canvasWrapper', '.textLayer'].map((part) => (sheet.querySelector(part) as HTMLElement).offsetWidth),
      ]);
      expect(new Set(widths).size, widths.join()).toBe(1);
    });
  });

  it('is taken away again, and does not stay for the next person on the same phone', async () => {
    const { page, lesson } = await atLesson('auditor', 'energy-saving', '[data-article]');
    await page.goto(`${base()}/learn`);
    expect(await page.isVisible('[data-kept]'), 'nothing is kept yet').toBe(false);
    await page.goto(base() + lesson);
    await keep(page);
    await page.reload();
    await page.waitForSelector('[data-keep] button:has-text("从本机删除")');
    await page.click('[data-keep] button');
    await page.waitForSelector('[data-keep] button:has-text("离线保存")');
    const left = await page.evaluate(async () =>
      (await (await caches.open('kept')).keys()).map(({ url }) => new URL(url).pathname),
    );
    expect(left).toEqual(['/offline']);
    await keep(page);
    expect(await keptCaches(page)).toContain('kept');
    await page.goto(`${base()}/learn`);
    expect(await page.getAttribute('[data-kept] a', 'href')).toBe(lesson);
    await page.evaluate(() => document.querySelector<HTMLFormElement>('form[action^="/sign-out"]')?.requestSubmit());
    await page.waitForURL((url) => !url.pathname.startsWith('/learn'));
    expect(await keptCaches(page)).not.toContain('kept');
  });

  it('is not offered where a browser runs no scripts and could not keep it', async () => {
    const { lesson } = await atLesson('trainer', 'energy-saving', '[data-article]');
    const plain = await openPlainly(browser, 'trainer', lesson);
    expect(await plain.isVisible('[data-keep]')).toBe(false);
  });
});
