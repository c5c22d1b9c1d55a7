import { judgePost, rateCourse, reportPost, withdrawPost, writePost } from '#domains/learning/talk/data.ts';
import * as schema from '#domains/learning/talk/schema.ts';
import { formAction } from '#platform/forms.ts';

export const write = formAction(schema.postFormSchema, (form, { locals }) => writePost(locals.db, form));
export const withdraw = formAction(schema.postOnlySchema, ({ post }, { locals }) => withdrawPost(locals.db, post));
export const report = formAction(schema.reportSchema, ({ writer, post }, { locals }) =>
  reportPost(locals.db, writer, post),
);
export const judge = formAction(schema.judgeSchema, (form, { locals }) => judgePost(locals.db, form));
export const rate = formAction(schema.starsSchema, ({ course, stars }, { locals }) =>
  rateCourse(locals.db, course, stars),
);
