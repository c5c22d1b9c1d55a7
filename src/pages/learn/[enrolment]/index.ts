import type { APIRoute } from 'astro';
import { whereIStopped } from '#domains/learning/data.ts';

/** Opens a course where she stopped. */
export const GET: APIRoute = async ({ params, locals, redirect }) => {
  const { enrolment = '' } = params;
  return redirect(`/learn/${enrolment}/${await whereIStopped(locals.db, enrolment)}`, 303);
};
