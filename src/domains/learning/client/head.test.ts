import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadingHead, type Span } from '#domains/learning/client/head.ts';

const length = (spans: readonly Span[]) => {
  const units = new Set(spans.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index)));
  return units.size;
};

describe('the reading head', () => {
  it('passes what stands in view at the fastest pace, and not what merely scrolled by', () => {
    const head = new ReadingHead();
    expect(head.pass([0, 9000], 5000)).toEqual([0, 5000]);
    expect(head.pass([0, 9000], 5000)).toEqual([5000, 9000]);
    expect(head.pass([40_000, 60_000], 1000)).toEqual([40_000, 41_000]);
  });

  it('loses a slow reader nothing: she finds all of it passed when she has read it', () => {
    const head = new ReadingHead();
    const parts: Span[] = [];
    // A window that shows eight seconds of the text and moves on by two whenever ten have passed.
    for (let top = 0; top <= 60_000; top += 2000)
      for (let cut = 0; cut < 2; cut++) {
        const part = head.pass([top, Math.min(60_000, top + 8000)], 5000);
        if (part) parts.push(part);
      }
    expect(length(parts)).toBe(60_000);
  });

  it('says where somebody is who reads again, and covers nothing by it', () => {
    const head = new ReadingHead();
    head.pass([0, 5000], 5000);
    expect(head.pass([2000, 5000], 60_000)).toEqual([2000, 2001]);
    expect(head.pass([5000, 5000], 5000), 'an empty line').toBeNull();
  });

  it('goes around what was passed, and says when more waits behind it', () => {
    const head = new ReadingHead();
    head.pass([2000, 3000], 1000);
    expect(head.waits([0, 5000], 1500)).toBe(false);
    expect(head.waits([0, 5000], 2000)).toBe(true);
    expect(head.pass([0, 5000], 4000)).toEqual([0, 2000]);
    expect(head.pass([0, 5000], 4000)).toEqual([3000, 5000]);
    expect(head.waits([0, 5000], 9000)).toBe(false);
  });

  it('never covers more than the time allows, nor what was not in view', () => {
    const look = fc.record({
      from: fc.integer({ min: 0, max: 300 }),
      length: fc.integer({ min: 0, max: 80 }),
      elapsed: fc.integer({ min: 0, max: 120 }),
    });
    fc.assert(
      fc.property(fc.array(look, { maxLength: 30 }), (looks) => {
        const head = new ReadingHead();
        let time = 0;
        const parts: Span[] = [];
        for (const { from, length: size, elapsed } of looks) {
          const part = head.pass([from, from + size], elapsed);
          time += elapsed;
          if (!part) continue;
          expect(part[0]).toBeGreaterThanOrEqual(from);
          expect(part[1]).toBeLessThanOrEqual(from + size);
          parts.push(part);
        }
        expect(length(parts)).toBeLessThanOrEqual(time);
      }),
    );
  });
});
