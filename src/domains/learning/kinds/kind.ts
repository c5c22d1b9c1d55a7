import type { Lesson } from '#domains/courses/schema.ts';

/** What counts of a lesson, in columns the database understands without knowing the kind. */
export interface Measure {
  /** How much there is to cover, in units of the kind. Nothing for a kind that ends in a yes or no. */
  extent: number;
  /** How many units a second can show at most; absent where a second can show any number. */
  pace?: number;
  /** The least time in which all of it can honestly be taken in. */
  floor_ms: number;
}

/**
 * One kind of lesson. Its folder holds this, the part of the page that shows it (`View.astro`), and what observes it in the browser;
 * `views.ts` names the first two. Nothing else in the product knows the kinds.
 */
export interface LessonKind<Kind extends Lesson['kind'] = Lesson['kind']> {
  kind: Kind;
  measure(lesson: Extract<Lesson, { kind: Kind }>, texts: Readonly<Record<string, string>>): Measure;
  /** Files of the lesson that a learner's browser fetches; nothing else of a course is ever served. */
  files(lesson: Extract<Lesson, { kind: Kind }>): string[];
  /** Files whose text is kept in the lesson itself. */
  texts(lesson: Extract<Lesson, { kind: Kind }>): string[];
}
