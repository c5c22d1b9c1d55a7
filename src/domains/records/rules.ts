import type { RecordLine, RecordQuery } from '#domains/records/schema.ts';

/** A place in a list, as `placeSchema` reads it back. */
export const placeText = (at: string, id: string): string => `${at}~${id}`;

/** The address of a part of the record; `after` is the last line that was shown. */
export function recordHref(
  { side, kind, year }: Omit<RecordQuery, 'before'>,
  after?: Pick<RecordLine, 'achieved_at' | 'id'>,
): string {
  const query = new URLSearchParams({
    ...(side ? { side } : {}),
    ...(kind ? { kind } : {}),
    ...(year ? { year: String(year) } : {}),
    ...(after ? { before: placeText(after.achieved_at, after.id) } : {}),
  }).toString();
  return query ? `/records?${query}` : '/records';
}

/** Lines that come newest first, under the year each belongs to. */
export function byYear(lines: readonly RecordLine[]): { year: number; lines: RecordLine[] }[] {
  const years: { year: number; lines: RecordLine[] }[] = [];
  for (const line of lines) {
    const last = years.at(-1);
    if (last?.year === line.year) last.lines.push(line);
    else years.push({ year: line.year, lines: [line] });
  }
  return years;
}
