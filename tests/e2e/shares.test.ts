import type { Browser } from 'playwright-core';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, openPlainly } from '../support/page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const visit = (person: string | null, path: string) => openPlainly(browser, person, path);

describe('a record that is shown', () => {
  it('is verified by a stranger, leaves as a file, and is taken back', async () => {
    const worker = await visit('worker', '/records/shares');
    await worker.fill('[name=audience]', '某单位招聘');
    await worker.check('[name=part][value=elsewhere]');
    await worker.click('main form button[data-kind=main]');
    const here = worker.url();
    const link = (await worker.getAttribute('main a[href*="/verify/"]', 'href')) ?? '';

    const stranger = await visit(null, '/verify');
    const code = link.split('/').at(-1) ?? '';
    await stranger.fill('[name=code]', ` ${code.toLowerCase().slice(0, 10)}-${code.slice(10)} `);
    await stranger.click('main form button');
    const shown = (await stranger.textContent('main')) ?? '';
    expect(shown).toMatch(/真实有效[\s\S]*职工甲[\s\S]*电焊工中级[\s\S]*云川精工机械有限公司/);
    expect(shown).not.toMatch(/某单位招聘|示例 0001|走近工会/);

    await worker.goto(here);
    expect(await worker.textContent('main')).not.toContain('还没有人打开');
    const json: unknown = await (await worker.request.get(`${here}/record.json`)).json();
    expect(json).toMatchObject({ name: '职工甲', verify_at: link, results: [{ kind: 'skill_level' }] });
    const sheet = await readExcelFile(Buffer.from(await (await worker.request.get(`${here}/record.xlsx`)).body()));
    expect(JSON.stringify(sheet)).toMatch(/电焊工中级[\s\S]*\/verify\//);
    const paper = await worker.request.get(`${here}/record.pdf`);
    expect(paper.headers()['content-type']).toBe('application/pdf');
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await stranger.request.get(`${here}/record.json`, { maxRedirects: 0 })).status()).toBe(303);

    await worker.click('main button[data-kind=danger]');
    await stranger.goto(link);
    expect(await stranger.textContent('main')).toMatch(/收回了这份记录/);
    expect(await stranger.textContent('main')).not.toContain('电焊工中级');
    await stranger.goto(`${base()}/verify/${'0'.repeat(20)}`);
    expect(await stranger.textContent('main')).toContain('没有这个验证码');
  });
});
