import { expect, it } from 'vitest';
import { lastYear } from '#domains/credits/statistics/rules.ts';

it('a year has twelve months, also those in which nothing happened', () => {
  const months = [
    { month: '2026-02-01', kind: 'deposit' as const, transfers: 3, amount: 150 },
    { month: '2026-02-01', kind: 'redemption' as const, transfers: 1, amount: 40 },
    { month: '2025-01-01', kind: 'deposit' as const, transfers: 9, amount: 900 },
  ];
  const year = lastYear(months, 'deposit', '2026-03-15');
  expect(year).toHaveLength(12);
  expect([year[0]?.month, year.at(-1)?.month]).toEqual(['2025-04', '2026-03']);
  expect(year.filter(({ amount }) => amount > 0)).toEqual([{ month: '2026-02', transfers: 3, amount: 150 }]);
});
