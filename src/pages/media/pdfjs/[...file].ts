import type { APIRoute } from 'astro';
import { join } from 'node:path';
import { below, deliver } from '#domains/learning/media.ts';
import { Failure } from '#platform/errors.ts';

const folder = join(process.cwd(), 'node_modules/pdfjs-dist');
const served = /^(cmaps|standard_fonts|iccs|wasm)\/[\w.-]+$/;

/** Fonts and character maps that a handbook may need, from our own origin. */
export const GET: APIRoute = ({ params, request }) => {
  const { file = '' } = params;
  if (!served.test(file)) throw new Failure('media_not_found', 404);
  return deliver({ path: below(folder, file), request, etag: file, cache: 'public, max-age=604800' });
};
