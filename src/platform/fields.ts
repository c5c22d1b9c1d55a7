import * as z from 'zod';
import { Failure } from '#platform/errors.ts';

/** A field that a form does not have, and one that was left empty, say the same: nothing. */
export const orNothing = (value: unknown) => (value === '' || value === null ? undefined : value);

/** A line that has to be filled in; `missing` is the word for one that is not. */
export const someText = (missing: string, most: number) =>
  z.string({ error: missing }).trim().min(1, missing).max(most, 'value_too_long');

/** A line that may stay empty. */
export const anyText = (most: number) =>
  z.preprocess(orNothing, z.string().trim().max(most, 'value_too_long').optional());

/** A count typed into a form; `wrong` is the word for everything that is none, or out of bounds. */
export const count = (wrong: string, least: number, most: number) =>
  z.coerce.number(wrong).int(wrong).min(least, wrong).max(most, wrong);

/** A code of ours as it may be typed: in small letters, with spaces and dashes, and with the letters that look like figures. */
export const asSpelled = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

/** What the database says in the languages it has it in. */
export const localText = z.object({ 'zh-CN': z.string(), en: z.string().optional() });

/** An id from an address is checked before it travels, so that a mistyped one is a page that is not there. */
export function idFrom(text: string, missing: string): string {
  if (!z.guid().safeParse(text).success) throw new Failure(missing, 404);
  return text;
}
