import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { Failure } from '#platform/errors.ts';

const types: Record<string, string> = {
  bcmap: 'application/octet-stream',
  icc: 'application/octet-stream',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  pfb: 'application/octet-stream',
  ttf: 'font/ttf',
  vtt: 'text/vtt; charset=utf-8',
  wasm: 'application/wasm',
  webm: 'video/webm',
  webp: 'image/webp',
};

export interface Span {
  start: number;
  end: number;
}

/** What of a file is asked for: all of it, one span, or something outside of it. Several spans at once are answered with all. */
export function spanOf(header: string | null, size: number): Span | 'all' | 'outside' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return 'all';
  const [first = '', last = ''] = [match[1], match[2]];
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start >= size || start > end ? 'outside' : { start, end };
}

/** A path below a folder; a name that climbs out of it is no file. */
export function below(folder: string, name: string): string {
  const path = resolve(folder, name);
  if (!path.startsWith(resolve(folder) + sep)) throw new Failure('media_not_found', 404);
  return path;
}

interface Delivery {
  path: string;
  request: Request;
  etag: string;
  /** The size it was published with. A file that has another is not what was published. */
  size?: number;
  cache: string;
}

/** A file as a stream, whole or in part, so that a film of a gigabyte costs no memory. */
export async function deliver({ path, request, etag, size: expected, cache }: Delivery): Promise<Response> {
  const size = await stat(path).then(
    (found) => found.size,
    (cause: unknown) => {
      throw new Failure(
        expected === undefined ? 'media_not_found' : 'media_damaged',
        expected ? 500 : 404,
        {},
        { cause },
      );
    },
  );
  if (expected !== undefined && size !== expected) throw new Failure('media_damaged', 500, {}, { cause: path });
  const headers = new Headers({
    'content-type': types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'accept-ranges': 'bytes',
    'cache-control': `${cache}, no-transform`,
    etag: `"${etag}"`,
  });
  if (request.headers.get('if-none-match') === `"${etag}"`) return new Response(null, { status: 304, headers });
  const span = spanOf(request.headers.get('range'), size);
  if (span === 'outside') {
    headers.set('content-range', `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = span === 'all' ? { start: 0, end: size - 1 } : span;
  headers.set('content-length', String(end - start + 1));
  if (span !== 'all') headers.set('content-range', `bytes ${start}-${end}/${size}`);
  const body = Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream;
  return new Response(body, { status: span === 'all' ? 200 : 206, headers });
}

/** Where the courses that ship with the product lie. The server is started in the folder of the product. */
export const contentFolder = join(process.cwd(), 'content/courses');
