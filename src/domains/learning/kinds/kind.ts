import type { Lesson, QuizBank } from '#domains/courses/schema.ts';

/** What counts of a lesson, in columns the database understands without knowing the kind. */
export interface Measure {
  /** How much there is to cover, in units of the kind. Nothing for a kind that ends in a yes or no. */
  extent: number;
  /** How many units a second can show at most; nothing where there is nothing to cover. */
  pace?: number;
  /** It goes by itself, and goes on where it ended. */
  flows?: boolean;
  /** The least time in which all of it can honestly be taken in. */
  floor_ms: number;
}

/** What belongs to a lesson beside its own lines. */
export interface Material {
  texts: Readonly<Record<string, string>>;
  bank?: QuizBank | undefined;
}

/**
 * One kind of lesson. Its folder holds this, the part of the page that shows it (`View.astro`), and what observes it in the browser;
 * `views.ts` names the first two. Nothing else in the product knows the kinds.
 */
export interface LessonKind<Kind extends Lesson['kind'] = Lesson['kind']> {
  kind: Kind;
  measure(lesson: Extract<Lesson, { kind: Kind }>, material: Material): Measure;
  /** Files of the lesson that a learner's browser fetches; nothing else of a course is ever served. */
  files(lesson: Extract<Lesson, { kind: Kind }>): string[];
  /** Files whose text is kept in the lesson itself. */
  texts(lesson: Extract<Lesson, { kind: Kind }>): string[];
}
