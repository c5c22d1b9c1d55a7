import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { openPlainly } from '../support/page.ts';
import { organisations } from '../support/people.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const visit = (person: string, path: string) => openPlainly(browser, person, path);
const hearing = `/organisations/${organisations.federation}/appeals`;

describe('an appeal', () => {
  it('about credits is made where they are explained, granted as two agree, and explains itself', async () => {
    // The first course that the demo world's worker completed.
    const worker = await visit('worker', '/credits/a48af52e-a09f-8d1e-8f99-029f2ca70000');
    await worker.click('a[href*="/credits/appeals/new"]');
    await worker.locator('main form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
    await worker.click('main form button');
    expect(await worker.textContent('[role=alert]')).toContain('请写明不同意什么');
    await worker.fill('[name=wish]', '这门课我还带了两位同事一起学。');
    await worker.click('main form button');
    expect(await worker.textContent('main')).toMatch(/审理中[\s\S]*带了两位同事[\s\S]*云川市总工会/);

    const officer = await visit('officer', hearing);
    const card = () => officer.locator('article', { hasText: '带了两位同事' });
    await card().locator('[name=reason]').fill('属实');
    await card().locator('button[value=yes]').click();
    expect(await card().textContent()).toContain('请写明给多少学分');
    expect(await card().locator('[name=reason]').inputValue()).toBe('属实');
    await card().locator('[name=amount]').fill('0.5');
    await card().locator('button[value=yes]').click();
    expect(await officer.textContent('[role=status]')).toContain('意见相同的成员够了');
    expect(await card().textContent()).toMatch(/（你） · 支持，补给 0\.50 · 属实/);

    const reviewer = await visit('reviewer', hearing);
    const other = reviewer.locator('article', { hasText: '带了两位同事' });
    await other.locator('[name=amount]').fill('0.5');
    await other.locator('[name=reason]').fill('班组长证明');
    await other.locator('button[value=yes]').click();
    expect(await reviewer.textContent('[role=status]')).toContain('申诉成立');

    await worker.reload();
    expect(await worker.textContent('main')).toMatch(/申诉成立[\s\S]*班组长证明[\s\S]*0\.50 学分/);
    await worker.goto(new URL('/credits', worker.url()).href);
    await worker.locator('main tbody a, main a[href^="/credits/"]', { hasText: /./ }).first().waitFor();
    await worker
      .locator('a[href^="/credits/"]', { hasText: /走近工会|数字技能|手机摄影|节能/ })
      .first()
      .click();
    expect(await worker.textContent('main')).toMatch(/申诉小组的理由[\s\S]*属实[\s\S]*班组长证明/);
  });

  it('about a claim is heard with the claim and what was said of it', async () => {
    const worker = await visit('worker', '/records/claims/00000000-0000-4000-8000-000000000403');
    expect(await worker.textContent('main')).toMatch(/没有看到实施证明[\s\S]*之前可以申诉/);
    const officer = await visit('officer', hearing);
    const card = officer.locator('article', { hasText: '焊条余料分类回收' });
    expect(await card.textContent()).toMatch(
      /职工甲[\s\S]*台账里有记录[\s\S]*没有看到实施证明[\s\S]*支持 · 台账记录清楚/,
    );
    await card.locator('[name=reason]').fill('台账为证');
    await card.locator('button[value=yes]').click();
    expect(await officer.textContent('[role=status]')).toContain('申诉成立');
    await worker.goto(new URL('/records', worker.url()).href);
    expect(await worker.textContent('main')).toMatch(/焊条余料分类回收[\s\S]*云川市总工会/);
    const carer = await visit('carer', '/');
    expect((await carer.request.get(new URL(hearing, carer.url()).href)).status()).toBe(403);
  });
});
