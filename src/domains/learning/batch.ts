import { Failure } from '#platform/errors.ts';

const longest = 512 * 1024;

/** Reads a body up to a bound, whether its length was announced or not, and understands it as an object or not at all. */
export async function readBatch(request: Request): Promise<Record<string, unknown>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Read to its end but not kept: who is still sending can't hear the answer. The server bounds what may be sent at all.
    if (length <= longest) chunks.push(chunk);
  }
  if (length > longest) throw new Failure('too_many_events', 413, { limit: 500 });
  try {
    const batch: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (batch !== null && typeof batch === 'object' && !Array.isArray(batch)) return batch as Record<string, unknown>;
  } catch {
    // What is no JSON is refused below, like JSON of another shape.
  }
  throw new Failure('study_not_understood', 422);
}
