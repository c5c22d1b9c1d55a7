import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { base, enterCourse, openPlainly } from '../support/page.ts';
import { organisations } from '../support/people.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const visit = (person: string, path: string) => openPlainly(browser, person, path);

async function lessonOf(person: string): Promise<Page> {
  const page = await visit(person, '/me');
  await enterCourse(page, 'energy-saving');
  return page;
}

describe('a question under a lesson', () => {
  it('is asked, answered by a teacher, reported, and removed with a reason that its writer reads', async () => {
    const learner = await lessonOf('bankOfficer');
    await learner.fill('#ask', ' ');
    await learner.click('#talk > form button');
    expect(await learner.textContent('[role=alert]')).toContain('有几处需要修改');
    await learner.fill('#ask', '空调调到几度最省电？');
    await learner.click('#talk > form button');
    expect(await learner.textContent('#talk')).toContain('空调调到几度最省电？');

    const trainer = await lessonOf('trainer');
    expect(await trainer.textContent('#talk')).toMatch(/师傅[\s\S]*空调调到几度最省电/);
    await trainer.click('#talk summary');
    await trainer.fill('#talk details textarea', '夏天 26 度。');
    await trainer.click('#talk details form button');
    await learner.reload();
    expect(await learner.textContent('#talk')).toMatch(/教师甲\s*教师[\s\S]*夏天 26 度/);

    await trainer.click('#talk form[action*=report] button');
    expect(await trainer.textContent('[role=status]')).toContain('已举报');
    const reviewer = await visit('reviewer', `/organisations/${organisations.federation}/reports`);
    const card = reviewer.locator('main li', { hasText: '空调调到几度' });
    await card.locator('button[value=removed]').click();
    expect(await reviewer.textContent('[role=alert]')).toContain('移除要写明理由');
    await card.locator('[name=reason]').fill('试验');
    await card.locator('button[value=removed]').click();
    expect(await reviewer.textContent('[role=status]')).toContain('已处理');
    await learner.reload();
    expect(await learner.textContent('#talk')).toContain('已移除：试验');
    const manager = await visit('manager', '/me');
    const reports = `${base()}/organisations/${organisations.factory}/reports`;
    expect((await manager.request.get(reports)).status()).toBe(404);
  });
});

describe('stars', () => {
  it('are given by who learnt something, and seen by everyone', async () => {
    const learner = await lessonOf('bankOfficer');
    await learner.goto(`${base()}/courses/energy-saving`);
    await learner.click('#stars summary');
    await learner.check('#stars [value="3"]');
    await learner.click('#stars form button');
    expect(await learner.textContent('[role=alert]')).toContain('学完至少一个课时');
    const worker = await visit('worker', '/courses/energy-saving');
    expect(await worker.textContent('#stars')).toMatch(/1 人评分[\s\S]*5 \/ 5/);
    await worker.click('#stars summary');
    await worker.check('#stars [value="4"]');
    await worker.click('#stars form button');
    expect(await worker.textContent('#stars')).toMatch(/4 \/ 5[\s\S]*你打了 4 分/);
    const visitor = await openPlainly(browser, null, '/courses/energy-saving');
    expect(await visitor.textContent('#stars')).toContain('4 / 5');
  });
});
