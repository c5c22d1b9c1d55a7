import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  auditCursor,
  hrefWith,
  isDay,
  readCursor,
  sliceOf,
  writeCursor,
} from '#domains/membership/organisations/rules.ts';

describe('cursors', () => {
  it('come back from an address as they were', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !text.includes('\0'));
    fc.assert(fc.property(part, part, (a, b) => void expect(readCursor(writeCursor([a, b]), 2)).toEqual([a, b])));
  });

  it('that were bent begin the list anew', () => {
    fc.assert(fc.property(fc.string(), (text) => void readCursor(text, 2)));
    expect(readCursor(writeCursor(['a']), 2)).toBeUndefined();
    expect(readCursor(writeCursor(['a', '\0']), 2)).toBeUndefined();
    expect(readCursor(Buffer.from('[1,2]').toString('base64url'), 2)).toBeUndefined();
    expect(readCursor(null, 2)).toBeUndefined();
    expect(auditCursor(writeCursor(["2026-01-01' or 1=1", 'x']))).toBeUndefined();
    const id = '00000000-0000-4000-8000-000000000001';
    expect(auditCursor(writeCursor(['2026-01-01T10:00:00.123456+00:00', id]))).toEqual({
      at: '2026-01-01T10:00:00.123456+00:00',
      id,
    });
  });
});

describe('pages of a list', () => {
  it('know their neighbours in both directions', () => {
    expect(sliceOf([1, 2, 3], 2, { backward: false, began: false })).toEqual({
      rows: [1, 2],
      before: false,
      after: true,
    });
    expect(sliceOf([1, 2], 2, { backward: false, began: true })).toEqual({ rows: [1, 2], before: true, after: false });
    expect(sliceOf([3, 2, 1], 2, { backward: true, began: true })).toEqual({ rows: [2, 3], before: true, after: true });
    expect(sliceOf([2, 1], 2, { backward: true, began: true })).toEqual({ rows: [1, 2], before: false, after: true });
  });

  it('keep what was asked for, and drop what was done', () => {
    const url = new URL('http://x/list?q=甲&_action=a.b&after=old');
    expect(hrefWith(url, { after: 'new', before: undefined })).toBe('/list?q=%E7%94%B2&after=new');
    expect(hrefWith(new URL('http://x/list?after=1'), { after: '' })).toBe('/list');
  });
});

describe('days', () => {
  it.each([
    ['2026-02-28', true],
    ['2026-02-30', false],
    ['2026-13-01', false],
    ['26-01-01', false],
    ['2026-01-01T00:00', false],
    ['', false],
  ])('%s: %s', (text, expected) => expect(isDay(text)).toBe(expected));
});
