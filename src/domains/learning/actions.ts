import * as z from 'zod';
import { recogniseSoon } from '#domains/credits/recognition/data.ts';
import {
  answerQuiz as answer,
  appealHours as appeal,
  beginQuiz as begin,
  moveToNewest,
} from '#domains/learning/data.ts';
import { answersOf } from '#domains/learning/quiz.ts';
import { Failure } from '#platform/errors.ts';
import { someText } from '#platform/fields.ts';
import { formAction } from '#platform/forms.ts';

const attempt = z.object({
  enrolment: z.guid(),
  lesson: z.string().max(60),
  attempt: z.coerce.number().int().positive(),
  hand_in: z.string().nullable(),
});

export const beginQuiz = formAction(
  z.object({ enrolment: z.guid(), lesson: z.string().max(60) }),
  ({ enrolment, lesson }, { locals }) => begin(locals.db, enrolment, lesson),
);

/** The fields depend on the questions that were drawn, so the form is read as it comes. */
export const answerQuiz = formAction(z.instanceof(FormData), async (form, { locals }) => {
  const read = attempt.safeParse({
    enrolment: form.get('enrolment'),
    lesson: form.get('lesson'),
    attempt: form.get('attempt'),
    hand_in: form.get('hand_in'),
  });
  if (!read.success) throw new Failure('quiz_not_understood', 422);
  const { hand_in, ...where } = read.data;
  const handIn = hand_in !== null;
  await answer(locals.db, { ...where, answers: answersOf(form), handIn });
  if (handIn && locals.person) await recogniseSoon(locals.person.workerId);
  return handIn ? 'handed_in' : 'saved';
});

export const move = formAction(z.object({ enrolment: z.guid() }), ({ enrolment }, { locals }) =>
  moveToNewest(locals.db, enrolment),
);

export const appealHours = formAction(
  z.object({ review: z.guid(), wish: someText('appeal_wish_missing', 1000) }),
  ({ review, wish }, { locals }) => appeal(locals.db, review, wish),
);
