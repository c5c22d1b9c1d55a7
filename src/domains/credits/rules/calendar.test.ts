import { describe, expect, it } from 'vitest';
import { periodOf } from '#domains/credits/rules/calendar.ts';
import { addMonths, daysBetween, isDay, monthsBetween } from '#domains/credits/rules/dates.ts';
import { parsed } from '#domains/credits/rules/refusal.ts';
import { calendar } from '#domains/credits/rules/schema-calendar.ts';

const label = (raw: unknown, date: string, facts: Record<string, string> = {}) =>
  periodOf(parsed(calendar, raw), date, (name) => facts[name])?.label;

describe('days', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '1899-12-31', '2200-01-01', '26-01-01', '2026-1-1', 'today'])(
    '%s is no day',
    (text) => expect(isDay(text)).toBe(false),
  );
  it('knows leap years and short months', () => {
    expect(isDay('2024-02-29')).toBe(true);
    expect(isDay('1900-02-29')).toBe(false);
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
  });
  it('counts whole months and days', () => {
    expect(monthsBetween('2024-01-31', '2024-02-29')).toBe(1);
    expect(monthsBetween('2024-01-15', '2024-02-14')).toBe(0);
    expect(monthsBetween('2026-03-01', '2025-03-01')).toBe(-12);
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2025-12-31', '2026-12-31')).toBe(365);
  });
});

describe('periods', () => {
  it('gives the days before the first start to the year before', () => {
    const academic = { starts: { year: '09-01' } };
    expect(label(academic, '2026-08-31')).toBe('2025/2026');
    expect(label(academic, '2026-09-01')).toBe('2026/2027');
    expect(label({ starts: { year: '01-01' } }, '2026-12-31')).toBe('2026');
  });
  it('names terms by the year in which they begin', () => {
    const terms = { starts: { spring: '03-01', autumn: '09-01' } };
    expect(label(terms, '2026-02-28')).toBe('2025-autumn');
    expect(label(terms, '2026-03-01')).toBe('2026-spring');
  });
  it('counts cycles from a day, or from a day of the worker, backwards too', () => {
    expect(label({ months: 36, from: '2020-01-01' }, '2022-12-31')).toBe('2020-01-01/2023-01-01');
    expect(label({ months: 36, from: '2020-01-01' }, '2019-12-31')).toBe('2017-01-01/2020-01-01');
    const own = { months: 12, from: { fact: 'licensed' } };
    expect(label(own, '2026-03-14', { licensed: '2020-03-15' })).toBe('2025-03-15/2026-03-15');
    expect(label(own, '2026-03-14')).toBeUndefined();
  });
  it('knows windows and the gaps between them', () => {
    const windows = { windows: [{ name: 'pilot', from: '2026-01-01', until: '2026-06-30' }] };
    expect(label(windows, '2026-06-30')).toBe('pilot');
    expect(label(windows, '2026-07-01')).toBeUndefined();
  });
});
