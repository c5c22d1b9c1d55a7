import { describe, expect, it } from 'vitest';
import { byYear, recordHref } from '#domains/records/rules.ts';
import { querySchema, type RecordLine } from '#domains/records/schema.ts';

const id = '00000000-0000-4000-8000-000000000001';
const line = (year: number, achieved_at = `${year}-05-01T08:00:00.123456+00:00`): RecordLine => ({
  id,
  kind: 'course_completed',
  achieved_at,
  year,
  hours_min: 60,
  version: 1,
  slug: 'fire-safety',
  title: { 'zh-CN': '消防' },
  sponsor: null,
  clock_ms: 1,
  late_ms: 0,
  coverage_pct: 90,
  facts: {},
  verifier: null,
  claim: null,
  corrected: false,
});

describe('the line of a life', () => {
  it('keeps the order and begins a new heading with each year', () => {
    const years = byYear([line(2026), line(2026), line(2024)]);
    expect(years.map(({ year, lines }) => [year, lines.length])).toEqual([
      [2026, 2],
      [2024, 1],
    ]);
  });

  it('reads back the place it wrote, to the last digit of the time', () => {
    const href = recordHref({ side: 'own', kind: 'contest', year: 2026 }, line(2026));
    expect(querySchema.parse(Object.fromEntries(new URL(href, 'http://x').searchParams))).toEqual({
      side: 'own',
      kind: 'contest',
      year: 2026,
      before: [line(2026).achieved_at, id],
    });
    expect(recordHref({})).toBe('/records');
  });

  it('goes on after a result whose id was made from a hash, as all of them are', () => {
    const last = { ...line(2026), id: 'c81e728d-9d4c-2f63-6f06-7f89cc14862c' };
    const { before } = querySchema.parse(Object.fromEntries(new URL(recordHref({}, last), 'http://x').searchParams));
    expect(before).toEqual([last.achieved_at, last.id]);
  });

  it.each([
    { side: 'everybody' },
    { kind: 'everything' },
    { year: '' },
    { year: 'soon' },
    { year: '20260' },
    { before: 'x' },
    { before: `yesterday~${id}` },
    { before: '2026-01-01T00:00:00Z~1' },
  ])('shows the beginning when an address makes no sense: %o', (query) => {
    expect(querySchema.parse(query)).toEqual({});
  });
});
