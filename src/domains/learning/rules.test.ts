import { expect, it } from 'vitest';
import { completedCourse, sizeOf } from '#domains/learning/rules.ts';

it('adds up the files of a lesson, and takes a text for nothing', () => {
  expect(sizeOf({ files: { 'a.mp4': { size: 5, sha256: 'x' }, 'a.vtt': { size: 2 } } })).toBe(7);
  expect(sizeOf({ body: {} })).toBe(0);
  expect(sizeOf(null)).toBe(0);
});

it('hears of a completed course in whatever the database says', () => {
  expect(completedCourse({ lessons: [{ course_completed: false }, { course_completed: true }] })).toBe(true);
  expect(completedCourse({ lessons: [] })).toBe(false);
  expect(completedCourse('nonsense')).toBe(false);
});
