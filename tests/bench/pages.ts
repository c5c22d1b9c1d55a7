// `npm run bench -- pages`: a JSON line a page with what it weighs and how it scores on a phone. Lighthouse runs its mobile settings
// (slow 4G, a slow processor) three times and the median counts; sizes are what travels, compressed.
import axe from 'axe-core';
import lighthouse from 'lighthouse';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { demoPassword } from '../../supabase/embedded/demo.ts';
import { findBrowser } from '../support/browser.ts';
import { freePort } from '../support/postgres.ts';
import { startProduct } from '../support/product.ts';

interface Visit {
  page: string;
  as?: string;
  /** A course whose first lesson is a film: it is begun, weighed, and played. */
  film?: true;
}

const works = '00000000-0000-4000-8000-000000000010';
const visits: Visit[] = [
  { page: '/' },
  { page: '/sign-in' },
  { page: '/gallery' },
  { page: '/me', as: 'worker@demo.gongke.example' },
  { page: '/courses', as: 'worker@demo.gongke.example' },
  { page: '/menu', as: 'worker@demo.gongke.example' },
  { page: '/learn', as: 'worker@demo.gongke.example' },
  { page: '/courses/work-safety-basics', as: 'worker@demo.gongke.example', film: true },
  { page: '/credits', as: 'worker@demo.gongke.example' },
  { page: '/records', as: 'worker@demo.gongke.example' },
  { page: `/organisations/${works}`, as: 'manager@demo.gongke.example' },
  { page: `/organisations/${works}/people`, as: 'manager@demo.gongke.example' },
];

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function signIn(context: BrowserContext, base: string, name: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.fill('[name=name]', name);
  await page.fill('[name=password]', demoPassword);
  await page.click('main form button[data-kind=main]');
  await page.waitForURL(`${base}/me`);
  await page.close();
}

async function beginFilm(context: BrowserContext, course: string): Promise<string> {
  const page = await context.newPage();
  await page.goto(course);
  await page.click('main form[action*=enrol] button');
  await page.waitForSelector('[data-sitting] video');
  const lesson = page.url();
  await page.close();
  return lesson;
}

/** How long a film takes from the finger to the first picture, and what script it has brought by then. */
async function play(page: Page) {
  const starts_ms = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const video = document.querySelector('video');
        const pressed = performance.now();
        video?.addEventListener('playing', () => resolve(Math.round(performance.now() - pressed)), { once: true });
        void video?.play();
      }),
  );
  await page.waitForLoadState('networkidle');
  await page.waitForSelector('.video-js .vjs-control-bar');
  return starts_ms;
}

/** What a first visit loads, and what axe says of it. */
async function weigh(context: BrowserContext, url: string, film: boolean) {
  const page = await context.newPage();
  // Signing in has brought what pages share.
  await (await context.newCDPSession(page)).send('Network.clearBrowserCache');
  const loads: Promise<{ script: boolean; bytes: number }>[] = [];
  page.on('requestfinished', (request) => {
    const script = request.resourceType() === 'script';
    loads.push(request.sizes().then(({ responseBodySize }) => ({ script, bytes: responseBodySize })));
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe: judge } = window as unknown as { axe: { run(): Promise<{ violations: unknown[] }> } };
    return (await judge.run()).violations.length;
  });
  const weight = async () => {
    const sizes = await Promise.all(loads);
    const sum = (list: typeof sizes) => list.reduce((total, { bytes }) => total + bytes, 0);
    return { js_gz: sum(sizes.filter(({ script }) => script)), bytes_gz: sum(sizes) };
  };
  const first = { ...(await weight()), axe: violations };
  if (!film) {
    await page.close();
    return first;
  }
  const starts_ms = await play(page);
  const { js_gz: js_gz_playing } = await weight();
  await page.close();
  return { ...first, js_gz_playing, starts_ms };
}

async function score(url: string, port: number) {
  const performances: number[] = [];
  const shifts: number[] = [];
  for (let run = 0; run < 3; run++) {
    const options = { port, logLevel: 'error', onlyCategories: ['performance'], disableStorageReset: true } as const;
    const result = await lighthouse(url, { ...options, onlyCategories: [...options.onlyCategories] });
    performances.push(Math.round(100 * (result?.lhr.categories['performance']?.score ?? 0)));
    shifts.push(result?.lhr.audits['cumulative-layout-shift']?.numericValue ?? 1);
  }
  return { lighthouse: median(performances), cls: Number(median(shifts).toFixed(3)) };
}

const product = await startProduct();
const { args, ...browser } = await findBrowser();
try {
  for (const { page, as, film = false } of visits) {
    const port = await freePort();
    const context = await chromium.launchPersistentContext('', {
      ...browser,
      args: [...args, `--remote-debugging-port=${port}`],
    });
    if (as) await signIn(context, product.url, as);
    const url = film ? await beginFilm(context, product.url + page) : product.url + page;
    const weight = await weigh(context, url, film);
    const scores = await score(url, port);
    await context.close();
    console.log(JSON.stringify({ page: film ? `${page}, its film` : page, ...weight, ...scores }));
  }
} finally {
  await product.stop();
}
