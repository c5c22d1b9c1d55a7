import type { APIRoute } from 'astro';
import { evidenceFile } from '#domains/records/claims/data.ts';
import { typeOfName } from '#domains/records/claims/rules.ts';
import { Failure } from '#platform/errors.ts';

/** A file beside a claim. Storage decides who may have it; it is shown as what it was found to be, and nothing in it runs. */
export const GET: APIRoute = async ({ params: { worker, claim, file = '' }, locals }) => {
  const type = typeOfName(file);
  if (!type) throw new Failure('evidence_not_found', 404);
  const blob = await evidenceFile(locals.db, `${worker}/${claim}/${file}`);
  return new Response(blob, {
    headers: {
      'content-type': type,
      'content-disposition': `inline; filename="${file.slice(0, 8)}.${file.split('.').at(-1)}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=3600',
    },
  });
};
