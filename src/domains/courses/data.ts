import * as z from 'zod';
import { wantedOf, type CatalogueQuery } from '#domains/courses/rules.ts';
import { clerk } from '#platform/clerk.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';
import { localText } from '#platform/fields.ts';

const cover = z.object({
  paper: z.string(),
  ink: z.string(),
  accent: z.string(),
  motif: z.string(),
  glyph: z.string(),
});
const listing = z.object({
  slug: z.string(),
  title: localText,
  summary: localText,
  cover,
  trade: localText.optional(),
  provider: localText,
  kind: z.enum(['general', 'position', 'theme', 'culture']),
  category: z.string(),
  level: z.string(),
  hours_min: z.number(),
});
const line = listing.extend({ place: z.tuple([z.union([z.string(), z.number()]), z.string()]) });
const catalogueSchema = z.object({
  courses: z.array(line),
  facets: z.array(z.object({ facet: z.enum(['trade', 'provider']), code: z.string(), name: localText })),
});
const pageSchema = listing.extend({
  id: z.string(),
  version: z.number(),
  audiences: z.array(z.string()),
  coverage_pct: z.number(),
  ratings: z.int(),
  stars: z.int(),
  my_stars: z.int().nullable(),
  outline: z.array(localText),
  teachers: z.array(z.object({ name: localText, title: localText })),
  prerequisites: z.array(z.string()),
  facts_as_of: z.string().optional(),
  language: z.enum(['zh-CN', 'en']),
  lessons: z.array(z.object({ slug: z.string(), kind: z.string(), title: localText, study_min: z.number() })),
});

export type Cover = z.infer<typeof cover>;
export type CourseLine = z.infer<typeof line>;
export type CoursePage = z.infer<typeof pageSchema>;

const size = 24;

/** Published courses are public, but no table is open to anonymous callers: for a visitor the clerk reads them out. */
const reader = (db: Db, signedIn: boolean) => (signedIn ? db : clerk());

export async function catalogue(db: Db, signedIn: boolean, query: CatalogueQuery) {
  const answer = await unwrap(
    reader(db, signedIn).rpc('catalogue', { wanted: wantedOf(query) as Record<string, string>, size }),
  );
  const { courses, facets } = catalogueSchema.parse(answer);
  const last = courses.length > size ? courses[size - 1] : undefined;
  return { courses: courses.slice(0, size), facets, next: last?.place };
}

export async function coursePage(db: Db, signedIn: boolean, slug: string): Promise<CoursePage> {
  const { data, error } = await reader(db, signedIn).rpc('course_page', { course_slug: slug });
  if (error) throw failureOf(error);
  if (data === null) throw new Failure('course_not_found', 404);
  return pageSchema.parse(data);
}

/** My latest enrolment in a course, if there is one. */
export async function myEnrolment(db: Db, workerId: string, courseId: string) {
  const rows = await unwrap(
    db
      .from('enrolments')
      .select('id, version, completed_at, ended_at, valid_until')
      .eq('worker_id', workerId)
      .eq('course_id', courseId)
      .order('began_at', { ascending: false })
      .limit(1),
  );
  return rows[0];
}

export const enrol = (db: Db, slug: string): Promise<string> => unwrap(db.rpc('enrol', { course_slug: slug }));
