import type { Lesson } from '#domains/courses/schema.ts';
import { article } from '#domains/learning/kinds/article/kind.ts';
import { classroom } from '#domains/learning/kinds/classroom/kind.ts';
import type { LessonKind } from '#domains/learning/kinds/kind.ts';
import { pdf } from '#domains/learning/kinds/pdf/kind.ts';
import { quiz } from '#domains/learning/kinds/quiz/kind.ts';
import { video } from '#domains/learning/kinds/video/kind.ts';

/** Every kind of lesson there is. Another one is another folder and a word here. */
const kinds: { [Kind in Lesson['kind']]: LessonKind<Kind> } = { article, classroom, pdf, quiz, video };

export const kindOf = (lesson: Lesson): LessonKind => kinds[lesson.kind] as LessonKind;
