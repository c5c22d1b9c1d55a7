import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, openPlainly } from '../support/page.ts';
import { organisations } from '../support/people.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const visit = (person: string | null, path: string) => openPlainly(browser, person, path);
const { factory } = organisations;
const keep = 'form[action*=keep]';

describe('a certificate', () => {
  it('is worded by the works, made by the worker, and verified by a stranger', async () => {
    const manager = await visit('manager', `/organisations/${factory}/certificates`);
    const course = manager.locator('section', { hasText: '课程证书' });
    const wording = await course.locator('[name=wording]').inputValue();
    expect(wording).toContain('特发此证');
    await course.locator('[name=wording]').fill('{name}学完了。');
    await course.locator(`${keep} button`).click();
    expect(await course.textContent()).toContain('正文里需要姓名和名称');
    expect(await course.locator('[name=wording]').inputValue(), 'what was typed is kept').toBe('{name}学完了。');
    await course.locator('[name=wording]').fill(wording.replace('特发此证', '特此证明'));
    await course.locator(`${keep} button`).click();
    expect(await manager.textContent('[role=status]')).toContain('已保存');
    const sample = await manager.request.get(`${manager.url().split('?')[0]}/course.pdf`);
    expect((await sample.body()).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await manager.request.get(`${manager.url().split('?')[0]}/degree.pdf`)).status()).toBe(404);

    const worker = await visit('worker', '/records');
    const line = worker.locator('li', { hasText: '班组节能降耗' });
    await line.locator('button').click();
    const here = worker.url();
    expect(here).toContain('/records/shares/');
    await worker.goto(`${base()}/records`);
    await line.locator('button').click();
    expect(worker.url(), 'asked for twice it is one').toBe(here);
    const paper = await worker.request.get(`${here}/certificate.pdf`);
    expect(paper.headers()['content-type']).toBe('application/pdf');
    const badge: unknown = await (await worker.request.get(`${here}/badge.json`)).json();
    expect(badge).toMatchObject({
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      proof: { cryptosuite: 'eddsa-rdfc-2022' },
    });
    const link = (await worker.getAttribute('main a[href*="/verify/"]', 'href')) ?? '';
    const stranger = await visit(null, new URL(link).pathname);
    expect(await stranger.textContent('main')).toMatch(
      /真实有效[\s\S]*职工甲[\s\S]*出具单位[\s\S]*云川精工机械有限公司[\s\S]*班组节能降耗/,
    );
    expect(await stranger.textContent('main')).not.toContain('走近工会');
  });

  it('is worded by nobody who neither manages nor governs', async () => {
    const carer = await visit('carer', '/');
    const answer = await carer.request.get(`${base()}/organisations/${factory}/certificates`);
    expect([403, 404]).toContain(answer.status());
  });
});
