import { gunzipSync } from 'node:zlib';
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
    expect(json).toMatchObject({
      name: '职工甲',
      verify_at: link,
      results: expect.arrayContaining([expect.objectContaining({ kind: 'skill_level' })]) as unknown,
    });
    const sheet = await readExcelFile(Buffer.from(await (await worker.request.get(`${here}/record.xlsx`)).body()));
    expect(JSON.stringify(sheet)).toMatch(/电焊工中级[\s\S]*\/verify\//);
    const paper = await worker.request.get(`${here}/record.pdf`);
    expect(paper.headers()['content-type']).toBe('application/pdf');
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await stranger.request.get(`${here}/record.json`, { maxRedirects: 0 })).status()).toBe(303);

    const signed = await (await worker.request.get(`${here}/learner-record.json`)).text();
    await stranger.goto(`${base()}/verify`);
    const holdUp = async (name: string, text: string) => {
      await stranger.setInputFiles('[type=file]', { name, mimeType: 'application/json', buffer: Buffer.from(text) });
      await stranger.click('form[enctype] button');
      return (await stranger.textContent('main')) ?? '';
    };
    expect(await holdUp('forged.json', signed.replace('电焊工中级', '电焊工高级'))).toContain('签发后被改动过');
    expect(await holdUp('nothing.json', '{"@context": [')).toContain('签发后被改动过');
    expect(await holdUp('record.json', signed)).toMatch(/没有改动过[\s\S]*真实有效[\s\S]*电焊工中级/);
    const token = await (await worker.request.get(`${here}/learner-record.jwt`)).text();
    await stranger.goto(`${base()}/verify`);
    expect(await holdUp('learner-record.jwt', token)).toMatch(/没有改动过[\s\S]*电焊工中级/);
    const { issuer, credentialStatus } = JSON.parse(signed) as {
      issuer: { id: string };
      credentialStatus: { statusListCredential: string; statusListIndex: string };
    };
    const did = (await (await stranger.request.get(`${base()}/.well-known/did.json`)).json()) as { id: string };
    expect(did.id).toBe(issuer.id);
    const bit = async () => {
      const answer = await stranger.request.get(credentialStatus.statusListCredential);
      const { credentialSubject } = (await answer.json()) as { credentialSubject: { encodedList: string } };
      const bits = gunzipSync(Buffer.from(credentialSubject.encodedList.slice(1), 'base64url'));
      const place = Number(credentialStatus.statusListIndex);
      return ((bits[place >> 3] ?? 0) >> (7 - (place & 7))) & 1;
    };
    expect(await bit()).toBe(0);

    await worker.click('main button[data-kind=danger]');
    expect(await bit(), 'taken back').toBe(1);
    expect((await worker.request.get(`${here}/learner-record.jwt`)).status()).toBe(409);
    await stranger.goto(link);
    expect(await stranger.textContent('main')).toMatch(/收回了这份记录/);
    expect(await stranger.textContent('main')).not.toContain('电焊工中级');
    await stranger.goto(`${base()}/verify/${'0'.repeat(20)}`);
    expect(await stranger.textContent('main')).toContain('没有这个验证码');
  });
});
