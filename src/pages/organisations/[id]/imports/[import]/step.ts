import type { APIRoute } from 'astro';
import { organisationId } from '#domains/membership/organisations/data.ts';
import { importChunk, importOf } from '#domains/membership/roster/imports/data.ts';
import { asFailure } from '#platform/errors.ts';
import { sentenceOf } from '#platform/sentences.ts';

/** One chunk of an import, for the page that shows its progress. */
export const POST: APIRoute = async ({ params, locals }) => {
  try {
    const job = await importOf(locals.db, params['import'] ?? '', organisationId(params['id']));
    return Response.json(await importChunk(locals.db, job.id));
  } catch (thrown) {
    const failure = asFailure(thrown);
    return Response.json({ problem: sentenceOf(failure) }, { status: failure.status });
  }
};
