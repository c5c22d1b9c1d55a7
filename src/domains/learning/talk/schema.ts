import * as z from 'zod';
import { anyText, localText, orNothing, someText } from '#platform/fields.ts';

const id = z.guid();
const body = someText('post_missing', 1000);

export const postFormSchema = z.object({
  post: id,
  enrolment: id,
  lesson: z.string().max(60),
  body,
  asker: z.preprocess(orNothing, id.optional()),
  question: z.preprocess(orNothing, id.optional()),
});
export type PostForm = z.output<typeof postFormSchema>;
export const postOnlySchema = z.object({ post: id });
export const reportSchema = z.object({ writer: id, post: id });
export const judgeSchema = z.object({
  organisation: id,
  writer: id,
  post: id,
  verdict: z.enum(['kept', 'removed']),
  reason: anyText(200),
});
export type Judgement = z.output<typeof judgeSchema>;
export const starsSchema = z.object({
  course: z.string().max(60),
  stars: z.coerce.number('stars_not_understood').int().min(1, 'stars_not_understood').max(5, 'stars_not_understood'),
});

// What the database answers -------------------------------------------------------------------------------------------

const post = z.object({
  writer: id,
  id,
  own: z.boolean(),
  by_teacher: z.boolean(),
  written_at: z.string(),
  shown: z.boolean(),
  verdict: z.enum(['kept', 'removed', 'withdrawn']).nullable(),
  reason: z.string().nullable(),
  name: z.string().nullable(),
  body: z.string().nullable(),
});
export type Post = z.output<typeof post>;
export const talkSchema = z.array(post.extend({ answers: z.array(post) }));
export type Question = z.output<typeof talkSchema>[number];

export const reportedSchema = z.array(
  z.object({
    writer: id,
    id,
    name: z.string().nullable(),
    body: z.string(),
    reports: z.int(),
    own: z.boolean(),
    written_at: z.string(),
    lesson: z.string(),
    title: localText,
  }),
);
export type Reported = z.output<typeof reportedSchema>[number];
