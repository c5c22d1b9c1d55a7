import type { APIRoute } from 'astro';
import { readBatch } from '#domains/learning/batch.ts';
import { recordStudy } from '#domains/learning/data.ts';
import { completedCourse } from '#domains/learning/rules.ts';
import { recogniseSoon } from '#domains/credits/recognition/data.ts';
import { answer } from '#platform/answers.ts';

/** Takes what a device observed, with the rights of whoever is signed in. All of a batch is understood, or nothing is kept. */
export const POST: APIRoute = ({ request, locals }) =>
  answer(locals.requestId, async () => {
    const said = await recordStudy(locals.db, await readBatch(request));
    if (completedCourse(said) && locals.person) await recogniseSoon(locals.person.workerId);
    return said;
  });
