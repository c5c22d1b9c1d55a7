import type { LessonKind } from '#domains/learning/kinds/kind.ts';

/** Coverage of a text is told in thousandths, so that it means the same in every language and at every width of screen. */
export const extent = 1000;

/** Nobody takes in more than fifteen characters a second, or five words of another language. */
const character_ms = 67;
const word_ms = 200;

export function readingFloor_ms(text: string): number {
  const characters = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const words = text.match(/[\p{Script=Latin}\p{N}]+/gu)?.length ?? 0;
  return characters * character_ms + words * word_ms;
}

export const article: LessonKind<'article'> = {
  kind: 'article',
  texts: ({ body }) => Object.values(body),
  files: () => [],
  // The shortest of the languages decides: a reader of it was not too quick.
  measure: (_lesson, texts) => ({ extent, floor_ms: Math.min(...Object.values(texts).map(readingFloor_ms)) }),
};
