import type { Gap, LessonState } from '#domains/learning/data.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { inMyLanguage } from '#platform/local-text.ts';

/** A reason why hours are not granted yet, as a sentence with its figures. */
export function gapSentence(gap: Gap, lessons: readonly LessonState[]): string {
  const found = lessons.find(({ slug }) => slug === gap.lesson);
  const lesson = found ? inMyLanguage(found.title) : (gap.lesson ?? '');
  const { covered_pct = 0, needed_pct = 0, have_s: have = 0, need_s: need = 0 } = gap;
  switch (gap.reason) {
    case 'lesson_not_covered':
      return m.learning_gap_lesson_not_covered({ lesson, covered_pct, needed_pct });
    case 'lesson_too_quick':
      return m.learning_gap_lesson_too_quick({ lesson, have, need });
    case 'check_not_passed':
      return m.learning_gap_check_not_passed({ lesson });
    case 'clock_too_short':
      return m.learning_gap_clock_too_short({ have, need });
  }
}
