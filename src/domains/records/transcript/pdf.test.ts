import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { transcriptPdf, type Transcript } from '#domains/records/transcript/pdf.ts';

const address = 'https://learn.example.cn/verify/DEM0GXK0NGKE00000501';
const row = ['电焊工高级', '技能等级 · 高级工', '2026-05-16', '4小时30分钟', '云川市技能鉴定中心', '云川精工'];
const transcript = (rows: string[][]): Transcript => ({
  title: '终身学习记录',
  issuer: '工课',
  lang: 'zh',
  made: [2026, 11, 27],
  about: [['持有人', '职工甲']],
  code: 'DEM0G-XK0NG-KE000-00501',
  address,
  qr_alt: '二维码',
  sum: '共 1 项',
  columns: ['名称', '内容', '日期', '学时', '出自', '核验'],
  rows,
  seal: '可核验',
  how: '扫码核对',
});

async function read(pdf: Buffer) {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, index) => {
      const page = await document.getPage(index + 1);
      const { items } = await page.getTextContent();
      const links = (await page.getAnnotations()) as { url?: string }[];
      return { text: items.map((item) => ('str' in item ? item.str : '')).join(''), links, view: page.view };
    }),
  );
  const { info } = await document.getMetadata();
  const marks = Object.fromEntries((await document.getMarkInfo()) as unknown as Map<string, boolean>);
  return { pages, info: info as Record<string, unknown>, marks, text: pages.map(({ text }) => text).join('') };
}

describe('a transcript', () => {
  let pdf: Buffer;
  beforeAll(() => {
    pdf = transcriptPdf(transcript([row]));
  });

  it('is copied as it reads, to the last character', async () => {
    const { text } = await read(pdf);
    for (const words of ['终身学习记录', '职工甲', ...row, '可核验'])
      expect(text.replaceAll(' ', '')).toContain(words.replaceAll(' ', ''));
  });

  it('is A4, tagged, of the archival kind, and leads to where it is verified', async () => {
    const { pages, info, marks } = await read(pdf);
    expect(pages[0]?.view.map(Math.round)).toEqual([0, 0, 595, 842]);
    expect(marks).toMatchObject({ Marked: true });
    expect(info).toMatchObject({ Title: '终身学习记录', Author: '工课', Language: 'zh' });
    expect(pages[0]?.links.map(({ url }) => url)).toContain(address);
    const packet = pdf.toString('latin1');
    expect(packet).toMatch(/pdfaid:part>2<[\s\S]*pdfaid:conformance>A</);
  });

  it('takes what anybody typed for words', async () => {
    const hostile = '#read("/etc/passwd") $x$ *b* \\ <a> @ref "]'.repeat(2);
    const { text } = await read(transcriptPdf(transcript([[hostile, '', '', '', '', '']])));
    expect(text.replaceAll(' ', '')).toContain(hostile.replaceAll(' ', ''));
  });

  it('goes on over pages, with its heading on each, as large as a share can be', async () => {
    const { pages } = await read(transcriptPdf(transcript(Array.from({ length: 1000 }, () => row))));
    expect(pages.length).toBeGreaterThan(20);
    for (const { text } of pages.slice(0, -1)) expect(text).toContain('核验');
  });
});
