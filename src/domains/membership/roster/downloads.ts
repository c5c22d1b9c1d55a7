import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { byteOrderMark, csvLines } from '#platform/sheets/csv.ts';

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
