import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPassword } from '../../supabase/embedded/demo.ts';
import { launchBrowser } from '../support/browser.ts';
import { base, openContext, type Look } from '../support/page.ts';
import { codeFor, nameOf } from '../support/visitor.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

async function onPage<Result>(look: Look, work: (page: Page) => Promise<Result>, person: string | null = null) {
  const context = await openContext(browser, look, person);
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

const phone: Look = { width: 360, height: 740, lang: 'zh-CN' };
const submit = 'main form [data-kind=main]';

async function signIn(page: Page, name: string, password = demoPassword): Promise<void> {
  await page.goto(`${base()}/sign-in`);
  await page.fill('[name=name]', name);
  await page.fill('[name=password]', password);
  await page.click(submit);
}

describe('on a small phone without JavaScript', () => {
  const plain = { ...phone, javaScript: false };

  it('she signs in, sees her places and signs out', () =>
    onPage(plain, async (page) => {
      await signIn(page, nameOf('worker'));
      expect(new URL(page.url()).pathname).toBe('/me');
      expect(await page.textContent('main')).toContain('焊接一班');
      await page.goto(`${base()}/me/security`);
      await page.click('button[popovertarget]:visible');
      await page.click('form[action*=signOut] button:visible >> nth=0');
      await page.goto(`${base()}/me`);
      expect(new URL(page.url()).pathname).toBe('/sign-in');
    }));

  it('a wrong password says so where she looks, and keeps her name', () =>
    onPage(plain, async (page) => {
      await signIn(page, '13800000002', 'wrong-password');
      expect(await page.inputValue('[name=name]')).toBe('13800000002');
      expect(await page.inputValue('[name=password]')).toBe('');
      expect(await page.textContent('[role=alert], .summary, .note')).toMatch(/\S/);
    }));

  it('she opens an account with a code and can come back', () =>
    onPage(plain, async (page) => {
      const name = 'phone-user@people.example';
      await page.goto(`${base()}/sign-up`);
      await page.fill('[name=name]', name);
      await page.click(submit);
      await page.fill('[name=code]', await codeFor(name));
      await page.fill('[name=person_name]', '新工友');
      await page.fill('[name=new_password]', 'correct horse battery');
      await page.click(submit);
      expect(new URL(page.url()).pathname).toBe('/me');
      expect(await page.textContent('h1')).toContain('新工友');
    }));

  it('she changes language, theme and text size and stays where she is', () =>
    onPage(plain, async (page) => {
      await page.goto(`${base()}/sign-in`);
      await page.click('button[name=lang][value=en]');
      expect(new URL(page.url()).pathname).toBe('/sign-in');
      expect(await page.getAttribute('html', 'lang')).toBe('en');
      const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const light = await paper();
      await page.click('button[name=theme][value=dark]');
      expect(await paper()).not.toBe(light);
      const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
      const normal = await size();
      await page.click('button[name=text][value=large]');
      expect(await size()).toBeGreaterThan(normal);
    }));
});

describe('by keyboard alone', () => {
  it('she skips to the content and signs in', () =>
    onPage({ lang: 'en' }, async (page) => {
      await page.goto(`${base()}/sign-in`);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#main');
      await page.keyboard.press('Enter');
      await reach(page, '[name=name]');
      await page.keyboard.type(nameOf('trainer'));
      await page.keyboard.press('Tab');
      await page.keyboard.type(demoPassword);
      await page.keyboard.press('Enter');
      await page.waitForURL(`${base()}/me`);
    }));

  it('whatever has the focus can be seen to have it', () =>
    onPage({ lang: 'en' }, async (page) => {
      await page.goto(`${base()}/sign-in`);
      for (let step = 0; step < 12; step++) {
        await page.keyboard.press('Tab');
        const seen = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body) return true;
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
          const { width, height } = element.getBoundingClientRect();
          return (
            width > 0 &&
            height > 0 &&
            ((outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none')
          );
        });
        expect({ step, seen }).toEqual({ step, seen: true });
      }
    }));
});

describe('a person with two roles', () => {
  it('switches, and the way through the product follows', () =>
    onPage(
      { lang: 'en' },
      async (page) => {
        await page.goto(`${base()}/me`);
        const links = () => page.$$eval('nav a', (all) => all.map((link) => link.getAttribute('href')).join(' '));
        const before = await links();
        await page.click('form[action="/me/acting"] button');
        expect(new URL(page.url()).pathname).toBe('/me');
        expect(await links()).not.toBe(before);
        await page.click('form[action="/me/acting"] button');
        expect(await links()).toBe(before);
      },
      'districtOfficer',
    ));
});

describe('changing the password', () => {
  it('works, and the new one opens the door', () =>
    onPage({ ...phone, lang: 'en' }, async (page) => {
      const next = 'a longer password';
      await signIn(page, nameOf('reviewer'));
      for (const [from, to] of [
        [demoPassword, next],
        [next, demoPassword],
      ]) {
        await page.goto(`${base()}/me/security`);
        const form = page.locator('form[action*=changePassword]');
        await form.locator('[name=password]').fill(from ?? '');
        await form.locator('[name=new_password]').fill(to ?? '');
        await form.locator('button').click();
        await page.waitForSelector('[role=status]');
        expect(
          await onPage(phone, async (other) => {
            await signIn(other, nameOf('reviewer'), to);
            return new URL(other.url()).pathname;
          }),
        ).toBe('/me');
      }
    }));
});

async function reach(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 20; step++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} can't be reached by keyboard`);
}
