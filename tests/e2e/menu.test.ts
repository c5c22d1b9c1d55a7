import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, openContext } from '../support/page.ts';

let browser: Browser;
let context: BrowserContext;
let page: Page;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const dish = (slug: string) => `input[name=course][value=${slug}]`;
const tray = () => page.textContent('#tray .lines');
const order = '#tray button[data-kind=main]';

const phone = (javaScript: boolean, person = 'carer') => {
  beforeEach(async () => {
    context = await openContext(browser, { width: 360, height: 740, lang: 'zh-CN', javaScript }, person);
    page = await context.newPage();
    await page.goto(`${base()}/menu`);
  });
  afterEach(() => context.close());
};

describe('a menu on a phone', () => {
  phone(true);

  it('adds up as she ticks, and the tray is there when she comes back', async () => {
    await page.check(dish('labour-law-basics'));
    await page.waitForSelector('#tray .lines >> text=劳动法常识');
    expect(await page.textContent('#sum')).toContain('已选 1 门');
    expect(await page.textContent('.menu-section:has-text("权益与健康") header')).toContain('已选 1 门');
    await page.reload();
    expect(await page.isChecked(dish('labour-law-basics'))).toBe(true);
    await page.uncheck(dish('labour-law-basics'));
    await page.waitForFunction(() => document.querySelector('#tray .lines')?.textContent?.trim() === '');
  });

  it('keeps a tick that was made without a network, and saves it when the network is back', async () => {
    await context.setOffline(true);
    await page.check(dish('union-knowledge'));
    await page.waitForSelector('text=没有网络');
    await context.setOffline(false);
    await page.waitForSelector('#tray .lines >> text=走近工会');
    await page.uncheck(dish('union-knowledge'));
    await page.waitForFunction(() => document.querySelector('#tray .lines')?.textContent?.trim() === '');
  });

  it('says what has to come first instead of ordering half of it', async () => {
    await page.check(dish('occupational-health'));
    await page.waitForSelector('#tray .asks >> text=要先学《安全生产第一课》');
    await page.click(order);
    await page.waitForSelector('[role=alert] >> text=有的课要先学别的课');
    expect(await tray()).toContain('职业健康');
    await page.check(dish('work-safety-basics'));
    await page.waitForSelector('#tray .lines >> text=安全生产第一课');
    await page.click(order);
    await page.waitForSelector('text=选好了 2 门课');
    expect((await tray())?.trim()).toBe('');
    expect(await page.textContent('.menu-section >> nth=0')).toContain('在学');
  });
});

describe('a menu without JavaScript', () => {
  phone(false);

  it('is chosen from and ordered all the same', async () => {
    await page.check(dish('energy-saving'));
    await page.click('#tray button:not([data-kind=main])');
    expect(await tray()).toContain('班组节能降耗');
    await page.click(order);
    expect(await page.textContent('main')).toContain('选好了 1 门课');
  });
});
