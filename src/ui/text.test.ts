import { expect, test } from 'vitest';
import { initial, isLatin, pick } from '#ui/name.ts';
import { changeText } from '#ui/passbook.ts';
import { sealColumns } from '#ui/seal.ts';
import { cellText, isLink } from '#ui/table.ts';

test('the initial is the family name or a capital', () => {
  expect(initial(' 职工甲')).toBe('职');
  expect(initial('worker')).toBe('W');
  expect(initial('')).toBe('?');
});

test('a text always picks the same number, and different texts differ', () => {
  const titles = ['安全生产', '劳动法', '钳工基础', '焊接', '电工', '护理', '育婴', '摄影'];
  const picks = titles.map((title) => pick(title, 6));
  expect(titles.map((title) => pick(title, 6))).toEqual(picks);
  expect(new Set(picks).size).toBeGreaterThan(2);
  expect(Math.max(...picks)).toBeLessThan(6);
});

test('Latin words are told from Chinese', () => {
  expect(isLatin('Worker’s handbook')).toBe(true);
  expect(isLatin('CAD 制图')).toBe(false);
});

test('a seal is read from the right column', () => {
  expect(sealColumns('核验')).toEqual([['核', '验']]);
  expect(sealColumns('学分核验')).toEqual([
    ['核', '验'],
    ['学', '分'],
  ]);
  expect(sealColumns('某市总工会')).toEqual([
    ['工', '会'],
    ['某', '市', '总'],
  ]);
});

test('a cell is a text, a dash or a link', () => {
  expect(cellText(0)).toBe('0');
  expect(cellText(null)).toBe('—');
  expect(isLink({ text: '甲', href: '/a' })).toBe(true);
  expect(isLink(null)).toBe(false);
});

test('an unsettled amount stands in brackets', () => {
  expect(changeText({ kind: 'deposit', change: '0.80' })).toBe('+0.80');
  expect(changeText({ kind: 'withdrawal', change: '6.00' })).toBe('−6.00');
  expect(changeText({ kind: 'pending', change: '0.20' })).toBe('(0.20)');
});
