// What the approved hours of a course rest on: the least time in which its lessons can honestly be done, and how long people take who read
// as most do, or slowly. The database refuses a course whose least time is below three fifths of its hours.
import { publication, type CourseFolder } from '#domains/courses/import.ts';
import type { Lesson } from '#domains/courses/schema.ts';
import { kindOf } from '#domains/learning/kinds/kinds.ts';

/** How much longer than the fastest: most people read some 300 characters a minute of a text that teaches, slow readers 180. */
const longer: Record<Lesson['kind'], [usual: number, slow: number]> = {
  article: [1.6, 2.7],
  pdf: [1.6, 2.7],
  // 25 and 45 seconds a question, with a look back into the text.
  quiz: [2.5, 4.5],
  // At its own speed; and half of it once more.
  video: [2, 3],
  // Whoever comes stays to the end.
  classroom: [1, 1],
};

export interface CourseHours {
  slug: string;
  approved_min: number;
  floor_min: number;
  /** Of the approved hours, in hundredths; below sixty a course can't be published. */
  ratio_pct: number;
  usual_min: number;
  slow_min: number;
}

const minutes = (ms: number): number => Math.round(ms / 6000) / 10;

export function hoursOf(folder: CourseFolder): CourseHours {
  const { slug, hours_min, coverage_pct, lessons } = publication(folder, kindOf);
  const sum = (times: (lesson: (typeof lessons)[number]) => number) =>
    lessons.reduce((all, one) => all + times(one), 0);
  const floor_ms = (sum(({ floor_ms }) => floor_ms) * coverage_pct) / 100;
  const honest = (reader: 0 | 1) =>
    sum(({ kind, study_min, floor_ms }) =>
      kind === 'classroom' ? study_min * 60_000 : floor_ms * longer[kind as Lesson['kind']][reader],
    );
  return {
    slug,
    approved_min: hours_min,
    floor_min: minutes(floor_ms),
    ratio_pct: Math.floor(floor_ms / (hours_min * 600)),
    usual_min: Math.round(honest(0) / 60_000),
    slow_min: Math.round(honest(1) / 60_000),
  };
}

export function hoursTable(courses: readonly CourseHours[]): string {
  const rows = courses.map(({ slug, approved_min, floor_min, ratio_pct, usual_min, slow_min }) =>
    ['', slug, approved_min, floor_min.toFixed(1), `${ratio_pct} %`, usual_min, slow_min, ''].join(' | ').trim(),
  );
  return [
    '| course | approved | floor | ratio | usual reader | slow reader |',
    '|---|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

export const hoursPage = (courses: readonly CourseHours[]): string => `# Hours of the courses

What each course is worth, in minutes. *Floor* is the least time in which it can honestly be done: the least times of its lessons, as far as the
rule of the course asks for them. Below 60 % of the approved hours the database refuses to publish it. The usual reader takes in 300 Chinese
characters a minute and 25 seconds for a question, the slow one 180 and 45; both do every lesson whole. Why these paces:
[decision 0014](decisions/0014-floors-fit-the-hours.md). Written by \`npm run course-hours\` from content/courses.

${hoursTable(courses)}
`;
