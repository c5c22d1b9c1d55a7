import axe, { type Result } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { inject } from 'vitest';
import { demoPassword } from '../../supabase/embedded/demo.ts';
import { organisations, workerIds } from './people.ts';
import { nameOf } from './visitor.ts';

export const base = () => inject('productUrl');

/** The demo world's worker is in the middle of this course, and somebody asked something. */
const welding = '/learn/c06fdb2e-8689-5c45-4dc3-42e19868daf7/hot-work';
const { factory, federation, provider, school, welders } = organisations;
export const nowhere = '/nothing-is-here';

/** Every page that has a face, and as whom it is looked at. A page that is new belongs here. */
export const faces: [path: string, person: string | null][] = [
  ['/', null],
  ['/sign-in', null],
  ['/sign-up', null],
  ['/reset', null],
  ['/activate', null],
  ['/offline', null],
  [nowhere, null],
  ['/gallery', null],
  ['/me', 'districtOfficer'],
  ['/me', 'worker'],
  ['/me/file', 'worker'],
  ['/me/security', 'worker'],
  ['/privacy', 'worker'],
  ['/courses', 'worker'],
  ['/courses/work-safety-basics', 'worker'],
  ['/learn', 'worker'],
  ['/learn/plan', 'worker'],
  [welding, 'worker'],
  [`${welding}/talk`, 'worker'],
  ['/menu', 'worker'],
  ['/credits', 'worker'],
  ['/credits/redeem', 'worker'],
  ['/credits/programmes/00000000-0000-4000-8000-000000000901', 'worker'],
  ['/credits/appeals', 'worker'],
  ['/credits/appeals/new?about=credits&target=00000000-0000-4000-8000-000000000001', 'worker'],
  ['/credits/what-if?course=welding-arc-basics', 'worker'],
  // Named by what it is for: the first course that the demo world's worker completed.
  ['/credits/a48af52e-a09f-8d1e-8f99-029f2ca70000', 'worker'],
  // The demo world's worker has a seat at the bench.
  ['/learn/sessions/00000000-0000-4000-8000-000000000601', 'worker'],
  ['/records', 'worker'],
  ['/records/claims', 'worker'],
  ['/records/catalogue', 'worker'],
  ['/records/shares', 'worker'],
  // What the worker of the demo world shows, as she and as a stranger see it.
  ['/records/shares/00000000-0000-4000-8000-000000000501', 'worker'],
  // A certificate of hers.
  ['/records/shares/00000000-0000-4000-8000-000000000502', 'worker'],
  ['/verify', null],
  ['/verify/DEM0GXK0NGKE00000501', null],
  ['/records/claims/new?kind=contest', 'worker'],
  // A claim of the demo world that waits for the works.
  ['/records/claims/00000000-0000-4000-8000-000000000401', 'worker'],
  [`/organisations/${provider}/sessions`, 'trainer'],
  [`/organisations/${provider}/sessions/new`, 'trainer'],
  [`/organisations/${provider}/sessions/00000000-0000-4000-8000-000000000601`, 'trainer'],
  [`/organisations/${provider}/sessions/00000000-0000-4000-8000-000000000601/code`, 'trainer'],
  [`/organisations/${school}/credits`, 'bankOfficer'],
  [`/organisations/${factory}/claims`, 'manager'],
  [`/organisations/${factory}`, 'manager'],
  [`/organisations/${factory}/people`, 'manager'],
  [`/organisations/${factory}/people/${workerIds.worker}`, 'manager'],
  [`/organisations/${factory}/people/slips`, 'manager'],
  [`/organisations/${factory}/imports`, 'manager'],
  [`/organisations/${factory}/new`, 'manager'],
  [`/organisations/${factory}/invite`, 'manager'],
  [`/organisations/${welders}/edit`, 'manager'],
  [`/organisations/${factory}/certificates`, 'manager'],
  [`/organisations/${factory}/outcomes`, 'manager'],
  [`/organisations/${factory}/menus`, 'manager'],
  [`/organisations/${federation}/menus`, 'officer'],
  [`/organisations/${federation}/reports`, 'reviewer'],
  [`/organisations/${factory}/menus/00000000-0000-4000-8000-000000000303?find=aq`, 'manager'],
  [`/organisations/${welders}/order`, 'manager'],
  [`/organisations/${federation}`, 'officer'],
  [`/organisations/${federation}/audit`, 'auditor'],
  [`/organisations/${federation}/appeals`, 'reviewer'],
  ['/me/factor', 'officer'],
  [`/organisations/${federation}/factor`, 'officer'],
  ['/panels', 'officer'],
  // Hours of the demo world that wait for people.
  [`/panels/${workerIds.trainer}/49b7d357-33ac-fe1a-a649-9b275ec5c978`, 'officer'],
  ['/panels?show=decided', 'reviewer'],
  [`/organisations/${federation}/bank`, 'officer'],
  [`/organisations/${federation}/catalogue`, 'officer'],
  [`/organisations/${federation}/pilots`, 'officer'],
  [`/organisations/${federation}/rules`, 'officer'],
];

