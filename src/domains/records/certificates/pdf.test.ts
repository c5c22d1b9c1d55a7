import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { certificatePdf } from '#domains/records/certificates/pdf.ts';

const paper = {
  heading: '职工学习结业证书',
  body: '职工甲于2026年5月16日学完《走近工会》，考核合格，认定学习时间45分钟。#read("/etc/passwd") $x$',
  issuer: '云川市总工会',
  signer: '职工学习中心',
  lang: 'zh',
  made: [2026, 11, 27] as [number, number, number],
  day: '2026年11月27日',
  number: '编号 DEM0G-XK0NG-KE000-00502',
  address: 'https://learn.example.cn/verify/DEM0GXK0NGKE00000502',
  qr_alt: '二维码',
  how: '扫码核对',
  seal: '可核验',
};

describe('a certificate', () => {
  it('is one sheet of A4, tagged, of the archival kind, and is copied as it reads', async () => {
    const pdf = certificatePdf(paper);
    const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
    expect(document.numPages).toBe(1);
    const page = await document.getPage(1);
    expect(page.view.map(Math.round)).toEqual([0, 0, 842, 595]);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str : '')).join('');
    for (const words of [paper.heading, paper.body, paper.issuer, paper.signer, paper.day, paper.number])
      expect(text.replaceAll(' ', '')).toContain(words.replaceAll(' ', ''));
    expect(pdf.toString('latin1')).toMatch(/pdfaid:part>2<[\s\S]*pdfaid:conformance>A</);
  });

  it('holds the longest words that are allowed on its one sheet', async () => {
    const pdf = certificatePdf({ ...paper, heading: '证'.repeat(30), body: '学'.repeat(420), signer: '签'.repeat(60) });
    expect((await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise).numPages).toBe(1);
  });
});
