import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openPlainly } from '../support/page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const visit = (person: string, path: string) => openPlainly(browser, person, path);

describe('hours that wait', () => {
  it('are judged by people who see nothing of each other before, and can be asked for once more', async () => {
    const learner = await visit('trainer', '/learn');
    expect(await learner.textContent('main')).toMatch(/等[\s\S]*6 台设备/);

    const officer = await visit('officer', '/panels');
    await officer.click('main article a');
    const main = () => officer.textContent('main');
    expect(await main()).not.toContain('安全生产');
    await officer.locator('main form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
    await officer.click('main form button');
    expect(await main()).toContain('请选一种关系');
    await officer.check('[value=none]');
    await officer.click('main form button');
    expect(await main()).toMatch(/安全生产[\s\S]*一天用了许多设备[\s\S]*6/);
    await officer.check('[value=refused]');
    await officer.fill('[name=reason]', '六台手机同时在学，不像本人');
    await officer.click('main form button');
    expect(await main()).toMatch(/记下了[\s\S]*（你） · 不同意/);

    const reviewer = await visit('reviewer', '/panels');
    await reviewer.click('main article a');
    await reviewer.check('[value=none]');
    await reviewer.click('main form button');
    expect(await reviewer.textContent('main')).not.toContain('六台手机');
    await reviewer.check('[value=refused]');
    await reviewer.fill('[name=reason]', '看法一样');
    await reviewer.click('main form button');
    expect(await reviewer.textContent('main')).toMatch(/有结果了：不同意[\s\S]*六台手机/);
    await reviewer.goto(new URL('/panels?show=decided', reviewer.url()).href);
    expect(await reviewer.textContent('main')).toContain('学时复核');

    await learner.reload();
    expect(await learner.textContent('main')).toMatch(/六台手机同时在学/);
    await learner.click('summary:has-text("申诉")');
    await learner.fill('[name=wish]', '手机是班组里的人借给我的');
    await learner.click('form[action*=appealHours] button');
    expect(await learner.textContent('main')).not.toContain('六台手机同时在学');
  });

  it('are nobody else’s to read', async () => {
    const manager = await visit('manager', '/panels');
    expect(await manager.textContent('main')).toContain('没有等你的事');
    for (const path of ['/panels/x/y', `/panels/${crypto.randomUUID()}/${crypto.randomUUID()}`])
      expect((await manager.request.get(new URL(path, manager.url()).href)).status()).toBe(404);
  });
});
