import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Course, Lesson, QuizBank } from '#domains/courses/schema.ts';
import { searchVector } from '#domains/courses/search.ts';

/** A course as it stands in a folder, already checked against the schema. */
export interface CourseFolder {
  dir: string;
  course: Course;
  banks: Map<string, QuizBank>;
}

/** What the importer has to know of a kind of lesson. The kinds themselves belong to learning, which builds on this domain. */
export interface KindRules {
  measure(
    lesson: Lesson,
    material: { texts: Readonly<Record<string, string>>; bank?: QuizBank | undefined },
  ): { extent: number; pace?: number; flows?: boolean; floor_ms: number };
  files(lesson: Lesson): string[];
  texts(lesson: Lesson): string[];
}

const sha256 = (body: string | Uint8Array): string => createHash('sha256').update(body).digest('hex');

interface LessonRow {
  slug: string;
  position: number;
  kind: string;
  title: Lesson['title'];
  study_min: number;
  extent: number;
  pace: number | null;
  flows: boolean;
  floor_ms: number;
  content: Record<string, unknown>;
}

function lessonRow({ dir, banks }: CourseFolder, lesson: Lesson, position: number, kind: KindRules): LessonRow {
  const { slug, title, study_min, kind: name, ...special } = lesson;
  const texts = Object.fromEntries(kind.texts(lesson).map((file) => [file, readFileSync(join(dir, file), 'utf8')]));
  const files = Object.fromEntries(
    kind.files(lesson).map((file) => {
      const body = readFileSync(join(dir, file));
      return [file, { size: body.length, sha256: sha256(body) }];
    }),
  );
  const { extent, pace = null, flows = false, floor_ms } = kind.measure(lesson, { texts, bank: banks.get(slug) });
  return {
    slug,
    position,
    kind: name,
    title,
    study_min,
    extent,
    pace,
    flows,
    floor_ms,
    content: { ...special, texts, files },
  };
}

const both = (text: { 'zh-CN': string; en?: string | undefined } | undefined): string[] =>
  text ? [text['zh-CN'], text.en ?? ''] : [];

function searchable({ title, trade, provider, outline, summary, teachers, lessons }: Course): string[] {
  return [title, trade?.name, summary, ...outline, provider.name, ...teachers.map(({ name }) => name)]
    .concat(lessons.map((lesson) => lesson.title))
    .flatMap(both);
}

export interface PublishedCourse {
  slug: string;
  version: number;
  digest: string;
}

/** One version of a course as the database takes it: the line of the catalogue, the course, its lessons and its banks. */
export function publication(folder: CourseFolder, kindOf: (lesson: Lesson) => KindRules) {
  const { course, banks } = folder;
  const { slug, version, kind, category, level, audiences, hours_min, pass, trade, provider } = course;
  const { title, summary, outline, teachers, cover, prerequisites, facts_as_of, language } = course;
  const lessons = course.lessons.map((lesson, index) => lessonRow(folder, lesson, index + 1, kindOf(lesson)));
  const source = { course, banks: [...banks], content: lessons.map((lesson) => lesson.content) };
  const listing = { title, summary, cover, trade: trade?.name, provider: provider.name };
  return {
    ...{ slug, version, digest: sha256(JSON.stringify(source)), kind, category, trade: trade?.code, level, audiences },
    ...{ provider: provider.code, hours_min, coverage_pct: pass.coverage_pct, checks: pass.checks, listing, lessons },
    search: searchVector(searchable(course)),
    content: { ...listing, outline, teachers, prerequisites, facts_as_of, language },
    banks: Object.fromEntries(banks),
    facets: [
      { facet: 'provider', code: provider.code, name: provider.name },
      ...(trade ? [{ facet: 'trade', code: trade.code, name: trade.name }] : []),
    ],
  };
}

export interface Publisher {
  digests(): Promise<PublishedCourse[]>;
  publish(course: ReturnType<typeof publication>): Promise<void>;
}

export interface ImportReport {
  published: string[];
  unchanged: number;
  /** Courses whose content changed under a number that is published already: nothing was done to them. */
  conflicts: string[];
}

/** Brings the database to what the folders say. Running it again does nothing, so it runs at every start. */
export async function importCourses(
  folders: readonly CourseFolder[],
  kindOf: (lesson: Lesson) => KindRules,
  publisher: Publisher,
): Promise<ImportReport> {
  const had = new Map((await publisher.digests()).map((one) => [`${one.slug} ${one.version}`, one.digest]));
  const report: ImportReport = { published: [], unchanged: 0, conflicts: [] };
  for (const folder of folders) {
    const course = publication(folder, kindOf);
    const before = had.get(`${course.slug} ${course.version}`);
    if (before === course.digest) report.unchanged++;
    else if (before !== undefined) report.conflicts.push(course.slug);
    else {
      await publisher.publish(course);
      report.published.push(course.slug);
    }
  }
  return report;
}
