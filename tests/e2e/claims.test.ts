import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, openPlainly } from '../support/page.ts';
import { organisations } from '../support/people.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const visit = (person: string | null, path: string) => openPlainly(browser, person, path);
const main = 'main form button[data-kind=main]';
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex');
const file = (buffer: Buffer) => ({ name: 'certificate.png', mimeType: 'image/png', buffer });

describe('a claim', () => {
  it('is sent with its evidence, verified by whom she asked, and becomes credits; nobody else sees the evidence', async () => {
    const worker = await visit('carer', '/records/claims/new?kind=skill_level');
    await worker.fill('[name=title]', '养老护理员高级');
    await worker.fill('[name=issuer]', '示例鉴定中心');
    await worker.fill('[name=achieved_on]', '2025-06-30');
    await worker.fill('[name=trade]', '养老护理员');
    await worker.selectOption('[name=level]', '高级工');
    await worker.selectOption('[name=organisation]', organisations.federation);
    await worker.setInputFiles('[name=files]', file(Buffer.from('<script>')));
    await worker.click(main);
    expect(await worker.textContent('[role=alert]')).toContain('JPG、PNG、WebP');
    expect(await worker.inputValue('[name=title]'), 'what was typed is still there').toBe('养老护理员高级');
    expect(await worker.inputValue('[name=organisation]')).toBe(organisations.federation);
    await worker.setInputFiles('[name=files]', file(png));
    await worker.click(main);
    expect(await worker.textContent('main')).toContain('待核验');
    const evidence = (await worker.getAttribute('a[href^="/evidence/"]', 'href')) ?? '';

    const officer = await visit('officer', `/organisations/${organisations.federation}/claims`);
    expect(await officer.textContent('main')).toMatch(/养老护理员高级[\s\S]*8 学分/);
    const strangers = await visit('manager', '/me');
    const statusFor = async (page: Page) => (await page.request.get(base() + evidence)).status();
    expect([await statusFor(worker), await statusFor(officer), await statusFor(strangers)]).toEqual([200, 200, 404]);
    const served = (await officer.request.get(base() + evidence)).headers();
    expect(served).toMatchObject({
      'content-type': 'image/png',
      'content-security-policy': "default-src 'none'; sandbox",
    });

    await officer.check('[name=claim]');
    await officer.click('button[value=refused]');
    expect(await officer.textContent('[role=alert]')).toContain('退回要写明理由');
    await officer.check('[name=claim]');
    await officer.click('button[value=verified]');
    expect(await officer.textContent('[role=status]')).toContain('处理了 1 项');

    await worker.goto(`${base()}/records`);
    expect(await worker.textContent('main')).toMatch(/养老护理员高级[\s\S]*云川市总工会 核验/);
    await worker.goto(`${base()}/credits`);
    expect(await worker.textContent('main')).toMatch(/养老护理员高级[\s\S]*8\.00/);
  });

  it('corrects what stands in the record: the old stays and counts no more, its credits go back, the new brings its own', async () => {
    const worker = await visit('carer', '/records');
    await worker.locator('li', { hasText: '养老护理员高级' }).locator('a[href*="corrects="]').click();
    expect(await worker.inputValue('[name=title]'), 'what stands there now').toBe('养老护理员高级');
    expect(await worker.inputValue('[name=achieved_on]')).toBe('2025-06-30');
    expect(await worker.inputValue('[name=level]')).toBe('高级工');
    await worker.fill('[name=title]', '养老护理员中级');
    await worker.selectOption('[name=level]', '中级工');
    await worker.selectOption('[name=organisation]', organisations.federation);
    await worker.click(main);
    expect(await worker.textContent('main')).toContain('待核验');

    const officer = await visit('officer', `/organisations/${organisations.federation}/claims`);
    const card = officer.locator('article', { hasText: '养老护理员中级' });
    expect(await card.textContent()).toMatch(/更正[\s\S]*原来的记录[\s\S]*养老护理员高级/);
    await card.locator('[name=claim]').check();
    await officer.click('button[value=verified]');
    expect(await officer.textContent('[role=status]')).toContain('处理了 1 项');

    await worker.goto(`${base()}/records`);
    const line = (title: string) => worker.locator('li', { hasText: title });
    expect(await line('养老护理员高级').textContent()).toContain('已更正，由另一条代替');
    expect(await line('养老护理员高级').locator('a[href*="corrects="]').count()).toBe(0);
    expect(await line('养老护理员中级').textContent()).toContain('核验');
    await worker.goto(`${base()}/credits`);
    expect(await worker.textContent('main')).toMatch(/4\.00[\s\S]*养老护理员中级/);
  });

  it('is chosen from the catalogue that the federation published', async () => {
    const officer = await visit('officer', `/organisations/${organisations.federation}/catalogue`);
    const send = async (rows: string) => {
      const buffer = Buffer.from(`类别,名称,发证或主办单位,工种,等级\n${rows}`);
      await officer.setInputFiles('[type=file]', { name: 'list.csv', mimeType: 'text/csv', buffer });
      await officer.click('form[enctype] button');
      return (await officer.textContent('main')) ?? '';
    };
    expect(await send('天气,x,y,,\n')).toMatch(/有 1 处需要修改[\s\S]*第 2 行“类别”/);
    expect(await send('技能等级,钳工高级,云川鉴定中心,钳工,高级工\n')).toMatch(
      /已公布 1 项[\s\S]*钳工高级[\s\S]*8 学分/,
    );
    const worker = await visit('worker', '/records/catalogue');
    expect(await worker.textContent('main')).toMatch(/钳工高级[\s\S]*8 学分/);
    await worker.goto(new URL('/records/claims/new?kind=skill_level', worker.url()).href);
    expect(
      await worker
        .locator('#known-titles option')
        .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value)),
    ).toEqual(['钳工高级']);
    await worker.goto(new URL('/records/claims/new?kind=degree', worker.url()).href);
    expect(await worker.locator('#known-titles option').count()).toBe(0);
  });
});
