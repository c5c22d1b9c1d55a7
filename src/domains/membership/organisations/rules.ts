/** Where a page of a list begins. It travels in an address, so what comes back is anybody's text and is read with care. */
export type Cursor = readonly string[];

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** The cursor of an address, or nothing: a cursor that was bent begins the list anew. */
export function readCursor(text: string | null | undefined, length: number): Cursor | undefined {
  if (!text || text.length > 1000) return undefined;
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const whole = Array.isArray(cursor) && cursor.length === length;
    return whole && cursor.every((part) => typeof part === 'string' && !part.includes('\0')) ? cursor : undefined;
  } catch {
    return undefined;
  }
}

export interface Slice<Row> {
  rows: Row[];
  /** Whether there are more rows before and after these. */
  before: boolean;
  after: boolean;
}

/** A page was read with one row more than it shows: that row says whether there is another page in the direction of reading. */
export function sliceOf<Row>(
  read: readonly Row[],
  size: number,
  { backward, began }: { backward: boolean; began: boolean },
): Slice<Row> {
  const more = read.length > size;
  const rows = read.slice(0, size);
  if (backward) rows.reverse();
  return backward ? { rows, before: more, after: true } : { rows, before: began, after: more };
}

/** An address with some of its parameters replaced; an empty one is left out. */
export function hrefWith(url: URL, changes: Readonly<Record<string, string | undefined>>): string {
  const parameters = new URLSearchParams(url.search);
  for (const name of ['_action', ...Object.keys(changes)]) parameters.delete(name);
  for (const [name, value] of Object.entries(changes)) if (value) parameters.set(name, value);
  const query = parameters.toString();
  return query === '' ? url.pathname : `${url.pathname}?${query}`;
}

/** A neighbour of a page, where there is one. */
export const linkTo = (href: string | undefined, label: string) => (href ? { href, label } : undefined);

/** How somebody appears who may not be named here: by the beginning of her id, which an officer above can look up. */
export const shortId = (id: string): string => id.slice(0, 8);

export function isDay(text: string): boolean {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00Z`) : new Date(Number.NaN);
  // A thirtieth of February would quietly become a day of March.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

export const isAction = (text: string): boolean => /^[a-z_]+\.[a-z_]+$/.test(text);

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d(:?\d\d)?|Z)$/;

/** Where a page of the log begins: after this instant and entry. */
export function auditCursor(text: string): { at: string; id: string } | undefined {
  const [at = '', id = ''] = readCursor(text, 2) ?? [];
  return instant.test(at) && uuid.test(id) ? { at, id } : undefined;
}
