// Days are ISO texts: they compare as text, have no time zone, and mean the same on every machine.

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2199;

type Day = { y: number; m: number; d: number };

const leap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;

export function daysInMonth(y: number, m: number): number {
  if (m === 2) return leap(y) ? 29 : 28;
  return [4, 6, 9, 11].includes(m) ? 30 : 31;
}

function split(iso: string): Day {
  const match = ISO.exec(iso);
  if (!match) throw new RangeError(`${iso} is not a day.`);
  return { y: Number(match[1]), m: Number(match[2]), d: Number(match[3]) };
}

const join = ({ y, m, d }: Day): string =>
  `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;

/** A real calendar day in a year in which somebody alive could have learnt something. */
export function isDay(text: string): boolean {
  if (!ISO.test(text)) return false;
  const { y, m, d } = split(text);
  return y >= EARLIEST_YEAR && y <= LATEST_YEAR && m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(y, m);
}

/** Adds months; the 31st becomes the last day of a shorter month. */
export function addMonths(iso: string, months: number): string {
  const { y, m, d } = split(iso);
  const index = y * 12 + (m - 1) + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  return join({ y: year, m: month, d: Math.min(d, daysInMonth(year, month)) });
}

/** Whole months that have passed between two days; negative when `to` is earlier. */
export function monthsBetween(from: string, to: string): number {
  const a = split(from);
  const b = split(to);
  const months = (b.y - a.y) * 12 + (b.m - a.m);
  if (months > 0 && addMonths(from, months) > to) return months - 1;
  return months < 0 && addMonths(from, months) < to ? months + 1 : months;
}

export const yearOf = (iso: string): number => split(iso).y;

/** Days since the first of March of the year 0, counted without a clock or a time zone. */
function dayNumber(iso: string): number {
  const { y, m, d } = split(iso);
  const year = m > 2 ? y : y - 1;
  const month = m > 2 ? m - 3 : m + 9;
  const years = 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return years + Math.floor((153 * month + 2) / 5) + d;
}

export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);
