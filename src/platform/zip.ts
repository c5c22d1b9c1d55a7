import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A zip as a download: named files, streamed. */
export function zipResponse(name: string, files: Record<string, string | Uint8Array>): Response {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), path);
  zip.end();
  const body = Readable.toWeb(Readable.from(zip.outputStream)) as ReadableStream;
  return new Response(body, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });
}
