import type { LessonKind } from '#domains/learning/kinds/kind.ts';

/** Four seconds a page: enough to leaf through what one knows, too long for a script that turns all pages at once. */
const page_ms = 4000;

export const pdf: LessonKind<'pdf'> = {
  kind: 'pdf',
  texts: () => [],
  files: ({ file }) => [file],
  measure: ({ pages }) => ({ extent: pages, floor_ms: pages * page_ms }),
};
