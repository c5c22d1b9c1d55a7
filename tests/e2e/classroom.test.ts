import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainDate, plainTime } from '../../src/ui/format.ts';
import { launchBrowser } from '../support/browser.ts';
import { base, enterLesson, openContext, openPlainly } from '../support/page.ts';
import { organisations } from '../support/people.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const visit = (person: string, path: string) => openPlainly(browser, person, path);
const main = 'main form button[data-kind=main]';
const sessionsOf = `/organisations/${organisations.federation}/sessions`;
const minute_ms = 60_000;

/** A day and two times so that the door is open now and the lesson has its time. */
function soon() {
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * minute_ms);
  return { day: plainDate(inMinutes(2)), from: plainTime(inMinutes(2)), until: plainTime(inMinutes(110)) };
}

async function setUp(): Promise<{ officer: Page; session: string }> {
  const officer = await visit('officer', `${sessionsOf}/new`);
  await officer.selectOption('[name=what]', 'fire-safety drill');
  const { day, from, until } = soon();
  await officer.fill('[name=day]', day);
  await officer.fill('[name=from]', until);
  await officer.fill('[name=until]', from);
  await officer.fill('[name=place]', '文化宫前广场');
  await officer.fill('[name=seats]', '1');
  await officer.click(main);
  expect(await officer.textContent('[role=alert]')).toContain('结束要晚于开始');
  expect(await officer.inputValue('[name=place]'), 'what was typed is still there').toBe('文化宫前广场');
  await officer.fill('[name=from]', from);
  await officer.fill('[name=until]', until);
  await officer.click(main);
  return { officer, session: new URL(officer.url()).pathname.split('/').at(-1) ?? '' };
}

async function inLesson(person: string): Promise<Page> {
  const page = await visit(person, '/me');
  await enterLesson(page, 'fire-safety', '#sessions');
  return page;
}

describe('a session in a room', () => {
  it('is set up, filled in order, entered by the code on the wall, and kept as a roll', async () => {
    const { officer, session } = await setUp();
    const carer = await inLesson('carer');
    await carer.click('main form[action*=signUp] button');
    expect(await carer.textContent('main')).toContain('你有名额');
    const late = await inLesson('districtOfficer');
    expect(await late.textContent('main')).toContain('已满');
    await late.click(`form[action*="${session}"] button`);
    expect(await late.textContent('main')).toMatch(/候补中[\s\S]*前面还有 0 人/);

    await carer.fill('[name=code]', 'ZZZZ ZZZZ');
    await carer.click(main);
    expect(await carer.textContent('[role=alert]')).toContain('签到码不对');
    await officer.goto(`${base()}${sessionsOf}/${session}/code`);
    const onTheWall = (await officer.textContent('.code')) ?? '';
    await carer.fill('[name=code]', onTheWall.toLowerCase());
    await carer.click(main);
    expect(await carer.textContent('main')).toMatch(/已签到/);

    await officer.goto(`${base()}${sessionsOf}/${session}`);
    expect(await officer.textContent('main')).toMatch(/职工乙[\s\S]*扫码/);
    expect(await officer.isChecked('[type=checkbox]')).toBe(true);
    await carer.click('form[action*=leave] button');
    expect(await carer.textContent('main')).toMatch(/离开/);

    const stranger = await visit('manager', '/me');
    expect((await stranger.request.get(`${base()}${sessionsOf}/${session}`)).status()).toBe(404);
    expect((await stranger.request.get(`${base()}/learn/sessions/not-an-id`)).status()).toBe(404);
  });

  it('is entered by pointing a camera at the wall, which renews itself', async () => {
    const { session } = await setUp();
    const worker = await inLesson('auditor');
    await worker.click(`form[action*="${session}"] button`);
    const wall = await (await openContext(browser, { lang: 'zh-CN' }, 'officer')).newPage();
    await wall.goto(`${base()}${sessionsOf}/${session}/code`);
    const first = await wall.textContent('.code');
    await wall.waitForFunction((was) => document.querySelector('.code')?.textContent !== was, first, {
      timeout: 25_000,
    });
    const code = (await wall.textContent('.code'))?.replace(' ', '');
    const phone = await (await openContext(browser, { lang: 'zh-CN', width: 360 }, 'auditor')).newPage();
    await phone.goto(`${base()}/learn/sessions/${session}?code=${code}`);
    await phone.waitForSelector('text=已签到');
  });
});
