import { describe, expect, it } from 'vitest';
import { catalogueHref, readPlace, readQuery, wantedOf, writePlace } from '#domains/courses/rules.ts';

const query = (text: string) => readQuery(new URLSearchParams(text));
const id = '00000000-0000-4000-8000-000000000001';

describe('the address of the catalogue', () => {
  it('leaves out what it does not understand', () => {
    expect(query('kind=nonsense&level=&trade=%27%3B--&q=%20%20&sort=shortest')).toEqual({ sort: 'shortest' });
  });

  it('keeps what was asked and begins anew when something changes', () => {
    const asked = query('kind=position&q=电焊&after=abc');
    expect(catalogueHref(asked, { level: 'junior' })).toBe('/courses?q=%E7%94%B5%E7%84%8A&kind=position&level=junior');
    expect(catalogueHref(asked, { kind: undefined, q: undefined })).toBe('/courses');
  });

  it('asks the database for minutes and a place', () => {
    const after = writePlace([45, id]);
    expect(wantedOf(query(`hours=medium&sort=shortest&after=${after}`))).toEqual({
      over_min: 60,
      up_to_min: 120,
      sort: 'shortest',
      after: [45, id],
    });
  });

  it('ignores a place of another order, and one that is no place', () => {
    expect(wantedOf(query(`after=${writePlace([45, id])}`))).toEqual({});
    expect(readPlace('%%%')).toBeUndefined();
    expect(readPlace(writePlace([1, 'x']))).toBeUndefined();
  });
});
