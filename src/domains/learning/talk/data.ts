import {
  reportedSchema,
  talkSchema,
  type Judgement,
  type PostForm,
  type Question,
  type Reported,
} from '#domains/learning/talk/schema.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { idFrom } from '#platform/fields.ts';

const size = 10;

/** The latest questions under a lesson, and the time before which there are older ones. */
export async function lessonTalk(db: Db, enrolment: string, lesson: string, before: string | undefined) {
  const sent = {
    enrolment: idFrom(enrolment, 'enrolment_not_found'),
    lesson_slug: lesson,
    ...(before === undefined ? {} : { before }),
  };
  const found = talkSchema.parse(await unwrap(db.rpc('lesson_talk', sent)));
  const questions: Question[] = found.slice(0, size);
  return { questions, older: found.length > size ? questions.at(-1)?.written_at : undefined };
}

export const writePost = (db: Db, { lesson, asker, question, ...form }: PostForm): Promise<string> =>
  unwrap(db.rpc('write_post', { ...form, lesson_slug: lesson, ...(asker && question ? { asker, question } : {}) }));

export const withdrawPost = (db: Db, post: string) => unwrap(db.rpc('withdraw_post', { post }));
export const reportPost = (db: Db, writer: string, post: string) => unwrap(db.rpc('report_post', { writer, post }));

export const reportedPosts = async (db: Db, organisation: string): Promise<Reported[]> =>
  reportedSchema.parse(await unwrap(db.rpc('reported_posts', { organisation })));

export const judgePost = (db: Db, { reason, ...judgement }: Judgement) =>
  unwrap(db.rpc('judge_post', { ...judgement, ...(reason === undefined ? {} : { reason }) }));

export const rateCourse = (db: Db, course: string, stars: number) =>
  unwrap(db.rpc('rate_course', { course_slug: course, stars }));
