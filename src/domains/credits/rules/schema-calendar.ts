import { z } from 'zod';
import { dispatch, identifier, isRecord, wholeNumber } from '#domains/credits/rules/exact.ts';
import { daysInMonth } from '#domains/credits/rules/dates.ts';
import { day } from '#domains/credits/rules/schema-when.ts';

// Three ways in which schemes cut up time: years and terms that begin on the same days each year, cycles of months from
// a day, and named windows.

export type Calendar =
  | { form: 'yearly'; starts: readonly { name: string; monthDay: string }[] }
  | { form: 'cycle'; months: number; anchor: string; anchorFact: boolean }
  | { form: 'windows'; windows: readonly { name: string; from: string; until: string }[] };

const monthDay = z.string().refine((text) => {
  const match = /^(\d{2})-(\d{2})$/.exec(text);
  const [month, date] = [Number(match?.[1]), Number(match?.[2])];
  // The 29th of February is no start: three years out of four it does not come.
  return match !== null && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(2001, month);
}, 'expected a month and a day such as 09-01');

const yearly: z.ZodType<Calendar> = z
  .strictObject({ starts: z.record(identifier, monthDay) })
  .refine(({ starts }) => Object.keys(starts).length > 0, { message: 'expected at least one start', path: ['starts'] })
  .refine(({ starts }) => new Set(Object.values(starts)).size === Object.keys(starts).length, {
    message: 'two parts of the year start on the same day',
    path: ['starts'],
  })
  .transform(({ starts }) => ({
    form: 'yearly',
    starts: Object.entries(starts)
      .map(([name, start]) => ({ name, monthDay: start }))
      .sort((a, b) => (a.monthDay < b.monthDay ? -1 : 1)),
  }));

const cycle: z.ZodType<Calendar> = z
  .strictObject({
    months: wholeNumber(1, 1200),
    from: dispatch<{ anchor: string; anchorFact: boolean }>((value) =>
      isRecord(value)
        ? z.strictObject({ fact: identifier }).transform(({ fact }) => ({ anchor: fact, anchorFact: true }))
        : day.transform((anchor) => ({ anchor, anchorFact: false })),
    ),
  })
  .transform(({ months, from }) => ({ form: 'cycle', months, ...from }));

const windowList = z
  .array(z.strictObject({ name: identifier, from: day, until: day }))
  .min(1)
  .superRefine((windows, context) => {
    windows.forEach((window, index) => {
      const clash = windows.slice(0, index).find((other) => window.from <= other.until && other.from <= window.until);
      const message = clash ? `this window overlaps "${clash.name}"` : 'this window ends before it begins';
      if (clash || window.until < window.from) context.addIssue({ code: 'custom', path: [index], message });
    });
  });

const windows: z.ZodType<Calendar> = z
  .strictObject({ windows: windowList })
  .transform((found) => ({ form: 'windows', windows: found.windows }));

export const calendar: z.ZodType<Calendar> = dispatch<Calendar>((value) => {
  if (isRecord(value) && 'starts' in value) return yearly;
  if (isRecord(value) && 'windows' in value) return windows;
  return isRecord(value) ? cycle : 'expected starts, months or windows';
});
