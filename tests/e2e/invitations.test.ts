import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openContext, openPlainly, overflow, violations } from '../support/page.ts';
import { organisations } from '../support/people.ts';
import { nameOf } from '../support/visitor.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const visit = (person: string, path: string) => openPlainly(browser, person, path);
const factory = `/organisations/${organisations.factory}`;
const federation = `/organisations/${organisations.federation}`;

async function fits(url: string, person: string): Promise<void> {
  const page = await (await openContext(browser, { width: 360, theme: 'dark' }, person)).newPage();
  await page.goto(url);
  expect(await violations(page)).toEqual([]);
  expect(await overflow(page)).toEqual({ px: 0, by: '' });
}

describe('an invitation', () => {
  it('makes nobody part of an enterprise before she says yes, and tells nothing of her', async () => {
    const manager = await visit('manager', `${factory}/invite`);
    await manager.fill('[name=sign_in_name]', 'nonsense');
    await manager.click('main form button');
    expect(await manager.inputValue('[name=sign_in_name]')).toBe('nonsense');
    await manager.fill('[name=sign_in_name]', nameOf('reviewer'));
    await manager.selectOption('[name=role]', 'trainer');
    await manager.click('main form button');
    expect(await manager.textContent('[role=status]')).toContain('邀请已发出');
    expect(await manager.textContent('main')).toMatch(/等对方同意/);
    expect(await manager.textContent('main')).not.toContain('评审');
    await fits(manager.url(), 'manager');

    const invited = await visit('reviewer', '/me');
    expect(await invited.textContent('main')).toMatch(/云川精工机械[\s\S]*同意以后，这个单位的管理员能看到/);
    await fits(invited.url(), 'reviewer');
    await invited.click('button[value=yes]');
    expect(await invited.textContent('main')).toMatch(/身份已经生效/);
    await manager.reload();
    expect(await manager.textContent('main')).not.toContain(nameOf('reviewer'));
  });

  it('to a role that weighs much is confirmed by somebody else, and can be taken back', async () => {
    const district = await visit('districtOfficer', '/me');
    const own = await district.evaluate(() =>
      document.querySelector('main a[href^="/organisations/"]')?.getAttribute('href'),
    );
    await district.goto(new URL(`${own}/invite`, district.url()).href);
    await district.fill('[name=sign_in_name]', nameOf('trainer'));
    await district.selectOption('[name=role]', 'reviewer');
    await district.click('main form button');
    expect(await district.textContent('main')).toContain('等另一位干部确认');
    expect(await district.locator('form[action*=confirm]').count()).toBe(0);

    const officer = await visit('officer', own ?? '');
    await officer.click('form[action*=confirm] button');
    expect(await officer.textContent('[role=status]')).toContain('已确认');
    await officer.click('form[action*=withdraw] button');
    expect(await officer.textContent('[role=status]')).toContain('收回');
    expect(await (await visit('trainer', '/me')).textContent('main')).not.toContain('等你答复的邀请');
    expect((await officer.goto(new URL(`${federation}/invite`, officer.url()).href))?.status()).toBe(200);
  });
});
