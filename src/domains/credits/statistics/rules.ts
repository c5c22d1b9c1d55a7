import type { Kind, Statistics } from '#domains/credits/statistics/schema.ts';

export interface MonthSum {
  month: string;
  transfers: number;
  amount: number;
}

/** The twelve months up to a day, each with what there was of a kind; a month without is a month with nothing. */
export function lastYear(months: Statistics['months'], kind: Kind, today: string): MonthSum[] {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return Array.from({ length: 12 }, (_, index) => {
    const first = new Date(Date.UTC(year, month - 12 + index, 1)).toISOString().slice(0, 10);
    const found = months.find((one) => one.month === first && one.kind === kind);
    return { month: first.slice(0, 7), transfers: found?.transfers ?? 0, amount: found?.amount ?? 0 };
  });
}
