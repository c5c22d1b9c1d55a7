import { z } from 'zod';
import type { LocalText } from '#platform/local-text.ts';

/** Names in addresses and references: lower case, digits and single hyphens. */
export const slug = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens');

const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => text.trim() === text, 'no blanks at either end')
    // A control character in a title has always been an accident of copying.
    .refine((text) => !/\p{Cc}/u.test(text), 'one line, without control characters');

/**
 * Text in the source language with an optional English one. A plain string stands for Chinese alone: most texts of a
 * course are never translated, and an author should not pay for that with braces. English runs about three times as long.
 */
export function localText(max: number, bothLanguages = false) {
  const en = bothLanguages ? line(max * 3) : line(max * 3).optional();
  return z.preprocess(
    (value) => (typeof value === 'string' ? { 'zh-CN': value } : value),
    z.strictObject({ 'zh-CN': line(max), en }) as z.ZodType<LocalText>,
  );
}

/** A file beside the course: relative, inside its folder, with one of the given endings. */
export function fileOf(...endings: string[]) {
  const pattern = new RegExp(
    `^([a-z0-9][a-z0-9-]*/)*[a-z0-9][a-zA-Z0-9-]*(\\.[a-zA-Z0-9-]+)*\\.(${endings.join('|')})$`,
  );
  return z
    .string()
    .max(120)
    .regex(pattern, `a relative path that ends in ${endings.map((ending) => `.${ending}`).join(' or ')}`);
}
