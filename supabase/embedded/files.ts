import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { createHash, randomUUID } from 'node:crypto';
import { dirname, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

interface ObjectMetadata {
  cacheControl: string;
  contentLength: number;
  size: number;
  mimetype: string;
  lastModified: Date;
  eTag: string;
  contentRange?: string;
  httpStatusCode: number;
}

export class RangeNotSatisfiable extends Error {
  readonly size: number;
  constructor(size: number) {
    super('range_not_satisfiable');
    this.size = size;
  }
}

/** `bytes=0-99`, `bytes=100-` and `bytes=-50` as first and last byte; nothing for what is no single range, which is then ignored. */
export function parseRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || start > end) throw new RangeNotSatisfiable(size);
  return { start, end };
}

/** Objects as files below one folder, streamed both ways, so that a film of a gigabyte costs no memory. */
export class FileStore {
  readonly driver = null;
  private readonly root: string;

  constructor(root: string) {
    this.root = resolve(root);
  }

  path(bucket: string, key: string): string {
    const folder = resolve(this.root, bucket);
    const path = resolve(folder, key);
    // A key comes from outside; one that climbs out of the folder of its bucket is no key, and a bucket is one folder.
    if (dirname(folder) !== this.root || !path.startsWith(folder + sep)) throw new Error('unsafe_object_key');
    return path;
  }

  async headObject(bucket: string, key: string): Promise<ObjectMetadata> {
    const { size, mtime } = await stat(this.path(bucket, key));
    const eTag = `"${createHash('sha1').update(`${key}:${size}:${mtime.getTime()}`).digest('hex')}"`;
    return {
      cacheControl: 'no-cache',
      contentLength: size,
      size,
      mimetype: 'application/octet-stream',
      lastModified: mtime,
      eTag,
      httpStatusCode: 200,
    };
  }

  async getObject(bucket: string, key: string, _version: string | undefined, headers?: { range?: string }) {
    const metadata = await this.headObject(bucket, key);
    const range = parseRange(headers?.range, metadata.size);
    const stream = createReadStream(this.path(bucket, key), range);
    const body = Readable.toWeb(stream);
    if (!range) return { metadata, httpStatusCode: 200, body };
    const { start, end } = range;
    const contentRange = `bytes ${start}-${end}/${metadata.size}`;
    return {
      metadata: { ...metadata, contentLength: end - start + 1, contentRange, httpStatusCode: 206 },
      httpStatusCode: 206,
      body,
    };
  }

  /** Written beside its place and moved there when whole: a reader never meets half a file. */
  async uploadObject(
    bucket: string,
    key: string,
    _version: string | undefined,
    body: unknown,
  ): Promise<ObjectMetadata> {
    const path = this.path(bucket, key);
    const partial = `${path}.${randomUUID()}.partial`;
    await mkdir(dirname(path), { recursive: true });
    try {
      const source = body instanceof Uint8Array ? [body] : (body as AsyncIterable<Uint8Array>);
      await pipeline(Readable.from(source), createWriteStream(partial));
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
    return this.headObject(bucket, key);
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
    await rm(this.path(bucket, key), { force: true });
  }

  async deleteObjects(bucket: string, keys: string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.deleteObject(bucket, key)));
  }

  async copyObject(fromBucket: string, from: string, _v: string | undefined, toBucket: string, to: string) {
    const target = this.path(toBucket, to);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(this.path(fromBucket, from), target);
    const { httpStatusCode, eTag, lastModified } = await this.headObject(toBucket, to);
    return { httpStatusCode, eTag, lastModified };
  }

  async privateAssetUrl(bucket: string, key: string): Promise<string> {
    return `file://${this.path(bucket, key)}`;
  }
}
