import type { APIRoute } from 'astro';
import { myData } from '#domains/membership/file/data.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { zipResponse } from '#platform/zip.ts';

/** Everything about me, as a file that is mine. */
export const GET: APIRoute = async ({ locals }) => {
  const everything = await myData(locals.db);
  return zipResponse('gongke-my-data.zip', {
    'README.txt': m.membership_data_readme(),
    'data.json': JSON.stringify(everything, null, 2),
  });
};
