/** The plain arithmetic of charts. Places are percentages, so a drawing needs no width and its words keep the size of the page. */

export interface Datum {
  label: string;
  value: number;
  /** The value as it is written. */
  text: string;
}

/** The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below the value: a round number to end an axis with. */
export function niceMax(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value - power * 1e-9) ?? 10;
  return step * power;
}

/** Even steps from zero to max, both included. */
export function ticks(max: number, steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, index) => (max * index) / steps);
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
