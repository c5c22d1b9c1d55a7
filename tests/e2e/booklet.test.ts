import type { Browser, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { enterLesson, openContext } from '../support/page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launchBrowser()));
afterAll(() => browser.close());

const pages = 300;

/** A handbook that weighs what handbooks weigh: on each page a line of text, and a hundred thousand bytes that a reader has to load for it. */
function handbook(): Buffer {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  // Pages in groups, as most writers of such files put them; the groups stand together at the end.
  const groups: number[][] = [];
  const firstGroup = objects.length + pages * 2 + 1;
  for (let n = 0; n < pages; n++) {
    const stream = `BT /F 24 Tf 60 700 Td (Page ${n + 1}) Tj ET\n%${'x'.repeat(100_000)}\n`;
    const group = Math.floor(n / 10);
    (groups[group] ??= []).push(objects.length + 1);
    objects.push(
      `<< /Type /Page /Parent ${firstGroup + group} 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents ${objects.length + 2} 0 R >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}endstream`,
    );
  }
  const references = (numbers: number[]) => numbers.map((number) => `${number} 0 R`).join(' ');
  objects[1] = `<< /Type /Pages /Count ${pages} /Kids [${references(groups.map((_, group) => firstGroup + group))}] >>`;
  for (const kids of groups) {
    objects.push(`<< /Type /Pages /Parent 2 0 R /Count ${kids.length} /Kids [${references(kids)}] >>`);
  }
  let text = '%PDF-1.7\n';
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

describe('a handbook of three hundred pages on a phone', () => {
  it('opens without being fetched whole, and any page of it is reached', async () => {
    const file = handbook();
    let sent = 0;
    /** Answers ranges, as the product does for its own files. */
    const serve = async (route: Route) => {
      const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/.exec(route.request().headers()['range'] ?? '') ?? [];
      const asked = route.request().headers()['range'] !== undefined;
      const last = to === '' ? file.length - 1 : Math.min(Number(to), file.length - 1);
      const part = asked ? file.subarray(Number(from), last + 1) : file;
      if (asked) sent += part.length;
      const headers: Record<string, string> = { 'content-type': 'application/pdf', 'accept-ranges': 'bytes' };
      if (asked) headers['content-range'] = `bytes ${from}-${last}/${file.length}`;
      await route.fulfill({ status: asked ? 206 : 200, headers, body: part });
    };
    const phone = await openContext(browser, { lang: 'zh-CN', width: 360 }, 'officer');
    const page = await phone.newPage();
    await enterLesson(page, 'labour-law-basics', '[data-pdf]');
    await page.route('**/media/**/*.pdf', serve);
    await page.click('[data-pdf-open]');
    await page.waitForSelector('.page[data-page-number="1"] .textLayer span');
    expect(sent, `of ${file.length} bytes`).toBeLessThan(file.length / 10);
    await page.fill('[data-pdf-page]', '251');
    await page.press('[data-pdf-page]', 'Enter');
    await page.waitForSelector('.page[data-page-number="251"] .textLayer :text("Page 251")');
    expect(sent, `of ${file.length} bytes`).toBeLessThan(file.length / 5);
    // Pages that are out of sight give their pictures back, or a phone would run out of memory.
    expect(await page.$$eval('.pdfViewer canvas', (canvases) => canvases.length)).toBeLessThan(20);
  });
});

describe('a booklet', () => {
  it('opens again at the page that was open, however often', async () => {
    const page = await (await openContext(browser, { lang: 'zh-CN', width: 360 }, 'auditor')).newPage();
    await enterLesson(page, 'labour-law-basics', '[data-pdf]');
    const open = async () => {
      await page.click('[data-pdf-open]');
      await page.waitForSelector('.page[data-loaded]');
    };
    const kept = () => page.waitForResponse((answer) => answer.url().endsWith('/api/study') && answer.ok());
    await open();
    await page.fill('[data-pdf-page]', '4');
    await page.press('[data-pdf-page]', 'Enter');
    await page.waitForSelector('.page[data-page-number="4"][data-loaded]');
    for (let time = 0; time < 2; time++) {
      await page.waitForTimeout(1000);
      // The first answer may be to what was on its way before the page was turned.
      await kept();
      await kept();
      await page.reload();
      await open();
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[data-pdf-page]')?.value !== '1');
      expect(await page.inputValue('[data-pdf-page]'), `opened again, ${time + 1}`).toBe('4');
    }
  });
});
