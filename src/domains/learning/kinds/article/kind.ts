import { least_ms } from '#domains/learning/kinds/article/text.ts';
import type { LessonKind } from '#domains/learning/kinds/kind.ts';
import { pace } from '#domains/learning/kinds/reading.ts';

export const article: LessonKind<'article'> = {
  kind: 'article',
  texts: ({ body }) => Object.values(body),
  files: () => [],
  measure: (_lesson, { texts }) => {
    // The shortest of the languages decides: a reader of it was not too quick. A passage is as long as it takes to read.
    const floor_ms = Math.min(...Object.values(texts).map((text) => least_ms(text)));
    return { extent: floor_ms, pace, floor_ms };
  },
};
