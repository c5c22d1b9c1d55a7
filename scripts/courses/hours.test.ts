import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hoursOf, hoursPage } from './hours.ts';
import { courseFolders, readCourse } from './read.ts';

const courses = courseFolders().map((dir) => hoursOf(readCourse(dir)));

test('docs/courses.md says of every course what `npm run course-hours` finds', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/courses.md'), 'utf8')).toBe(hoursPage(courses));
});

test.each(courses)('the hours of $slug are given neither for less than they take, nor for more', (one) => {
  expect(one.ratio_pct).toBeGreaterThanOrEqual(60);
  expect(one.approved_min).toBeLessThanOrEqual(one.usual_min);
});
