import type { APIRoute } from 'astro';
import { recogniseSoon } from '#domains/credits/recognition/data.ts';
import { readBatch } from '#domains/learning/batch.ts';
import { iAmHere } from '#domains/learning/data.ts';
import { completedCourse } from '#domains/learning/rules.ts';
import { answer } from '#platform/answers.ts';

/** She was asked whether she is still there, and is. A course that waited for it may be completed now. */
export const POST: APIRoute = ({ request, locals }) =>
  answer(locals.requestId, async () => {
    const heard = await iAmHere(locals.db, (await readBatch(request))['check']);
    if (completedCourse(heard) && locals.person) await recogniseSoon(locals.person.workerId);
    return heard;
  });
