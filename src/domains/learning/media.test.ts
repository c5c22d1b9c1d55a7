import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { below, deliver, spanOf } from '#domains/learning/media.ts';

describe('spanOf', () => {
  it.each([
    [null, 'all'],
    ['bytes=0-99', { start: 0, end: 99 }],
    ['bytes=900-', { start: 900, end: 999 }],
    ['bytes=-100', { start: 900, end: 999 }],
    ['bytes=500-5000', { start: 500, end: 999 }],
    ['bytes=1000-', 'outside'],
    ['bytes=5-2', 'outside'],
    ['bytes=-0', 'outside'],
    ['bytes=0-1,5-6', 'all'],
    ['seconds=1-2', 'all'],
  ])('%s', (header, span) => expect(spanOf(header, 1000)).toEqual(span));
});

it.each(['../secret', '/etc/passwd', 'a/../../x', ''])('keeps %s out', (name) => {
  expect(() => below('/srv/courses', name)).toThrow('media_not_found');
});

describe('deliver', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gongke-media-')), 'film.mp4');
  writeFileSync(path, '0123456789');
  const ask = (headers: Record<string, string>, size = 10) =>
    deliver({ path, request: new Request('http://x', { headers }), etag: 'e', size, cache: 'private' });

  it('answers a part', async () => {
    const response = await ask({ range: 'bytes=2-4' });
    expect([response.status, response.headers.get('content-range'), await response.text()]).toEqual([
      206,
      'bytes 2-4/10',
      '234',
    ]);
  });

  it('answers nothing outside, and nothing anew', async () => {
    expect((await ask({ range: 'bytes=10-' })).status).toBe(416);
    expect((await ask({ 'if-none-match': '"e"' })).status).toBe(304);
  });

  it('says that a file is not what was published', async () => {
    await expect(ask({}, 11)).rejects.toThrow('media_damaged');
  });
});
