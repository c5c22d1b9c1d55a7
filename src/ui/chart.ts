/**
 * The plain arithmetic of charts. Places are percentages, so a drawing needs no width and its words keep the size of
 * the page.
 */

export interface Datum {
  label: string;
  value: number;
  /** The value as it is written. */
  text: string;
}

/**
 * Round figures for an axis from zero to just past the largest value, about four steps apart. Counts of whole things
 * get whole figures: nobody has two and a half accidents.
 */
export function axis(values: readonly number[]): number[] {
  const largest = Math.max(0, ...values);
  const rough = (largest || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = ([1, 2, 2.5, 5].find((digit) => digit * power >= rough) ?? 10) * power;
  const step = values.every(Number.isInteger) ? Math.max(1, Math.ceil(round)) : round;
  const count = Math.max(1, Math.ceil(largest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => Math.round(index * step * 1e6) / 1e6);
}

/** A share of the whole in percent, at most two decimals; nothing of nothing is nothing. */
export function percentOf(value: number, whole: number): number {
  return whole > 0 ? Math.round((Math.max(0, value) / whole) * 10_000) / 100 : 0;
}

/** The middle of each of so many equal columns, in percent. */
export function centre(index: number, count: number): number {
  return Math.round(((index + 0.5) / count) * 10_000) / 100;
}

export interface Stroke {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** The strokes of a line through the known values; where one is missing the line breaks instead of guessing. */
export function strokes(values: readonly (number | null)[], max: number): Stroke[] {
  const points = values.map((value, index) =>
    value === null ? null : { x: centre(index, values.length), y: 100 - percentOf(value, max) },
  );
  return points.slice(1).flatMap((end, index) => {
    const start = points[index];
    return start && end ? [{ x1: start.x, y1: start.y, x2: end.x, y2: end.y }] : [];
  });
}

/** Where each share begins on a ring of a hundred, and how long it is. */
export function ring(values: readonly number[]): { from: number; length: number }[] {
  const whole = values.reduce((sum, value) => sum + value, 0);
  let from = 0;
  return values.map((value) => {
    const length = percentOf(value, whole);
    const arc = { from: Math.round(from * 100) / 100, length };
    from += length;
    return arc;
  });
}
