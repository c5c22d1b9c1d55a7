import { describe, expect, test } from 'vitest';
import { axis, centre, percentOf, ring, strokes } from '#ui/chart.ts';

describe('axis', () => {
  test.each([
    [[], [0, 1]],
    [
      [0, 0],
      [0, 1],
    ],
    [
      [3, 1],
      [0, 1, 2, 3],
    ],
    [[9], [0, 3, 6, 9]],
    [[86], [0, 25, 50, 75, 100]],
    [
      [5120, 2300],
      [0, 2000, 4000, 6000],
    ],
    [
      [0.31, 0.2],
      [0, 0.1, 0.2, 0.3, 0.4],
    ],
    [[100], [0, 25, 50, 75, 100]],
  ])('%j is measured by %j', (values, expected) => expect(axis(values)).toEqual(expected));
});

test('a share of nothing is nothing', () => {
  expect(percentOf(3, 0)).toBe(0);
  expect(percentOf(-3, 10)).toBe(0);
  expect(percentOf(1, 3)).toBe(33.33);
});

test('columns are centred', () => expect([0, 1].map((index) => centre(index, 2))).toEqual([25, 75]));

test('a missing value breaks the line', () => {
  expect(strokes([1, 2, null, 4, 4], 4)).toEqual([
    { x1: 10, y1: 75, x2: 30, y2: 50 },
    { x1: 70, y1: 0, x2: 90, y2: 0 },
  ]);
});

test('shares follow each other round the ring', () => {
  expect(ring([1, 1, 2])).toEqual([
    { from: 0, length: 25 },
    { from: 25, length: 25 },
    { from: 50, length: 50 },
  ]);
});
