import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openPlainly } from '../support/page.ts';
import { organisations } from '../support/people.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const federation = `/organisations/${organisations.federation}`;

describe('a bank', () => {
  it('begins with the enterprises its federation names, and can be open to all again', async () => {
    const officer = await openPlainly(browser, 'officer', `${federation}/pilots`);
    expect(await officer.textContent('main')).toContain('没有指定试点');
    await officer.selectOption('[name=enterprise]', { label: '云川精工机械有限公司' });
    await officer.fill('[name=starts_on]', '2026-01-01');
    await officer.click('main form button[data-kind=main]');
    expect(await officer.textContent('table')).toMatch(/云川精工机械有限公司[\s\S]*2026年1月1日/);
    await officer.click('table form button');
    expect(await officer.textContent('main')).toContain('没有指定试点');
  });

  it('shows what it gave, month by month', async () => {
    const officer = await openPlainly(browser, 'officer', `${federation}/bank`);
    expect(await officer.textContent('main')).toMatch(
      /发出的学分[\s\S]*\d\.\d\d[\s\S]*每月存入[\s\S]*过去十二个月共 \d+ 笔/,
    );
    const manager = await openPlainly(browser, 'manager', '/');
    expect((await manager.request.get(new URL(`${federation}/bank`, manager.url()).href)).status()).toBe(403);
  });
});
