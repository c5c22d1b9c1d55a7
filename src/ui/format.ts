/**
 * How figures and days are written in each language. Instants are shown as clocks in China show them; a bare date is
 * only a date.
 */

const zone = 'Asia/Shanghai';

const dateStyles = {
  day: { year: 'numeric', month: 'long', day: 'numeric' },
  month: { year: 'numeric', month: 'long' },
  monthName: { month: 'short' },
  short: { month: 'short', day: 'numeric' },
  minute: { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DateStyle = keyof typeof dateStyles;

export function formatNumber(locale: string, value: number | bigint, digits = 0): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/**
 * An exact amount kept in smallest units: 1250 at scale 2 is 12.50. Decimal strings keep digits that a float would
 * lose.
 */
export function formatUnits(locale: string, amount: number | bigint, scale: number): string {
  const sign = amount < 0 ? '-' : '';
  const digits = String(amount)
    .replace('-', '')
    .padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const decimal = scale > 0 ? `${sign}${whole}.${digits.slice(-scale)}` : `${sign}${whole}`;
  const options = { minimumFractionDigits: scale, maximumFractionDigits: scale };
  return new Intl.NumberFormat(locale, options).format(decimal as Intl.StringNumericLiteral);
}

export function formatPercent(locale: string, ratio: number, digits = 0): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(ratio);
}

export function formatMoney(locale: string, amount_cents: number | bigint): string {
  return `¥${formatUnits(locale, amount_cents, 2)}`;
}

/** A span of minutes as hours and minutes. */
export function formatMinutes(locale: string, span_min: number): string {
  const parts = { hours: Math.floor(span_min / 60), minutes: Math.round(span_min % 60) };
  return new Intl.DurationFormat(locale, {
    style: 'short',
    minutesDisplay: parts.hours === 0 ? 'always' : 'auto',
  }).format(parts);
}

/** How the axis of a chart counts spans: in hours, or in minutes where none is as long as an hour. Short, to fit a phone. */
export function spanAxis(locale: string, spans_min: readonly number[]) {
  const inHours = spans_min.some((span) => span >= 60);
  const options = { style: 'unit', unit: inHours ? 'hour' : 'minute', unitDisplay: 'short' } as const;
  const written = new Intl.NumberFormat(locale, { ...options, maximumFractionDigits: 2 });
  return {
    valueOf: (span_min: number) => (inHours ? span_min / 60 : span_min),
    format: (value: number) => written.format(value),
  };
}

export function formatDate(locale: string, value: string | Date, style: DateStyle = 'day'): string {
  const bare = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
  const timeZone = bare ? 'UTC' : zone;
  return new Intl.DateTimeFormat(locale, { ...dateStyles[style], timeZone }).format(new Date(value));
}

/** The day as figures, the same in every language, for columns that are compared: 2026-03-08. */
export function plainDate(value: string | Date): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return value;
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(value));
}

const dayOfWeek = { ...dateStyles.day, weekday: 'short', timeZone: zone } as const;

/** From when to when on one day: 2026年12月3日周四 09:00–11:00. */
export function formatSpan(locale: string, from: string, until: string): string {
  const day = new Intl.DateTimeFormat(locale, dayOfWeek).format(new Date(from));
  return `${day} ${plainTime(from)}–${plainTime(until)}`;
}

/** The time of day as figures, as a time field wants it: 09:05. */
export function plainTime(value: string | Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, timeStyle: 'short' }).format(new Date(value));
}
