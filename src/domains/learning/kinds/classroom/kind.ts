import type { LessonKind } from '#domains/learning/kinds/kind.ts';

/** A session in a room: what to bring and where is read here; that she was there is told by whoever holds it. */
export const classroom: LessonKind<'classroom'> = {
  kind: 'classroom',
  texts: ({ body }) => Object.values(body),
  files: () => [],
  // The roll asks for this much of it.
  measure: ({ study_min, attendance_pct }) => ({ extent: 0, floor_ms: study_min * attendance_pct * 600 }),
};
