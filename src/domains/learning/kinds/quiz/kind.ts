import type { LessonKind } from '#domains/learning/kinds/kind.ts';

/** A check has nothing to cover: it is complete when an attempt has passed. Its bank is published apart, where no reader comes. */
export const quiz: LessonKind<'quiz'> = {
  kind: 'quiz',
  texts: () => [],
  files: () => [],
  measure: () => ({ extent: 0, floor_ms: 0 }),
};
