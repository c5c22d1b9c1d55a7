import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { byteOrderMark, csvLines } from '#domains/membership/roster/text.ts';
import { writeWorkbook, type OutputSheet } from '#domains/membership/roster/workbook.ts';

const types: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** A file to be kept, never shown: its name in the way that all browsers read, with a plain one for the oldest. */
export function asDownload(name: string, body: BodyInit): Response {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ');
  return new Response(body, {
    headers: {
      'content-type': types[extension] ?? 'application/octet-stream',
      'content-disposition': `attachment; filename="gongke.${extension}"; filename*=UTF-8''${encodeURIComponent(safe)}`,
      'cache-control': 'private, no-store',
    },
  });
}

type Rows = readonly (readonly (string | number)[])[];

/** Rows as they come, so that a long list needs no memory for the whole of it. */
export function streamCsv(parts: AsyncGenerator<Rows>): ReadableStream<Uint8Array> {
  // The stream is read after the request was answered; the language of the request has to come along.
  const asAsked = AsyncLocalStorage.snapshot();
  const lines = async function* () {
    const encoder = new TextEncoder();
    yield encoder.encode(byteOrderMark);
    for (;;) {
      const { done, value } = await asAsked(() => parts.next());
      if (done) return;
      if (value.length > 0) yield encoder.encode(csvLines(value));
    }
  };
  return Readable.toWeb(Readable.from(lines())) as unknown as ReadableStream<Uint8Array>;
}

export async function workbookDownload(name: string, sheets: readonly OutputSheet[]): Promise<Response> {
  return asDownload(name, new Uint8Array(await writeWorkbook(sheets)));
}
