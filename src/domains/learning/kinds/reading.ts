/**
 * The paces of a reader who is fast and honest: a quarter faster than people read silently on average, which is some 380 Chinese
 * characters or 240 English words a minute. Text that teaches is read more slowly than that, so nobody who reads is held up.
 */
const character_ms = 125;
const word_ms = 200;
/** A line of a table is compared with another, a line of code or of a list is taken in by itself, a drawing is looked at. */
export const row_ms = 1000;
export const line_ms = 1000;
export const item_ms = 500;
export const picture_ms = 5000;

/** What is read in units of its least time, a second holds a thousand of. */
export const pace = 1000;

/** Numbers and words of other writings are read as words, wherever they stand. */
export function reading_ms(text: string): number {
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.match(/[\p{Script=Latin}\p{N}]+/gu)?.length ?? 0;
  return characters * character_ms + words * word_ms;
}

/** Of a page of which only the number of its characters is known. */
export const written_ms = (characters: number): number => characters * character_ms;
