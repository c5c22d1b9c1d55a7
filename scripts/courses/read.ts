// Reads a course folder and checks it against the schema. Authors, tests and the import all read courses this way, so a
// file that one of them accepts is never refused by another.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import type { Course, QuizBank } from '#domains/courses/schema.ts';
import { courseSchema, explain, quizBankSchema } from '#domains/courses/schema.ts';

export const coursesDir = join(import.meta.dirname, '../../content/courses');

export type CourseFolder = { dir: string; course: Course; banks: Map<string, QuizBank> };

export function readYaml<S extends z.ZodType>(schema: S, file: string): z.output<S> {
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (!result.success) throw new Error(`${file}\n  ${explain(result.error).join('\n  ')}`);
  return result.data;
}

export function readCourse(dir: string): CourseFolder {
  const course = readYaml(courseSchema, join(dir, 'course.yaml'));
  const banks = new Map<string, QuizBank>();
  for (const lesson of course.lessons)
    if (lesson.kind === 'quiz') banks.set(lesson.slug, readYaml(quizBankSchema, join(dir, lesson.bank)));
  return { dir, course, banks };
}

export function courseFolders(root = coursesDir): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, entry.name))
    .sort();
}
