import type { APIRoute } from 'astro';
import { readBatch } from '#domains/learning/batch.ts';
import { recordStudy } from '#domains/learning/data.ts';
import { completedCourse } from '#domains/learning/rules.ts';
import { recogniseSoon } from '#domains/credits/recognition/data.ts';
import { asFailure } from '#platform/errors.ts';
import { sentenceOf } from '#platform/sentences.ts';
import { describe, log } from '#platform/log.ts';

/** Takes what a device observed, with the rights of whoever is signed in. All of a batch is understood, or nothing is kept. */
export const POST: APIRoute = async ({ request, locals }) => {
  try {
    const said = await recordStudy(locals.db, await readBatch(request));
    if (completedCourse(said) && locals.person) await recogniseSoon(locals.person.workerId);
    return Response.json(said);
  } catch (thrown) {
    const failure = asFailure(thrown);
    const { word, status, facts, cause } = failure;
    if (status >= 500) log('error', 'study_failed', { request: locals.requestId, why: describe(cause) });
    return Response.json({ error: word, message: sentenceOf(failure), facts }, { status });
  }
};
