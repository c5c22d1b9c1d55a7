import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, openPlainly } from '../support/page.ts';
import { organisations } from '../support/people.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const rules = `/organisations/${organisations.federation}/rules`;

describe('rules of a federation', () => {
  it('are written, tried on their cases and on real people, and signed by two', async () => {
    const officer = await openPlainly(browser, 'officer', rules);
    const general = await (await officer.request.get(`${base()}${rules}/general.yaml`)).text();
    const own = general
      .replace('id: city-federation', 'id: yunchuan')
      .replace("version: '2026'", "version: '2031'")
      .replace('in_force: { from: 2020-01-01 }', 'in_force: { from: 2031-01-01 }');
    const send = async (text: string) => {
      await officer.setInputFiles('[type=file]', { name: 'r.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) });
      await officer.click('form[enctype] button');
    };
    await send(own.replace('scale: 2', 'scale: 3'));
    expect(await officer.textContent('[role=alert]')).toMatch(/规则有误：.*units/);
    await send(own.replace('初级工: 2, 中级工: 4', '初级工: 2, 中级工: 5'));
    expect(await officer.textContent('[role=alert]')).toContain('自带的案例没有通过');
    await send(own.replace('limits:', 'limitz:'));
    expect(await officer.textContent('[role=alert]')).toMatch(/规则有误.*limitz/);
    // Hours weigh twice as much: the general cases of courses would fail, so this set has one case of its own.
    const cases = `tests:
  - name: eight hours make a credit
    at: 2031-12-31
    outcomes: [{ id: a, kind: course, course: a, hours: 8, ended: 2031-05-01 }]
    expect: { credits: { a: 1 } }
`;
    const doubled = `${own.slice(0, own.indexOf('\ntests:') + 1)}${cases}`.replace(
      'default: 16, min: 8',
      'default: 8, min: 8',
    );
    await send(doubled);
    expect(await officer.textContent('[role=status]')).toContain('已提出');
    expect(await officer.textContent('main')).toMatch(/yunchuan 2031[\s\S]*等待签署（0\/2）[\s\S]*1 人更多，0 人更少/);
    await officer.click('summary');
    expect(await officer.textContent('table')).toMatch(/00000101/);
    await officer.click('button:has-text("签署")');
    expect(await officer.textContent('main')).toContain('等待签署（1/2）');

    const district = await openPlainly(browser, 'districtOfficer', rules);
    await district.click('button:has-text("签署")');
    expect(await district.textContent('main')).toMatch(/已签署，2031年1月1日起施行/);
    const manager = await openPlainly(browser, 'manager', '/');
    expect((await manager.request.get(base() + rules)).status()).toBe(403);
  });
});
