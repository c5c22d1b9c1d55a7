import type { APIRoute } from 'astro';
import { lessonFiles } from '#domains/learning/data.ts';
import { below, contentFolder, deliver } from '#domains/learning/media.ts';
import { Failure } from '#platform/errors.ts';

/** A file of a lesson, for whoever is in its course. What the published lesson does not name is not there. */
export const GET: APIRoute = async ({ params, locals, request }) => {
  const { enrolment = '', lesson = '', file = '' } = params;
  const allowed = await lessonFiles(locals.db, enrolment, lesson);
  const published = allowed?.files[file];
  if (!allowed || !published) throw new Failure('media_not_found', 404);
  const path = below(contentFolder, `${allowed.course}/${file}`);
  const { sha256: etag, size } = published;
  return deliver({ path, request, etag, size, cache: 'private, max-age=3600' });
};
