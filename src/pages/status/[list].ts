import type { APIRoute } from 'astro';
import { signedStatusList } from '#domains/records/signed/data.ts';
import { Failure } from '#platform/errors.ts';

/** Which of the signed files were taken back, for whoever verifies one, without saying which one it is. */
export const GET: APIRoute = async ({ params: { list = '' }, url }) => {
  const credential = /^[1-9]\d{0,8}$/.test(list) ? await signedStatusList(Number(list), url) : undefined;
  if (!credential) throw new Failure('not_found', 404);
  return Response.json(credential, {
    headers: { 'content-type': 'application/vc', 'cache-control': 'public, max-age=300' },
  });
};
