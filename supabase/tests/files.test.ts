import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { FileStore, RangeNotSatisfiable } from '../embedded/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'gongke-store-'));
const store = new FileStore(join(folder, 'files'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MiB = 1024 * 1024;
const bytes = (value: string) => new TextEncoder().encode(value);
const read = async (range?: string) => {
  const { body, metadata, httpStatusCode } = await store.getObject('b', 'ten', undefined, range ? { range } : {});
  return {
    status: httpStatusCode,
    text: await text(body as never),
    range: 'contentRange' in metadata ? metadata.contentRange : undefined,
  };
};

describe('ranges', async () => {
  await store.uploadObject('b', 'ten', undefined, bytes('0123456789'));

  it.each([
    [undefined, 200, '0123456789', undefined],
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=8-', 206, '89', 'bytes 8-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
    ['chunks=1-2', 200, '0123456789', undefined],
  ])('%s: %i %s', async (range, status, content, contentRange) => {
    expect(await read(range)).toEqual({ status, text: content, range: contentRange });
  });

  it.each(['bytes=10-', 'bytes=99-100', 'bytes=5-2'])(
    '%s can not be satisfied, and says how long the file is',
    async (range) => {
      await expect(read(range)).rejects.toThrow(RangeNotSatisfiable);
      await expect(read(range)).rejects.toMatchObject({ size: 10 });
    },
  );
});

describe('uploads', () => {
  it('cost no memory, however long', async () => {
    const chunk = new Uint8Array(MiB);
    let peak = 0;
    const before = process.memoryUsage.rss();
    async function* film() {
      for (let sent = 0; sent < 256; sent++) {
        peak = Math.max(peak, process.memoryUsage.rss());
        yield chunk;
      }
    }
    expect((await store.uploadObject('b', 'film', undefined, film())).size).toBe(256 * MiB);
    expect((peak - before) / MiB).toBeLessThan(100);
  });

  it('that break leave the old file and no half of the new one', async () => {
    await store.uploadObject('b', 'kept', undefined, bytes('whole'));
    async function* broken() {
      yield bytes('half');
      throw new Error('gone');
    }
    await expect(store.uploadObject('b', 'kept', undefined, broken())).rejects.toThrow('gone');
    expect(await text((await store.getObject('b', 'kept', undefined)).body as never)).toBe('whole');
    expect(readdirSync(join(folder, 'files/b')).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });
});

describe('keys that climb', () => {
  writeFileSync(join(folder, 'secrets.json'), 'jwtSecret');

  it.each([
    ['b', '../../secrets.json'],
    ['b', '/etc/passwd'],
    ['b', '..'],
    ['b', ''],
    ['..', 'secrets.json'],
    ['.', 'b/ten'],
    ['../other', 'ten'],
  ])('%s %s are refused', async (bucket, key) => {
    expect(() => store.path(bucket, key)).toThrow('unsafe_object_key');
    await expect(store.getObject(bucket, key, undefined)).rejects.toThrow('unsafe_object_key');
    await expect(store.uploadObject(bucket, key, undefined, bytes('x'))).rejects.toThrow('unsafe_object_key');
  });

  it('leaves deep and Chinese names alone', () => {
    expect(store.path('b', '课程/一/..a.mp4')).toBe(join(folder, 'files/b/课程/一/..a.mp4'));
  });
});
