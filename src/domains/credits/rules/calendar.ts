import { addMonths, isDay, monthsBetween, yearOf } from '#domains/credits/rules/dates.ts';
import { factText, type Facts } from '#domains/credits/rules/facts.ts';
import type { Calendar } from '#domains/credits/rules/schema-calendar.ts';

/** A stretch of time with a name; `next` is the first day after it. */
export type Period = { label: string; start: string; next: string };

function yearly(starts: readonly { name: string; monthDay: string }[], date: string): Period {
  const year = yearOf(date);
  const all = [year - 1, year, year + 1].flatMap((y) =>
    starts.map(({ name, monthDay }) => ({ y, name, start: `${y}-${monthDay}` })),
  );
  const index = all.findLastIndex(({ start }) => start <= date);
  const [here, after] = [all[index], all[index + 1]];
  if (!here || !after) throw new RangeError(`No period holds ${date}.`);
  const whole = here.start.endsWith('-01-01') ? String(here.y) : `${here.y}/${here.y + 1}`;
  return { label: starts.length > 1 ? `${here.y}-${here.name}` : whole, start: here.start, next: after.start };
}

function cycle(anchor: string, months: number, date: string): Period {
  let k = Math.floor(monthsBetween(anchor, date) / months);
  if (addMonths(anchor, k * months) > date) k -= 1;
  const start = addMonths(anchor, k * months);
  const next = addMonths(anchor, (k + 1) * months);
  return { label: `${start}/${next}`, start, next };
}

/** The period a day falls in; nothing for a day between windows or a worker without the day her cycle begins. */
export function periodOf(calendar: Calendar, date: string, facts: Facts): Period | undefined {
  if (calendar.form === 'yearly') return yearly(calendar.starts, date);
  if (calendar.form === 'cycle') {
    const anchor = calendar.anchorFact ? (factText(facts(calendar.anchor)) ?? '') : calendar.anchor;
    return isDay(anchor) ? cycle(anchor, calendar.months, date) : undefined;
  }
  const sorted = [...calendar.windows].sort((a, b) => (a.from < b.from ? -1 : 1));
  const index = sorted.findIndex(({ from, until }) => from <= date && date <= until);
  const here = sorted[index];
  if (!here) return undefined;
  return { label: here.name, start: here.from, next: sorted[index + 1]?.from ?? here.until };
}
