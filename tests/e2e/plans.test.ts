import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, openPlainly } from '../support/page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const main = 'main form button[data-kind=main]';

describe('a plan', () => {
  it('is made from a course, kept when something is missing, shown with its progress, and put away', async () => {
    const page = await openPlainly(browser, 'trainer', '/courses/labour-law-basics');
    await page.click('a[href^="/learn/plan"]');
    await page.fill('[name=goal]', '弄懂劳动法');
    for (const box of await page.$$('[name=course]:checked')) await box.uncheck();
    await page.click(main);
    expect(await page.textContent('[role=alert]')).toContain('至少选一门课');
    expect(await page.inputValue('[name=goal]')).toBe('弄懂劳动法');
    await page.goto(`${base()}/learn/plan?course=labour-law-basics`);
    await page.fill('[name=goal]', '弄懂劳动法');
    await page.fill('[name=weekly_hours]', '1.5');
    await page.click(main);
    expect(await page.textContent('#plan')).toMatch(/弄懂劳动法[\s\S]*第 1 周，共 12 周[\s\S]*1小时30分钟/);
    await page.click('#plan a[href="/learn/plan"]');
    expect(await page.inputValue('[name=weekly_hours]')).toBe('1.5');
    await page.click('form button[data-kind=danger]');
    expect(await page.textContent('#plan')).toContain('还没有计划');
  });
});

describe('a calendar', () => {
  it('is read without an account by whoever has the address, until there is another', async () => {
    const page = await openPlainly(browser, 'worker', '/learn');
    const press = () => page.click('#calendar form button');
    const address = async () => (await page.getAttribute('#calendar a', 'href')) ?? '';
    await press();
    const first = await address();
    const answer = await fetch(first);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = (await answer.text()).replaceAll('\r\n ', '');
    expect(text).toMatch(/SUMMARY:焊条电弧焊入门（电焊工）[\s\S]*LOCATION:焊接实训间 2 号/);
    expect(text).toContain('学习时间：明年考中级电焊工');
    await press();
    expect(await address()).not.toBe(first);
    expect((await fetch(first)).status).toBe(404);
    expect((await fetch(await address())).status).toBe(200);
  });
});
