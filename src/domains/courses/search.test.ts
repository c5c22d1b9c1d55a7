import { describe, expect, it } from 'vitest';
import { searchQuery, searchVector } from '#domains/courses/search.ts';

describe('searchVector', () => {
  it('keeps pairs, syllables and initials at the same places', () => {
    expect(searchVector(['电焊工'])).toBe(
      "'电焊':1 '焊工':2 '工':3 'p:dian':1 'p:han':2 'p:gong':3 'i:dh':1 'i:hg':2 'i:g':3",
    );
  });

  it('leaves a place free between runs, so that no phrase spans them', () => {
    expect(searchVector(['电，焊'])).toContain("'焊':3");
  });

  it('escapes what would end a word', () => {
    expect(searchVector(["o'clock"])).toBe("'w:o':1 'w:clock':3");
  });
});

describe('searchQuery', () => {
  it.each([
    ['电焊工', "'电焊' <-> '焊工'"],
    ['焊', "'焊':*"],
    ['安全 PDF', "'安全' & (('w:pdf':*) | ('i:pd' <-> 'i:df'))"],
    ['!&|', undefined],
  ])('%s', (typed, query) => expect(searchQuery(typed)).toBe(query));

  it('reads initials and syllables, the last one still being typed', () => {
    expect(searchQuery('dhg')).toContain("'i:dh' <-> 'i:hg'");
    expect(searchQuery('dianhan')).toContain("'p:dian' <-> 'p:han':*");
    expect(searchQuery('dianh')).toContain("'p:dian' <-> 'p:h':*");
  });
});
