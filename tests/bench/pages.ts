// `npm run bench -- pages`: a JSON line a page with what it weighs and how it scores on a phone. Lighthouse runs its mobile settings
// (slow 4G, a slow processor) three times and the median counts; sizes are what travels, compressed.
import axe from 'axe-core';
import lighthouse from 'lighthouse';
import { chromium, type BrowserContext } from 'playwright-core';
import { demoPassword } from '../../supabase/embedded/demo.ts';
import { findBrowser } from '../support/browser.ts';
import { freePort } from '../support/postgres.ts';
import { startProduct } from '../support/product.ts';

interface Visit {
  page: string;
  as?: string;
}

const works = '00000000-0000-4000-8000-000000000010';
const visits: Visit[] = [
  { page: '/' },
  { page: '/sign-in' },
  { page: '/gallery' },
  { page: '/me', as: 'worker@demo.gongke.example' },
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

/** What a first visit loads, and what axe says of it. */
async function weigh(context: BrowserContext, url: string) {
  const page = await context.newPage();
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
  await page.close();
  const sizes = await Promise.all(loads);
  const sum = (list: typeof sizes) => list.reduce((total, { bytes }) => total + bytes, 0);
  return { js_gz: sum(sizes.filter(({ script }) => script)), bytes_gz: sum(sizes), axe: violations };
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
  for (const { page, as } of visits) {
    const port = await freePort();
    const context = await chromium.launchPersistentContext('', {
      ...browser,
      args: [...args, `--remote-debugging-port=${port}`],
    });
    if (as) await signIn(context, product.url, as);
    const weight = await weigh(context, product.url + page);
    const scores = await score(product.url + page, port);
    await context.close();
    console.log(JSON.stringify({ page, ...weight, ...scores }));
  }
} finally {
  await product.stop();
}
