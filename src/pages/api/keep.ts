import type { APIRoute } from 'astro';
import { readBatch } from '#domains/learning/batch.ts';
import { keepLesson } from '#domains/learning/data.ts';
import { answer } from '#platform/answers.ts';

/** Grants that a lesson that was just opened be kept on the device. What the device tells of it later rests on this grant. */
export const POST: APIRoute = ({ request, locals }) =>
  answer(locals.requestId, async () => keepLesson(locals.db, (await readBatch(request))['sitting']));
