import type { audiences, categories, courseKinds, levels } from '#domains/courses/schema.ts';
import { sorts } from '#domains/courses/rules.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { inMyLanguage, type LocalText } from '#platform/local-text.ts';
import { formatMinutes } from '#ui/format.ts';

type Labels<Word extends string> = Record<Word, () => string>;

export const kindLabels: Labels<(typeof courseKinds)[number]> = {
  general: m.courses_kind_general,
  position: m.courses_kind_position,
  theme: m.courses_kind_theme,
  culture: m.courses_kind_culture,
};

export const categoryLabels: Labels<(typeof categories)[number]> = {
  safety: m.courses_category_safety,
  fire: m.courses_category_fire,
  health: m.courses_category_health,
  law: m.courses_category_law,
  union: m.courses_category_union,
  skill: m.courses_category_skill,
  care: m.courses_category_care,
  digital: m.courses_category_digital,
  life: m.courses_category_life,
  energy: m.courses_category_energy,
  culture: m.courses_category_culture,
};

export const levelLabels: Labels<(typeof levels)[number]> = {
  all: m.courses_level_all,
  apprentice: m.membership_skill_level_apprentice,
  junior: m.membership_skill_level_junior,
  intermediate: m.membership_skill_level_intermediate,
  senior: m.membership_skill_level_senior,
  technician: m.membership_skill_level_technician,
  senior_technician: m.membership_skill_level_senior_technician,
  special_technician: m.membership_skill_level_special_technician,
  chief_technician: m.membership_skill_level_chief_technician,
};

export const audienceLabels: Labels<(typeof audiences)[number]> = {
  all: m.courses_audience_all,
  new_worker: m.courses_audience_new_worker,
  migrant: m.courses_audience_migrant,
  care: m.courses_audience_care,
  laid_off: m.courses_audience_laid_off,
  women: m.courses_audience_women,
  hardship: m.courses_audience_hardship,
  team_leader: m.courses_audience_team_leader,
  technical: m.courses_audience_technical,
};

export const hoursLabels: Labels<'short' | 'medium' | 'long'> = {
  short: m.courses_hours_short,
  medium: m.courses_hours_medium,
  long: m.courses_hours_long,
};

export const sortLabels: Labels<(typeof sorts)[number]> = {
  newest: m.courses_sort_newest,
  shortest: m.courses_sort_shortest,
  longest: m.courses_sort_longest,
};

const lessonLabels: Record<string, (() => string) | undefined> = {
  video: m.courses_lesson_video,
  article: m.courses_lesson_article,
  pdf: m.courses_lesson_pdf,
  quiz: m.courses_lesson_quiz,
  classroom: m.courses_lesson_classroom,
};

/** A kind of lesson that has no word yet shows its identifier: better than nothing. */
export const lessonLabel = (kind: string): string => lessonLabels[kind]?.() ?? kind;

/** The word for a value that came from the database, which may know values that this build does not. */
export const labelOf = (labels: Record<string, () => string>, word: string): string => labels[word]?.() ?? word;

export const choicesFrom = (labels: Record<string, () => string>): { value: string; label: string }[] =>
  Object.entries(labels).map(([value, label]) => ({ value, label: label() }));

/** Courses to tick, each with how long it is. */
export const courseChoices = (courses: readonly { slug: string; title: LocalText; hours_min: number }[]) =>
  courses.map(({ slug, title, hours_min }) => ({
    value: slug,
    label: `${inMyLanguage(title)} · ${formatMinutes(getLocale(), hours_min)}`,
  }));
