import type { LessonKind } from '#domains/learning/kinds/kind.ts';

/** A session in a room: what to bring and where is read here; that she was there is told by whoever holds it. */
export const classroom: LessonKind<'classroom'> = {
  kind: 'classroom',
  texts: ({ body }) => Object.values(body),
  files: () => [],
  measure: () => ({ extent: 0, floor_ms: 0 }),
};
