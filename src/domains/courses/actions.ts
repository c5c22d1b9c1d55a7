import * as z from 'zod';
import { enrol as enrolIn } from '#domains/courses/data.ts';
import { formAction } from '#platform/forms.ts';

export const enrol = formAction(z.object({ course: z.string().max(60) }), ({ course }, { locals }) =>
  enrolIn(locals.db, course),
);
