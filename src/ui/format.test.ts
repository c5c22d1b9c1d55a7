import { describe, expect, test } from 'vitest';
import {
  formatDate,
  formatMinutes,
  formatMoney,
  formatNumber,
  formatPercent,
  formatSpan,
  formatUnits,
  plainDate,
  spanAxis,
} from '#ui/format.ts';

test('numbers are grouped', () => {
  expect(formatNumber('zh-CN', 50_000)).toBe('50,000');
  expect(formatNumber('en', 2.46, 1)).toBe('2.5');
});

describe('exact amounts', () => {
  test.each([
    [1250, 2, '12.50'],
    [5, 2, '0.05'],
    [0, 2, '0.00'],
    [-300, 2, '-3.00'],
    [-5, 2, '-0.05'],
    [42, 0, '42'],
    [123_456_789_012_345_678_901n, 2, '1,234,567,890,123,456,789.01'],
  ])('%d at scale %d is %s', (amount, scale, text) => expect(formatUnits('zh-CN', amount, scale)).toBe(text));
});

test('percent and money', () => {
  expect(formatPercent('zh-CN', 0.905, 1)).toBe('90.5%');
  expect(formatMoney('en', 1_234_500)).toBe('¥12,345.00');
});

test('minutes become hours and minutes', () => {
  expect(formatMinutes('zh-CN', 200)).toBe('3小时20分钟');
  expect(formatMinutes('en', 120)).toBe('2 hr');
  expect(formatMinutes('en', 0)).toBe('0 min');
});

test('an axis counts in hours, or in minutes where nothing is as long as an hour', () => {
  const long = spanAxis('zh-CN', [30, 270]);
  expect([long.valueOf(90), long.format(2.5)]).toEqual([1.5, '2.5小时']);
  const short = spanAxis('en', [0, 59]);
  expect([short.valueOf(40), short.format(40)]).toEqual([40, '40 min']);
});

describe('dates', () => {
  test('a bare date stays that date', () => {
    expect(formatDate('zh-CN', '2026-03-08')).toBe('2026年3月8日');
    expect(formatDate('en', '2026-03-08', 'month')).toBe('March 2026');
    expect(formatDate('zh-CN', '2026-03-08', 'monthName')).toBe('3月');
    expect(plainDate('2026-03-08')).toBe('2026-03-08');
  });

  test('an instant is shown in China’s time', () => {
    expect(formatDate('zh-CN', '2026-03-07T16:30:00Z', 'minute')).toBe('2026年3月8日 00:30');
    expect(plainDate(new Date('2026-03-07T16:30:00Z'))).toBe('2026-03-08');
  });
});

describe('a span of one day', () => {
  test('names the day once, by the clocks in China', () => {
    const span = ['2026-12-02T06:00:00Z', '2026-12-02T08:30:00Z'] as const;
    expect(formatSpan('zh-CN', ...span)).toBe('2026年12月2日周三 14:00–16:30');
    expect(formatSpan('en', ...span)).toBe('Wed, December 2, 2026 14:00–16:30');
  });
});
