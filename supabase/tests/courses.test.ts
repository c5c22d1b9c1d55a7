import { describe, expect, it } from 'vitest';
import { courseFolders, readCourse } from '../../scripts/courses/read.ts';
import { publication } from '../../src/domains/courses/import.ts';
import { searchQuery } from '../../src/domains/courses/search.ts';
import { kindOf } from '../../src/domains/learning/kinds/kinds.ts';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';

const shipped = courseFolders().map((dir) => publication(readCourse(dir), kindOf));
const publish = (tx: Transaction, course: object) =>
  tx.attempt<{ done: string }>('select public.clerk_publish_course($1::text::jsonb) as done', [JSON.stringify(course)]);

interface Line {
  slug: string;
  place: unknown[];
}

async function catalogue(tx: Transaction, wanted: object, size = 24): Promise<Line[]> {
  const { page } = await tx.one<{ page: { courses: Line[] } }>('select public.catalogue($1::text::jsonb, $2) as page', [
    JSON.stringify(wanted),
    size,
  ]);
  return page.courses;
}

onBothEngines((database) => {
  const withCourses = (work: (tx: Transaction) => Promise<void>) =>
    database().rolledBack(async (tx) => {
      await tx.as('service_role');
      for (const course of shipped) expect((await publish(tx, course)).rows).toEqual([{ done: 'published' }]);
      await work(tx);
    });

  describe('publishing', () => {
    it('the same again changes nothing; other content under the same number is refused', () =>
      withCourses(async (tx) => {
        const [course] = shipped;
        expect((await publish(tx, course ?? {})).rows).toEqual([{ done: 'unchanged' }]);
        const { error } = await publish(tx, { ...course, digest: 'f'.repeat(64) });
        expect(error).toMatchObject({ code: 'PT409', message: 'course_version_published' });
      }));

    it('a new version leaves the old one to those who began it', () =>
      withCourses(async (tx) => {
        const [course] = shipped;
        const next = { ...course, version: 2, digest: 'f'.repeat(64) };
        expect((await publish(tx, next)).rows).toEqual([{ done: 'published' }]);
        await tx.as('owner');
        const versions = await tx.query(
          `select v.version, count(l) > 0 as lessons from public.courses c join public.course_versions v on v.course_id = c.id
           join public.lessons l on l.course_id = v.course_id and l.version = v.version
           where c.slug = $1 group by v.version order by 1`,
          [course?.slug],
        );
        expect(versions).toEqual([
          { version: 1, lessons: true },
          { version: 2, lessons: true },
        ]);
        await tx.as('service_role');
        expect((await publish(tx, { ...course, version: 1, digest: 'e'.repeat(64) })).error?.message).toBe(
          'course_version_published',
        );
      }));

    it.each([
      'update public.lessons set study_min = 1',
      'delete from public.course_versions',
      `update private.quiz_banks set bank = '{}'`,
    ])('nobody changes what is published: %s', (change) =>
      withCourses(async (tx) => {
        await tx.as('owner');
        expect((await tx.attempt(change)).error).toMatchObject({ code: 'PT409', message: 'course_version_published' });
      }),
    );

    it('refuses hours that can honestly be had in much less, and shows the sum', () =>
      withCourses(async (tx) => {
        const course = { ...shipped[0], slug: 'dear', lessons: shipped[0]?.lessons ?? [] };
        const whole_ms = course.lessons.reduce((sum, { floor_ms }) => sum + floor_ms, 0);
        const floor_ms = Math.floor((whole_ms * (course.coverage_pct ?? 0)) / 100);
        const most_min = Math.floor(floor_ms / 36_000);
        const { error } = await publish(tx, { ...course, hours_min: most_min + 1 });
        expect(error).toMatchObject({ code: 'PT422', message: 'course_too_short' });
        expect(JSON.parse(error?.detail ?? '')).toEqual({
          ...{ hours_min: most_min + 1, lessons_s: Math.floor(whole_ms / 1000), coverage_pct: course.coverage_pct },
          ...{ floor_s: Math.floor(floor_ms / 1000), needed_s: (most_min + 1) * 36 },
        });
        expect(await tx.query(`select from public.courses where slug = 'dear'`)).toEqual([]);
        expect((await publish(tx, { ...course, hours_min: most_min })).rows).toEqual([{ done: 'published' }]);
      }));

    it.each(['courses', 'course_versions', 'lessons'])('has no other door: nobody writes to %s', (table) =>
      withCourses(async (tx) => {
        for (const role of ['service_role', 'officer'] as const) {
          await tx.as(role);
          const written = await tx.attempt(`insert into public.${table} select * from public.${table} limit 1`);
          expect(written.error?.code, role).toBe('42501');
        }
      }),
    );

    it('takes no lesson with something to cover that could be covered at once', () =>
      withCourses(async (tx) => {
        const lessons = shipped[0]?.lessons.map((lesson) => ({ ...lesson, pace: null }));
        expect((await publish(tx, { ...shipped[0], slug: 'leaping', lessons })).error?.code).toBe('23514');
      }));

    it('half a course is no course', () =>
      withCourses(async (tx) => {
        const broken = { ...shipped[0], slug: 'broken', lessons: [{ ...shipped[0]?.lessons[0], study_min: 0 }] };
        expect((await publish(tx, broken)).error?.code).toBe('23514');
        expect(await catalogue(tx, { trade: 'nothing' })).toEqual([]);
        expect(await tx.query(`select from public.courses where slug = 'broken'`)).toEqual([]);
      }));
  });

  describe('the catalogue', () => {
    it.each([
      ['电焊工', 'welding-arc-basics'],
      ['dhg', 'welding-arc-basics'],
      ['dianhangong', 'welding-arc-basics'],
      ['dianh', 'welding-arc-basics'],
      ['welding', 'welding-arc-basics'],
      ['灭火器', 'fire-safety'],
      ['mhq', 'fire-safety'],
      ['焊', 'welding-arc-basics'],
    ])('%s finds %s', (typed, slug) =>
      withCourses(async (tx) => {
        const found = await catalogue(tx, { search: searchQuery(typed) });
        expect(found.map((line) => line.slug)).toContain(slug);
        expect(found.length).toBeLessThan(shipped.length);
      }),
    );

    it('finds nothing for what is nowhere, and breaks on nothing that is typed', () =>
      withCourses(async (tx) => {
        expect(await catalogue(tx, { search: searchQuery('龘龘') })).toEqual([]);
        for (const typed of [`'); drop table x; --`, `a'b\\c`, `' | '`, '%_:*', 'ａｂ１'])
          await catalogue(tx, { search: searchQuery(typed) });
      }));

    it.each(['newest', 'shortest', 'longest'])('pages by %s through every course once', (sort) =>
      withCourses(async (tx) => {
        const seen: string[] = [];
        let after: unknown[] | undefined;
        for (;;) {
          const lines = await catalogue(tx, { sort, after }, 4);
          seen.push(...lines.slice(0, 4).map(({ slug }) => slug));
          if (lines.length <= 4) break;
          after = lines[3]?.place;
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.length).toBe(shipped.length + 1);
      }),
    );

    it('narrows by every facet, and a course for everybody is for each group', () =>
      withCourses(async (tx) => {
        const slugs = async (wanted: object) => (await catalogue(tx, wanted)).map(({ slug }) => slug);
        expect(await slugs({ kind: 'culture' })).toEqual(['phone-photography']);
        expect(await slugs({ trade: 'electrician', level: 'apprentice' })).toEqual(['electrician-low-voltage']);
        expect(await slugs({ audience: 'migrant', category: 'safety' })).toEqual(['work-safety-basics']);
        const short = await slugs({ up_to_min: 60 });
        expect([short.includes('fire-safety'), short.includes('union-knowledge')]).toEqual([false, true]);
      }));

    it('holds no contents of lessons and no key, even for the server that reads it out', () =>
      withCourses(async (tx) => {
        const { page } = await tx.one<{ page: string }>(`select public.course_page('fire-safety')::text as page`);
        expect(page).not.toMatch(/texts|answer|"files"/);
        await tx.as('worker');
        expect((await tx.attempt('select content from public.lessons')).error?.code).toBe('42501');
      }));
  });
});
