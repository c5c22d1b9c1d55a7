import type { Gap, HourReview, LessonState } from '#domains/learning/data.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { inMyLanguage } from '#platform/local-text.ts';
import { formatDate } from '#ui/format.ts';

/** A reason why hours are not granted yet, as a sentence with its figures. */
export function gapSentence(gap: Gap, lessons: readonly LessonState[]): string {
  const found = lessons.find(({ slug }) => slug === gap.lesson);
  const lesson = found ? inMyLanguage(found.title) : (gap.lesson ?? '');
  const { covered_pct = 0, needed_pct = 0, have_s: have = 0, need_s: need = 0, paid_s = 0, away_s = 0 } = gap;
  switch (gap.reason) {
    case 'lesson_not_covered':
      return m.learning_gap_lesson_not_covered({ lesson, covered_pct, needed_pct });
    case 'lesson_too_quick':
      return m.learning_gap_lesson_too_quick({ lesson, have, need });
    case 'check_not_passed':
      return m.learning_gap_check_not_passed({ lesson });
    case 'clock_too_short':
      return [
        m.learning_gap_clock_too_short({ have, need }),
        ...(paid_s > 0 ? [m.learning_gap_paid({ paid: paid_s })] : []),
        ...(away_s > 0 ? [m.learning_gap_away({ away: away_s })] : []),
      ].join('');
  }
}

/** Why people look at hours before they are granted, with its figures. */
export function oddSentence({ reason, ...facts }: HourReview['reasons'][number]): string {
  const figure = (name: string) => facts[name] ?? 0;
  const day = facts['day'] ? formatDate(getLocale(), String(facts['day'])) : '';
  const [minutes, most, pct] = [figure('minutes'), figure('most'), figure('pct')];
  switch (reason) {
    case 'beats_alike':
      return m.learning_odd_beats_alike({ minutes });
    case 'too_fast':
      return m.learning_odd_too_fast({ pct });
    case 'day_too_full':
      return m.learning_odd_day_too_full({ day, minutes, most });
    case 'day_away':
      return m.learning_odd_day_away({ day, minutes, most });
    case 'more_than_clock':
      return m.learning_odd_more_than_clock({ pct, most });
    case 'many_devices':
      return m.learning_odd_many_devices({ devices: figure('devices') });
    case 'many_accounts':
      return m.learning_odd_many_accounts({ accounts: figure('accounts') });
  }
}
