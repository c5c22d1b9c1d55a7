import type { PassbookLine } from '#ui/passbook.ts';

/*
 * The one worker whom the front page follows, in figures. Every sum on the page is computed from these, so that an
 * example which says that every credit explains itself can't be wrong itself. The rules are those that a city's
 * federation starts with.
 */
export const minutesAnHour = 45;
export const hoursACredit = 16;
/** Credits are kept in hundredths. */
export const creditScale = 2;

export interface Span {
  from_min: number;
  until_min: number;
}

export const evening = {
  phone: { from_min: 19 * 60, until_min: 19 * 60 + 50 },
  computer: { from_min: 19 * 60 + 20, until_min: 20 * 60 + 30 },
} satisfies Record<string, Span>;

/** Everything she did for the welding course, and the part of it when two screens were at work. */
export const welding = { studied_min: 760, shared_min: 40, score: 86 };

export const menuHours = { safety: 12, welding: 16, turning: 12, wiring: 16, law: 6, photo: 4 };

export function length(span: Span): number {
  return span.until_min - span.from_min;
}

/** What two spans share; nothing when one ends before the other begins. */
export function shared(one: Span, other: Span): Span {
  const from_min = Math.max(one.from_min, other.from_min);
  return { from_min, until_min: Math.max(from_min, Math.min(one.until_min, other.until_min)) };
}

/** From the beginning of the first to the end of the last, for spans that overlap. */
export function whole(one: Span, other: Span): Span {
  return {
    from_min: Math.min(one.from_min, other.from_min),
    until_min: Math.max(one.until_min, other.until_min),
  };
}

export function clock(time_min: number): string {
  return `${Math.floor(time_min / 60)}:${String(time_min % 60).padStart(2, '0')}`;
}

export function creditUnits(hours: number): number {
  return Math.floor((hours * 10 ** creditScale) / hoursACredit);
}

/** Each change with what the book holds after it. */
export function withBalance<T extends { kind: PassbookLine['kind']; units: number }>(
  changes: readonly T[],
): (T & { after: number })[] {
  let after = 0;
  return changes.map((change) => {
    if (change.kind !== 'pending') after += change.kind === 'deposit' ? change.units : -change.units;
    return { ...change, after };
  });
}
