import type { LessonKind } from '#domains/learning/kinds/kind.ts';

/** The fastest the player plays. */
export const fastest = 2;

export const video: LessonKind<'video'> = {
  kind: 'video',
  texts: () => [],
  files: ({ sources, captions, poster }) => [...sources, ...Object.values(captions), poster],
  measure: ({ duration_s }) => {
    const extent = Math.round(duration_s * 1000);
    return { extent, pace: fastest * 1000, flows: true, floor_ms: Math.floor(extent / fastest) };
  },
};
