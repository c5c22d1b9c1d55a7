import { asFailure } from '#platform/errors.ts';
import { describe, log } from '#platform/log.ts';
import { sentenceOf } from '#platform/sentences.ts';

/** Answers a script of ours in JSON: with what the work brought, or with why it was refused, in the language of whoever asks. */
export async function answer(requestId: string, work: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await work());
  } catch (thrown) {
    const failure = asFailure(thrown);
    const { word, status, facts, cause } = failure;
    if (status >= 500) log('error', 'answer_failed', { request: requestId, why: describe(cause) });
    return Response.json({ error: word, message: sentenceOf(failure), facts }, { status });
  }
}
