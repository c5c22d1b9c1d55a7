import type { Browser } from 'playwright-core';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, openPlainly } from '../support/page.ts';
import { organisations } from '../support/people.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const counter = `/organisations/${organisations.school}/credits`;

describe('credits toward a programme', () => {
  it('are asked for by the worker, given back with a reason, asked for again, and accepted for good', async () => {
    const worker = await openPlainly(browser, 'worker', '/credits');
    await worker.click('a[href="/credits/redeem"]');
    const ask = async (amount: string) => {
      await worker.fill('[name=amount]', amount);
      await worker.click('main form button[data-kind=main]');
    };
    await ask('1.234');
    expect(await worker.textContent('[role=alert]')).toContain('小数不要太长');
    expect(await worker.inputValue('[name=amount]'), 'what was typed is still there').toBe('1.234');
    await ask('41');
    expect(await worker.textContent('[role=alert]')).toContain('超过了学校接收的份额');
    await ask('1.5');
    expect(await worker.textContent('#requests')).toMatch(/机电一体化技术（专科）[\s\S]*1\.50[\s\S]*等待答复/);

    const officer = await openPlainly(browser, 'bankOfficer', counter);
    expect(await officer.textContent('main')).toMatch(/职工甲 · 机电一体化技术（专科） · 1\.50/);
    await officer.check('[name=asked]');
    await officer.click('button[value=void]');
    expect(await officer.textContent('[role=alert]')).toContain('退回要写明理由');
    await officer.check('[name=asked]');
    await officer.fill('[name=reason]', '内容不符');
    await officer.click('button[value=void]');
    expect(await officer.textContent('[role=status]')).toContain('已答复');

    await worker.reload();
    expect(await worker.textContent('#requests')).toContain('已退回：内容不符');
    await ask('2');
    await officer.goto(base() + counter);
    await officer.check('[name=asked]');
    await officer.click('button[value=post]');
    await worker.reload();
    expect(await worker.textContent('#requests')).toContain('已接受');
    expect(await worker.textContent('main')).toMatch(/2\.00 \/ 40\.00/);
    await worker.goto(`${base()}/credits`);
    expect(await worker.textContent('main')).toMatch(/已兑换[\s\S]*兑换退回/);
    const manager = await openPlainly(browser, 'manager', '/me');
    expect((await manager.request.get(base() + counter)).status()).toBe(403);
  });

  it('go to programmes that the school names', async () => {
    const officer = await openPlainly(browser, 'bankOfficer', counter);
    const form = officer.locator('details', { hasText: '增加一个专业' });
    await form.locator('summary').click();
    await form.locator('[name=title]').fill('行政管理（本科）');
    await form.locator('[name=total]').fill('80');
    await form.locator('[name=most_pct]').fill('101');
    await form.locator('form').evaluate((element: HTMLFormElement) => (element.noValidate = true));
    await form.locator('button').click();
    expect(await officer.textContent('[role=alert]')).toContain('有几处需要修改');
    expect(await form.locator('[name=title]').inputValue()).toBe('行政管理（本科）');
    await form.locator('[name=most_pct]').fill('25');
    await form.locator('button').click();
    expect(await officer.textContent('[role=status]')).toContain('已保存');
    const worker = await openPlainly(browser, 'worker', '/credits/redeem');
    expect(await worker.textContent('main')).toMatch(/行政管理（本科）[\s\S]*20\.00/);
  });

  it('are given for a course that a result stands for, by the table that the school sent', async () => {
    const officer = await openPlainly(browser, 'bankOfficer', counter);
    const card = () => officer.locator('details', { hasText: '机电一体化' });
    await card().locator('summary').click();
    const file = await officer.request.get(
      new URL((await card().locator('a[download]').getAttribute('href')) ?? '', base()).href,
    );
    const rows = await readExcelFile(Buffer.from(await file.body()));
    expect(JSON.stringify(rows)).toMatch(/课程代码[\s\S]*焊接方法与设备[\s\S]*中级工/);
    const send = async (text: string) => {
      const buffer = Buffer.from(text);
      await card().locator('[type=file]').setInputFiles({ name: 'plan.csv', mimeType: 'text/csv', buffer });
      await card().locator('form[enctype] button').click();
    };
    const header = '模块,模块最多替换%,课程代码,课程名称,学分,成果类别,工种,等级,匹配度%';
    await send(`${header}\n专业,60,ZY01,焊接方法,很多,技能等级,焊工,中级工,85\n专业,60,ZY02,制图,1,天气,,,85\n`);
    expect(await card().textContent()).toMatch(/有 2 处需要修改[\s\S]*第 2 行“学分”：没有看懂[\s\S]*第 3 行“成果类别”/);
    await send(`${header}\n专业,60,ZY01,焊接方法,1,技能等级,焊工,初级工,85\n专业,60,ZY02,制图,1.5,证书,,,90\n`);
    expect(await officer.textContent('[role=status]')).toContain('方案已保存');

    const worker = await openPlainly(browser, 'worker', '/credits/redeem');
    await worker.click('a[href*="/credits/programmes/"]');
    expect(await worker.textContent('main')).toMatch(
      /全部在学校学要 33小时45分钟；这样走只要 20小时15分钟[\s\S]*再申请替换：焊接方法/,
    );
    await worker.click('main table form button');
    expect(await worker.textContent('main')).toMatch(/焊接方法[\s\S]*等待学校答复/);
    await officer.goto(base() + counter);
    expect(await officer.textContent('main')).toMatch(/焊接方法 · 1\.00[\s\S]*用“电焊工中级”替换/);
    await officer.locator('label', { hasText: '焊接方法' }).click();
    await officer.click('button[value=post]');
    await worker.reload();
    expect(await worker.textContent('main')).toMatch(/焊接方法[\s\S]*已替换/);
  });
});
