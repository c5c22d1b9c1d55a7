import type { Browser } from 'playwright-core';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, openPlainly } from '../support/page.ts';
import { organisations } from '../support/people.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const house = `/organisations/${organisations.factory}`;

describe('results by the sheet', () => {
  it('twenty thousand rows are entered, two thousand of them come back with their reasons, and once more changes nothing', async () => {
    const manager = await openPlainly(browser, 'manager', `${house}/outcomes`);
    const people = await (await manager.request.get(`${base()}${house}/people/export?as=csv`)).text();
    // Not those whom other tests look at.
    const others = people
      .split(/\r\n/)
      .slice(1)
      .filter((line) => line && !/职工甲|主管甲|干部/.test(line));
    const numbers = others.map((line) => line.split(',')[0] ?? '');
    expect(numbers.length).toBeGreaterThan(20);
    const header = '工号,类别,名称,发证或主办单位,取得日期,学时';
    const lines = Array.from({ length: 20_000 }, (_, n) => {
      const number = numbers[n % numbers.length];
      return `${number},外部培训,专题${Math.floor(n / numbers.length)},培训中心,2024-03-01,${n % 10 === 9 ? 'x' : '4'}`;
    });
    const send = async (button: string) => {
      const buffer = Buffer.from([header, ...lines].join('\r\n'));
      await manager.setInputFiles('[type=file]', { name: 'results.csv', mimeType: 'text/csv', buffer });
      await manager.click(button, { timeout: 100_000 });
      return (await manager.textContent('[role=status]')) ?? '';
    };
    expect(await send('button[value=check]')).toMatch(/可以录入 1\d{4} 项[\s\S]*还没有录入[\s\S]*有 \d{4} 处需要修改/);
    expect(await manager.textContent('table')).toContain('请填数字');
    const download = manager.waitForEvent('download');
    await manager.setInputFiles('[type=file]', {
      name: 'r.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([header, ...lines].join('\r\n')),
    });
    await manager.click('button[formaction]');
    const sheet = JSON.stringify(await readExcelFile((await (await download).path()) ?? ''));
    expect(sheet.match(/请填数字/g)?.length).toBeGreaterThanOrEqual(2000);
    expect(await send('button[value=import]')).toMatch(/录入 1\d{4} 项/);
    expect(await send('button[value=import]')).toMatch(/录入 0 项，1\d{4} 项以前已有/);
  }, 300_000);
});
