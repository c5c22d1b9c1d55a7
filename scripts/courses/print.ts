// Prints a small handbook: one page of the file is one A5 page, so it can be read on a phone without zooming.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { z } from 'zod';

const block = z.union([
  z.strictObject({ p: z.string() }),
  z.strictObject({ h: z.string() }),
  z.strictObject({ list: z.array(z.string()) }),
  z.strictObject({ steps: z.array(z.string()) }),
  z.strictObject({ ticks: z.array(z.string()) }),
  z.strictObject({ note: z.string() }),
  z.strictObject({ code: z.string() }),
  z.strictObject({ table: z.array(z.array(z.string())).min(2) }),
]);

export const handbookSchema = z.strictObject({
  title: z.string(),
  subtitle: z.string(),
  language: z.enum(['zh-CN', 'en']),
  accent: z.string(),
  pages: z
    .array(z.strictObject({ heading: z.string(), blocks: z.array(block).min(1) }))
    .min(3)
    .max(20),
});

type Handbook = z.infer<typeof handbookSchema>;
type Block = z.infer<typeof block>;

const fontFile = '/usr/share/fonts/opentype/noto/NotoSansCJK';
/** In the collections of Noto Sans CJK the face for simplified Chinese is the third. */
const simplifiedFace = '2';

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const items = (texts: string[]) => texts.map((text) => `<li>${escape(text)}</li>`).join('');

function html(part: Block): string {
  if ('p' in part) return `<p>${escape(part.p)}</p>`;
  if ('h' in part) return `<h3>${escape(part.h)}</h3>`;
  if ('note' in part) return `<aside>${escape(part.note)}</aside>`;
  if ('code' in part) return `<pre>${escape(part.code)}</pre>`;
  if ('list' in part) return `<ul>${items(part.list)}</ul>`;
  if ('steps' in part) return `<ol>${items(part.steps)}</ol>`;
  if ('ticks' in part) return `<ul class="ticks">${items(part.ticks)}</ul>`;
  const [head = [], ...rows] = part.table;
  const cells = (row: string[], tag: string) => `<tr>${row.map((c) => `<${tag}>${escape(c)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table>`;
}

const style = (book: Handbook, fonts: string) => `${fonts}
  @page { size: A5; margin: 15mm 13mm 16mm }
  body { margin: 0; font: 11.5pt/1.62 Book; color: #22201c }
  section { break-after: page } section:last-child { break-after: auto }
  .cover { height: 178mm; display: flex; flex-direction: column; justify-content: center }
  h1 { font-size: 30pt; line-height: 1.25; margin: 0 } .cover p { font-size: 13pt; color: #5a554c }
  .cover i { display: block; width: 26mm; height: 2.4mm; background: ${book.accent}; margin: 7mm 0 }
  h2 { font-size: 17pt; line-height: 1.3; margin: 0 0 4mm; padding-bottom: 2mm; border-bottom: .6mm solid ${book.accent} }
  h3 { font-size: 12.5pt; margin: 4mm 0 1mm } p, ul, ol { margin: 0 0 3mm } ul, ol { padding-left: 6mm }
  .ticks { list-style: none; padding: 0 } .ticks li { padding-left: 7mm; position: relative; margin-bottom: 1.6mm }
  .ticks li::before { content: ''; position: absolute; left: 0; top: 1.5mm; width: 3.4mm; height: 3.4mm; border: .4mm solid #22201c }
  table { border-collapse: collapse; width: calc(100% - .5mm); margin: 0 0 3mm; font-size: 10.5pt; line-height: 1.45 }
  th, td { border: .25mm solid #b9b2a4; padding: 1.3mm 2mm; text-align: left; vertical-align: top } th { background: #f3eee2 }
  aside { border-left: 1.4mm solid ${book.accent}; background: #faf6ec; padding: 2mm 3mm; margin: 0 0 3mm }
  pre { font: 10.5pt/1.55 Book; white-space: pre-wrap; background: #f3f1ec; padding: 2.5mm 3mm; margin: 0 0 3mm }
`;

// Noto draws some characters and their radicals (高 and U+2FBC) with one glyph. A font cut down to the very characters of
// the book leaves no choice, so searching and copying text from the PDF give the characters that were written.
function subset(text: string, weight: 'Regular' | 'Bold', dir: string): string {
  const words = join(dir, 'text.txt');
  const out = join(dir, `${weight}.otf`);
  writeFileSync(words, `${text} 0123456789./—…`);
  const args = [`--text-file=${words}`, `--face-index=${simplifiedFace}`, `--output-file=${out}`];
  execFileSync('hb-subset', [...args, `${fontFile}-${weight}.ttc`]);
  const source = `url(data:font/otf;base64,${readFileSync(out).toString('base64')})`;
  return `@font-face { font-family: Book; font-weight: ${weight === 'Bold' ? 700 : 400}; src: ${source} }`;
}

function bookHtml(book: Handbook, fonts: string): string {
  const pages = book.pages.map(
    (page) => `<section><h2>${escape(page.heading)}</h2>${page.blocks.map((part) => html(part)).join('')}</section>`,
  );
  const cover = `<section class="cover"><h1>${escape(book.title)}</h1><i></i><p>${escape(book.subtitle)}</p></section>`;
  return `<!doctype html><html lang="${book.language}"><meta charset="utf-8"><title>${escape(book.title)}</title>
    <style>${style(book, fonts)}</style>${cover}${pages.join('')}</html>`;
}

export async function renderPdf(browser: Browser, book: Handbook, out: string): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'handbook-'));
  try {
    const fonts = (['Regular', 'Bold'] as const).map((weight) => subset(bookHtml(book, ''), weight, dir)).join('');
    const page = await browser.newPage();
    await page.setContent(bookHtml(book, fonts));
    await page.evaluate(() => document.fonts.ready);
    const printed = join(dir, 'printed.pdf');
    await page.pdf({ path: printed, preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
    await page.close();
    // Linearised, so a reader shows the first page from the first ranges of a slow download.
    execFileSync('qpdf', ['--linearize', '--object-streams=generate', '--deterministic-id', printed, out]);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