export interface Look {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  lang?: 'zh-CN' | 'en';
  javaScript?: boolean;
  largeText?: boolean;
}

const sessions = new Map<string, string>();

/** Signs in over HTTP, once for a person: what a browser needs of it is the cookie. */
async function sessionOf(person: string): Promise<string> {
  const known = sessions.get(person);
  if (known) return known;
  const answer = await fetch(`${base()}/sign-in?_action=account.signIn`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: base() },
    body: new URLSearchParams({ name: nameOf(person), password: demoPassword }),
  });
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('gk_session='));
  const value = /^gk_session=([^;]+)/.exec(cookie ?? '')?.[1];
  if (!value) throw new Error(`${person} could not sign in: ${answer.status}`);
  sessions.set(person, value);
  return value;
}

export async function openContext(
  browser: Browser,
  look: Look = {},
  person: string | null = null,
): Promise<BrowserContext> {
  const { width = 1280, height = 800, theme = 'light', lang = 'en', javaScript = true, largeText = false } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: lang,
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
  });
  const cookie = (name: string, value: string) => ({ name, value, url: base() });
  await context.addCookies([
    cookie('gk_lang', lang),
    cookie('gk_theme', theme),
    cookie('gk_text', largeText ? 'large' : 'normal'),
    ...(person ? [cookie('gk_session', await sessionOf(person))] : []),
  ]);
  return context;
}

/** A page as somebody with a phone and no scripts sees it. It goes when its browser is closed. */
export async function openPlainly(browser: Browser, person: string | null, path: string): Promise<Page> {
  const context = await openContext(browser, { width: 360, lang: 'zh-CN', javaScript: false }, person);
  const page = await context.newPage();
  await page.goto(base() + path);
  return page;
}

/** Begins a course, or goes on with it: the page is at a lesson afterwards. */
export async function enterCourse(page: Page, course: string): Promise<void> {
  await page.goto(`${base()}/courses/${course}`);
  await page.click('main form[action*=enrol] button, main a[href^="/learn/"][data-kind=main]');
  await page.waitForSelector('[data-sitting]');
}

/** The first lesson of a course that shows something, such as a film. */
export async function enterLesson(page: Page, course: string, shows: string): Promise<string> {
  await enterCourse(page, course);
  const others = await page.$$eval('aside a[href^="/learn/"]', (links) =>
    links.map((link) => link.getAttribute('href')),
  );
  for (const lesson of [new URL(page.url()).pathname, ...others]) {
    if (lesson === null) continue;
    await page.goto(base() + lesson);
    if (await page.$(shows)) return lesson;
  }
  throw new Error(`no lesson of ${course} shows ${shows}`);
}

/** What axe finds, in a line each that says where. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: judge } = window as unknown as { axe: { run(options: unknown): Promise<{ violations: Result[] }> } };
    return (await judge.run({ resultTypes: ['violations'] })).violations;
  });
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 120))
        .join(' | ')}`,
  );
}

/** How many pixels a page is wider than the window, and the element that makes it so. */
export const overflow = (page: Page): Promise<{ px: number; by: string }> =>
  page.evaluate(() => {
    const px = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1,
    );
    return { px: Math.max(0, px), by: px > 0 ? (wide.at(-1)?.outerHTML.slice(0, 120) ?? '') : '' };
  });
