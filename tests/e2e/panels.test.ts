import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openContext, openPlainly, overflow, violations } from '../support/page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const visit = (person: string, path: string) => openPlainly(browser, person, path);

/** No list of pages knows the address of a case, so it is looked at here. */
async function fits(url: string, person: string): Promise<void> {
  for (const look of [{ width: 360, theme: 'dark' }, { lang: 'zh-CN' }] as const) {
    const page = await (await openContext(browser, look, person)).newPage();
    await page.goto(url);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toEqual({ px: 0, by: '' });
  }
}

describe('hours that wait', () => {
  it('are judged by people who see nothing of each other before, and are in the record then', async () => {
    const carer = await visit('carer', '/learn');
    expect(await carer.textContent('main')).toMatch(/等[\s\S]*6 台设备/);

    const officer = await visit('officer', '/panels');
    await officer.click('main article a');
    const main = () => officer.textContent('main');
    expect(await main()).not.toContain('职业健康');
    await officer.locator('main form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
    await officer.click('main form button');
    expect(await main()).toContain('请选一种关系');
    await officer.check('[value=none]');
    await officer.click('main form button');
    expect(await main()).toMatch(/职业健康[\s\S]*一天用了许多设备[\s\S]*6/);
    await fits(officer.url(), 'officer');
    await officer.check('[value=granted]');
    await officer.fill('[name=reason]', '班组证明是借手机学的');
    await officer.click('main form button');
    expect(await main()).toMatch(/记下了[\s\S]*（你） · 同意/);

    const reviewer = await visit('reviewer', '/panels');
    await reviewer.click('main article a');
    await fits(reviewer.url(), 'reviewer');
    await reviewer.check('[value=none]');
    await reviewer.click('main form button');
    expect(await reviewer.textContent('main')).not.toContain('借手机');
    await reviewer.check('[value=granted]');
    await reviewer.fill('[name=reason]', '时间对得上');
    await reviewer.click('main form button');
    expect(await reviewer.textContent('main')).toMatch(/有结果了：同意[\s\S]*借手机/);
    await reviewer.goto(new URL('/panels?show=decided', reviewer.url()).href);
    expect(await reviewer.textContent('main')).toContain('学时复核');

    await carer.goto(new URL('/records', carer.url()).href);
    expect(await carer.textContent('main')).toContain('职业健康');
  });

  it('are nobody else’s to read', async () => {
    const manager = await visit('manager', '/panels');
    expect(await manager.textContent('main')).toContain('没有等你的事');
    for (const path of ['/panels/x/y', `/panels/${crypto.randomUUID()}/${crypto.randomUUID()}`])
      expect((await manager.request.get(new URL(path, manager.url()).href)).status()).toBe(404);
  });
});
