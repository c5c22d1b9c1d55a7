import * as z from 'zod';
import { dueSchema } from '#domains/learning/calendar/schema.ts';
import { planSchema } from '#domains/learning/plans/schema.ts';
import { questionSchema } from '#domains/learning/quiz.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { failureOf } from '#platform/errors.ts';
import { idFrom, localText } from '#platform/fields.ts';

/** What makes people look at hours before they are granted. */
const oddReasons = [
  'beats_alike',
  'too_fast',
  'day_too_full',
  'day_away',
  'more_than_clock',
  'many_devices',
  'many_accounts',
] as const;
const lessonState = z.object({
  slug: z.string(),
  kind: z.string(),
  title: localText,
  study_min: z.number(),
  extent: z.number(),
  covered: z.number(),
  completed: z.boolean(),
});
const openedSchema = z.object({
  enrolment: z.object({ id: z.string(), version: z.number(), completed_at: z.string().nullable() }),
  course: z.object({ slug: z.string(), title: localText, coverage_pct: z.number() }),
  lessons: z.array(lessonState),
  lesson: z.object({
    slug: z.string(),
    kind: z.string(),
    title: localText,
    study_min: z.number(),
    extent: z.number(),
    content: z.record(z.string(), z.unknown()),
  }),
  sitting: z.string(),
  now_ms: z.number(),
  resume_at: z.number(),
});
const quizSchema = z.object({
  draw: z.number(),
  pass_pct: z.number(),
  attempts: z.number().nullable(),
  time_limit_min: z.number().nullable(),
  used: z.number(),
  passed: z.boolean(),
  next_at: z.string().nullable(),
  attempt: z
    .object({
      number: z.number(),
      due_at: z.string().nullable(),
      submitted: z.boolean(),
      score_pct: z.number().nullable(),
      passed: z.boolean().nullable(),
      right_count: z.number().nullable(),
      total: z.number(),
      answers: z.record(z.string(), z.unknown()),
      questions: z.array(questionSchema),
      right: z.array(z.string()).nullable(),
    })
    .nullable(),
});
const gap = z.object({
  reason: z.enum(['lesson_not_covered', 'lesson_too_quick', 'check_not_passed', 'clock_too_short']),
  lesson: z.string().optional(),
  covered_pct: z.number().optional(),
  needed_pct: z.number().optional(),
  have_s: z.number().optional(),
  paid_s: z.number().optional(),
  away_s: z.number().optional(),
  need_s: z.number().optional(),
});
const reviewSchema = z.object({
  id: z.string(),
  reasons: z.array(z.object({ reason: z.enum(oddReasons) }).catchall(z.union([z.string(), z.number()]))),
  hours_min: z.number(),
  granted: z.boolean().nullable(),
  answer: z.string().nullable(),
  appealed: z.boolean(),
  appeal_until: z.string().nullable(),
});
const cover = z.object({
  paper: z.string(),
  ink: z.string(),
  accent: z.string(),
  motif: z.string(),
  glyph: z.string(),
});
const learningSchema = z.object({
  enrolments: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      title: localText,
      cover,
      hours_min: z.number(),
      completed_at: z.string().nullable(),
      valid_until: z.string().nullable(),
      ended: z.boolean(),
      newer: z.boolean(),
      sponsor: z.string().nullable(),
      last_lesson: z.string().nullable(),
      lessons: z.array(lessonState),
      gaps: z.array(gap),
      review: reviewSchema.nullable(),
    }),
  ),
  weeks: z.array(z.object({ week: z.string(), counted_ms: z.number() })),
  hours_min: z.number(),
  clock_ms: z.number(),
  kinds: z.array(z.object({ kind: z.string(), clock_ms: z.number() })),
  due: dueSchema,
  plan: planSchema.nullable(),
  calendar: z.string().nullable(),
});
const filesSchema = z
  .object({ course: z.string(), files: z.record(z.string(), z.object({ size: z.number(), sha256: z.string() })) })
  .nullable();

export type LessonState = z.infer<typeof lessonState>;
export type OpenedLesson = z.infer<typeof openedSchema>;
export type QuizState = z.infer<typeof quizSchema>;
export type Gap = z.infer<typeof gap>;
export type HourReview = z.infer<typeof reviewSchema>;
export type Learning = z.infer<typeof learningSchema>;
export type LearningEnrolment = Learning['enrolments'][number];

const known = (id: string): string => idFrom(id, 'enrolment_not_found');

export const openLesson = async (db: Db, enrolment: string, lesson: string): Promise<OpenedLesson> =>
  openedSchema.parse(await unwrap(db.rpc('open_lesson', { enrolment: known(enrolment), lesson_slug: lesson })));

/** Grants that the lesson of a sitting be kept on a device. */
export const keepLesson = (db: Db, sitting: unknown) =>
  unwrap(db.rpc('keep_lesson', { sitting: idFrom(String(sitting), 'lesson_not_found') }));

export const iAmHere = (db: Db, check: unknown) =>
  unwrap(db.rpc('i_am_here', { check_id: idFrom(String(check), 'check_not_found') }));

export const moveToNewest = (db: Db, enrolment: string): Promise<string> =>
  unwrap(db.rpc('move_to_newest', { enrolment }));

export const appealHours = (db: Db, review: string, wish: string): Promise<boolean> =>
  unwrap(db.rpc('appeal_hours', { review, wish }));

export const whereIStopped = (db: Db, enrolment: string): Promise<string> =>
  unwrap(db.rpc('where_i_stopped', { enrolment: known(enrolment) }));

export const quizState = async (db: Db, enrolment: string, lesson: string): Promise<QuizState> =>
  quizSchema.parse(await unwrap(db.rpc('quiz_state', { enrolment: known(enrolment), lesson_slug: lesson })));

export const beginQuiz = (db: Db, enrolment: string, lesson: string): Promise<number> =>
  unwrap(db.rpc('begin_quiz', { enrolment, lesson_slug: lesson }));

export interface QuizAnswers {
  enrolment: string;
  lesson: string;
  attempt: number;
  answers: Record<string, unknown>;
  handIn: boolean;
}

export async function answerQuiz(db: Db, { enrolment, lesson, attempt, answers, handIn }: QuizAnswers): Promise<void> {
  const { error } = await db.rpc('answer_quiz', {
    enrolment,
    lesson_slug: lesson,
    attempt,
    answers: answers as Record<string, string>,
    hand_in: handIn,
  });
  if (error) throw failureOf(error);
}

export const myLearning = async (db: Db) => learningSchema.parse(await unwrap(db.rpc('my_learning')));

export async function lessonFiles(db: Db, enrolment: string, lesson: string) {
  const { data, error } = await db.rpc('lesson_file', { enrolment: known(enrolment), lesson_slug: lesson });
  if (error) throw failureOf(error);
  return filesSchema.parse(data) ?? undefined;
}

/** What the database makes of a batch. It judges every event itself: nothing that comes from a browser is believed here. */
export const recordStudy = (db: Db, batch: Record<string, unknown>) =>
  unwrap(db.rpc('record_study', { batch: batch as Record<string, string> }));
