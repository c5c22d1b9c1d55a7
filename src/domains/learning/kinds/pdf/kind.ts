import type { LessonKind } from '#domains/learning/kinds/kind.ts';
import { pace, written_ms } from '#domains/learning/kinds/reading.ts';

/** A page of which nobody counted the characters, and the least that a page with few of them, such as a cover, is looked at. */
const unknown_ms = 20_000;
const glance_ms = 2000;

/** Where each page begins in the extent of the lesson, and where the last one ends. */
export function pageStarts(pages: number, characters?: readonly number[]): number[] {
  const starts = [0];
  for (let page = 0; page < pages; page++) {
    const count = characters?.[page];
    const length_ms = count === undefined ? unknown_ms : Math.max(glance_ms, written_ms(count));
    starts.push((starts[page] ?? 0) + length_ms);
  }
  return starts;
}

export const pdf: LessonKind<'pdf'> = {
  kind: 'pdf',
  texts: () => [],
  files: ({ file }) => [file],
  measure: ({ pages, characters }) => {
    const floor_ms = pageStarts(pages, characters).at(-1) ?? 0;
    return { extent: floor_ms, pace, floor_ms };
  },
};
