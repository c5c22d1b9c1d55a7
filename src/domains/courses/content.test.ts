import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, test } from 'vitest';
import { inspectMp4, inspectPdf, inspectVtt, inspectWebm } from '../../../scripts/courses/inspect.ts';
import { courseFolders, readCourse } from '../../../scripts/courses/read.ts';
import type { Lesson } from '#domains/courses/schema.ts';
import { courseKinds } from '#domains/courses/schema.ts';

const folders = courseFolders().map(readCourse);
const courses = folders.map((folder) => folder.course);
const slugs = courses.map((course) => course.slug);

/** Every file a lesson names, so that what is missing and what is left over can both be found. */
function filesOf(lesson: Lesson): string[] {
  if (lesson.kind === 'video') return [...lesson.sources, ...Object.values(lesson.captions), lesson.poster];
  if (lesson.kind === 'pdf') return [lesson.file];
  if (lesson.kind === 'quiz') return [lesson.bank];
  return Object.values(lesson.body).filter((file) => file !== undefined);
}

const read = (dir: string, file: string) => readFileSync(join(dir, file));
/** What a reader really reads: no blanks and no marks of Markdown. */
const characters = (markdown: string) => markdown.replace(/[\s|#*`_>-]/g, '').length;
const lessonsOf = <K extends Lesson['kind']>(kind: K) =>
  folders.flatMap(({ dir, course }) =>
    course.lessons
      .filter((lesson): lesson is Extract<Lesson, { kind: K }> => lesson.kind === kind)
      .map((lesson) => ({ name: `${course.slug}/${lesson.slug}`, dir, course, lesson })),
  );
const written = [...lessonsOf('article'), ...lessonsOf('classroom')];

describe('the set', () => {
  test('holds at least twelve courses of every kind, each in a folder of its own name', () => {
    expect(courses.length).toBeGreaterThanOrEqual(12);
    expect(folders.map((folder) => basename(folder.dir))).toEqual(slugs);
    expect(new Set(courses.map((course) => course.kind))).toEqual(new Set(courseKinds));
    for (const course of courses) expect(course.lessons.length, course.slug).toBeGreaterThanOrEqual(2);
  });

  test('asks only for courses that exist, and never in a circle', () => {
    const before = new Map(courses.map((course) => [course.slug, course.prerequisites]));
    const visit = (slug: string, path: string[]): void => {
      expect(path, `a circle through ${slug}`).not.toContain(slug);
      expect(slugs).toContain(slug);
      for (const next of before.get(slug) ?? []) visit(next, [...path, slug]);
    };
    for (const slug of slugs) visit(slug, []);
  });

  test('calls one trade and one provider by one name', () => {
    for (const pick of ['trade', 'provider'] as const) {
      const names = new Map<string, string>();
      for (const course of courses) {
        const named = course[pick];
        if (!named) continue;
        const name = JSON.stringify(named.name);
        expect(names.get(named.code) ?? name, course.slug).toBe(name);
        names.set(named.code, name);
      }
    }
  });

  test('uses every kind of question, and every bank can vary', () => {
    const banks = folders.flatMap((folder) => [...folder.banks.values()]);
    const used = new Set(banks.flatMap((bank) => bank.questions.map((question) => question.type)));
    expect([...used].sort()).toEqual([
      'fill_in',
      'matching',
      'multiple',
      'numeric',
      'ordering',
      'single',
      'true_false',
    ]);
    for (const bank of banks) {
      expect(bank.questions.length).toBeGreaterThanOrEqual(8);
      expect(bank.draw).toBeLessThan(bank.questions.length);
    }
  });
});

describe('files', () => {
  test.each(folders.map((folder) => [folder.course.slug, folder] as const))(
    'of %s are all there and all used',
    (_, folder) => {
      const named = new Set(['course.yaml', ...folder.course.lessons.flatMap(filesOf)]);
      const sources = /\.(storyboard|handbook)\.yaml$/;
      const found = readdirSync(folder.dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder.dir, join(entry.parentPath, entry.name)));
      expect(found.filter((file) => !sources.test(file)).sort()).toEqual([...named].sort());
      for (const file of found.filter((one) => sources.test(one))) {
        const product = file.replace(sources, file.includes('.storyboard.') ? '.mp4' : '.pdf');
        expect(named, `${file} is drawn but not shown`).toContain(product);
      }
    },
  );

  test('of media stay small together', () => {
    const media = folders.flatMap((folder) =>
      folder.course.lessons
        .filter((lesson) => lesson.kind === 'video' || lesson.kind === 'pdf')
        .flatMap((lesson) => filesOf(lesson).map((file) => statSync(join(folder.dir, file)).size)),
    );
    expect(Math.max(...media)).toBeLessThanOrEqual(700 * 1024);
    expect(media.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(8 * 1024 * 1024);
  });
});

describe('videos', () => {
  const videos = lessonsOf('video');
  test('are there', () => expect(videos.length).toBeGreaterThanOrEqual(3));

  test.each(videos)('$name lasts as long as it says, in both encodings', ({ dir, lesson }) => {
    for (const source of lesson.sources) {
      const file = read(dir, source);
      const facts = source.endsWith('.mp4') ? inspectMp4(file) : inspectWebm(file);
      expect(facts.duration_s, source).toBeCloseTo(lesson.duration_s, 0);
      expect(facts.codec).toBe(source.endsWith('.mp4') ? 'h264' : 'vp9');
      if ('fastStart' in facts) expect(facts.fastStart).toBe(true);
    }
    expect(lesson.sources.map((source) => source.split('.').pop()).sort()).toEqual(['mp4', 'webm']);
    expect(read(dir, lesson.poster).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  });

  test.each(videos)('$name has captions that can be read in time, in both languages', ({ dir, lesson }) => {
    const zh = inspectVtt(read(dir, lesson.captions['zh-CN']).toString());
    const en = inspectVtt(read(dir, lesson.captions.en ?? '').toString());
    expect(en.map((cue) => cue.start_ms)).toEqual(zh.map((cue) => cue.start_ms));
    // A silent video says everything in its captions, so they cover it from beginning to end.
    expect(zh[0]?.start_ms).toBe(0);
    expect(zh.at(-1)?.end_ms).toBeGreaterThan(lesson.duration_s * 1000 - 200);
    for (const [cues, fastest] of [
      [zh, 9],
      [en, 26],
    ] as const) {
      cues.forEach((cue, index) => {
        expect(cue.end_ms).toBeLessThanOrEqual(cues[index + 1]?.start_ms ?? lesson.duration_s * 1000);
        const perSecond = cue.text.length / ((cue.end_ms - cue.start_ms) / 1000);
        expect(perSecond, cue.text).toBeLessThanOrEqual(fastest);
      });
    }
  });
});

/** What can be read on each page of a booklet, blanks aside. */
async function charactersOf(file: Buffer): Promise<number[]> {
  const document = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  const counts: number[] = [];
  for (let page = 1; page <= document.numPages; page++) {
    const { items } = await (await document.getPage(page)).getTextContent();
    counts.push(
      items
        .map((item) => ('str' in item ? item.str : ''))
        .join('')
        .replace(/\s/g, '').length,
    );
  }
  return counts;
}

describe('handbooks', () => {
  test.each(lessonsOf('pdf'))('$name has its pages and can be read from its first bytes', async ({ dir, lesson }) => {
    const file = read(dir, lesson.file);
    expect(inspectPdf(file)).toEqual({ linearised: true, pages: lesson.pages });
    expect(file.length).toBeLessThanOrEqual(400 * 1024);
    expect(lesson.characters).toEqual(await charactersOf(file));
  });
});

describe('texts', () => {
  test.each(written)('$name is long enough to teach and short enough for a break', ({ dir, lesson }) => {
    const text = read(dir, lesson.body['zh-CN']).toString();
    expect(characters(text)).toBeGreaterThanOrEqual(lesson.kind === 'article' ? 850 : 500);
    expect(characters(text)).toBeLessThanOrEqual(1600);
    if (lesson.kind === 'article') expect(text).toContain('## 现在就做');
  });

  test.each(written)('$name is plain Markdown, and its links lead somewhere', ({ dir, lesson }) => {
    for (const file of filesOf(lesson)) {
      const text = read(dir, file).toString();
      // The title is the page's heading of the first level; raw HTML would need a policy of its own.
      expect(text, file).not.toMatch(/^# |<[a-z!/]/m);
      expect(text, file).toMatch(/^## /m);
      for (const [, target = ''] of text.matchAll(/\]\(([^)]*)\)/g)) {
        const course = /^\/courses\/([a-z0-9-]+)$/.exec(target)?.[1];
        if (course) expect(slugs, file).toContain(course);
        else if (target.startsWith('tel:')) expect(target).toMatch(/^tel:\d{3,5}$/);
        else expect(existsSync(join(dir, target)), `${file}: ${target}`).toBe(true);
      }
      for (const rows of text.matchAll(/(?:^\|.*\|\n)+/gm)) {
        const widths = rows[0]
          .trim()
          .split('\n')
          .map((row) => row.split('|').length);
        expect(new Set(widths).size, `${file}: ${rows[0].slice(0, 40)}`).toBe(1);
      }
    }
  });

  test('are English wholly or not at all, in at least three courses', () => {
    const inEnglish = folders.filter((folder) =>
      written.some((one) => one.dir === folder.dir && one.lesson.body.en !== undefined),
    );
    expect(inEnglish.length).toBeGreaterThanOrEqual(3);
    const missing = (value: unknown, path: string): string[] => {
      if (typeof value !== 'object' || value === null) return [];
      if ('zh-CN' in value && !('en' in value) && /\p{Script=Han}/u.test(String(value['zh-CN']))) return [path];
      return Object.entries(value).flatMap(([key, inner]) => missing(inner, `${path}.${key}`));
    };
    for (const { course, banks } of inEnglish)
      expect([...missing(course, course.slug), ...missing(Object.fromEntries(banks), course.slug)]).toEqual([]);
    for (const { course } of folders)
      for (const lesson of course.lessons) expect(lesson.title.en, `${course.slug}/${lesson.slug}`).toBeTruthy();
  });
});

describe('hours', () => {
  test('leave time for every question, and a room enough to come for', () => {
    for (const { banks } of folders)
      for (const bank of banks.values())
        if (bank.time_limit_min) expect(bank.time_limit_min).toBeGreaterThanOrEqual(bank.draw);
    for (const { name, lesson } of lessonsOf('classroom')) expect(lesson.study_min, name).toBeGreaterThanOrEqual(45);
  });

  test('are whole fives of minutes, so that they add up well in a menu', () => {
    for (const course of courses) expect(course.hours_min % 5, course.slug).toBe(0);
  });
});
