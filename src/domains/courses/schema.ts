import { z } from 'zod';
import { quizBankSchema } from '#domains/courses/quiz-schema.ts';
import { fileOf, localText, slug } from '#domains/courses/text-schema.ts';

export { quizBankSchema };

export const courseKinds = ['general', 'position', 'theme', 'culture'] as const;
export const categories = [
  'safety',
  'fire',
  'health',
  'law',
  'union',
  'skill',
  'care',
  'digital',
  'life',
  'energy',
  'culture',
] as const;
/** `all` is for courses that ask for no skill; the others are the eight grades from apprentice to chief technician. */
export const levels = [
  'all',
  'apprentice',
  'junior',
  'intermediate',
  'senior',
  'technician',
  'senior_technician',
  'special_technician',
  'chief_technician',
] as const;
export const audiences = [
  'all',
  'new_worker',
  'migrant',
  'care',
  'laid_off',
  'women',
  'hardship',
  'team_leader',
  'technical',
] as const;
/** Drawings a cover can be generated from; the page that draws covers owns what each looks like. */
export const motifs = [
  'helmet',
  'flame',
  'lungs',
  'scales',
  'hands',
  'bolt',
  'arc',
  'lathe',
  'heart',
  'phone',
  'city',
  'leaf',
  'camera',
] as const;

const colour = z.string().regex(/^#[0-9a-f]{6}$/, 'a colour is six lower-case hexadecimal digits');
const minutes = z.int().min(1).max(600);
const markdown = z.strictObject({ 'zh-CN': fileOf('md'), en: fileOf('md').optional() });

/** What every lesson has, whatever its kind: `study_min` is what a reviewer approved for it. */
const lessonBase = { slug, title: localText(60), study_min: minutes };

const videoLesson = z.strictObject({
  ...lessonBase,
  kind: z.literal('video'),
  duration_s: z.number().positive().max(7200),
  sources: z.array(fileOf('webm', 'mp4')).min(1).max(4),
  captions: z.strictObject({ 'zh-CN': fileOf('vtt'), en: fileOf('vtt').optional() }),
  poster: fileOf('jpg', 'webp'),
  /** A silent video must be told apart from one whose sound is broken, so the player can say so. */
  silent: z.boolean(),
});

const pdfLesson = z.strictObject({
  ...lessonBase,
  kind: z.literal('pdf'),
  file: fileOf('pdf'),
  pages: z.int().min(1).max(2000),
  /** How many characters stand on each page; where nobody counted them a page has the time of a glance. */
  characters: z.array(z.int().min(0).max(10_000)).optional(),
  language: z.enum(['zh-CN', 'en']),
});

const articleLesson = z.strictObject({ ...lessonBase, kind: z.literal('article'), body: markdown });

/** The bank stays in its own file, because it holds the key and must never travel with the outline. */
const quizLesson = z.strictObject({ ...lessonBase, kind: z.literal('quiz'), bank: fileOf('yaml') });

/** A course says what a session needs; dates belong to the organisation that holds it. */
const classroomLesson = z.strictObject({
  ...lessonBase,
  kind: z.literal('classroom'),
  body: markdown,
  place: localText(60),
  seats: z.int().min(1).max(500),
  attendance_pct: z.int().min(50).max(100),
});

/** A new kind of lesson is one more schema in this list; nothing else in the file knows the kinds by name. */
export const lessonSchema = z.discriminatedUnion('kind', [
  videoLesson,
  pdfLesson,
  articleLesson,
  quizLesson,
  classroomLesson,
]);

/** Kinds that end in a yes or no, so a course may require them in its pass rule. */
export const checkKinds: readonly Lesson['kind'][] = ['quiz', 'classroom'];

const named = z.strictObject({ code: slug, name: localText(40, true) });

const courseShape = z.strictObject({
  slug,
  version: z.int().min(1),
  language: z.enum(['zh-CN', 'en']),
  title: localText(60, true),
  summary: localText(400, true),
  /** What a learner can do afterwards, one line each. */
  outline: z.array(localText(160, true)).min(2).max(10),
  kind: z.enum(courseKinds),
  category: z.enum(categories),
  trade: named.optional(),
  level: z.enum(levels),
  audiences: z.array(z.enum(audiences)).min(1),
  hours_min: minutes,
  teachers: z
    .array(z.strictObject({ name: localText(30, true), title: localText(60, true) }))
    .min(1)
    .max(8),
  provider: named,
  cover: z.strictObject({
    paper: colour,
    ink: colour,
    accent: colour,
    motif: z.enum(motifs),
    glyph: z.string().regex(/^\p{Script=Han}$/u, 'the glyph is one Chinese character'),
  }),
  pass: z.strictObject({ coverage_pct: z.int().min(50).max(100), checks: z.array(slug).min(1) }),
  prerequisites: z.array(slug).default([]),
  /** Laws and standards change; this is the day up to which the author followed them. */
  facts_as_of: z.iso.date().optional(),
  lessons: z.array(lessonSchema).min(1).max(60),
});

export type Course = z.infer<typeof courseShape>;
export type Lesson = z.infer<typeof lessonSchema>;
export type QuizBank = z.infer<typeof quizBankSchema>;

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

/** What a single field can't know: references inside the course, and sums. Each complaint is a path and a sentence. */
function complaints(course: Course): { path: (string | number)[]; message: string }[] {
  const found: { path: (string | number)[]; message: string }[] = [];
  for (const twice of repeated(course.lessons.map((lesson) => lesson.slug)))
    found.push({ path: ['lessons'], message: `the lesson ${twice} is there twice` });
  course.pass.checks.forEach((check, index) => {
    const lesson = course.lessons.find((candidate) => candidate.slug === check);
    if (!lesson) found.push({ path: ['pass', 'checks', index], message: `there is no lesson ${check}` });
    else if (!checkKinds.includes(lesson.kind))
      found.push({ path: ['pass', 'checks', index], message: `a lesson of kind ${lesson.kind} can't be a check` });
  });
  course.lessons.forEach((lesson, index) => {
    if (lesson.kind === 'pdf' && lesson.characters && lesson.characters.length !== lesson.pages)
      found.push({ path: ['lessons', index, 'characters'], message: `${lesson.pages} pages need as many numbers` });
  });
  for (const twice of repeated(course.pass.checks))
    found.push({ path: ['pass', 'checks'], message: `${twice} is required twice` });
  const sum_min = course.lessons.reduce((sum, lesson) => sum + lesson.study_min, 0);
  if (sum_min !== course.hours_min)
    found.push({ path: ['hours_min'], message: `the lessons add up to ${sum_min} minutes, not ${course.hours_min}` });
  if (course.prerequisites.includes(course.slug))
    found.push({ path: ['prerequisites'], message: 'a course is not its own prerequisite' });
  if (course.audiences.length > 1 && course.audiences.includes('all'))
    found.push({ path: ['audiences'], message: 'all already contains every other group' });
  if (course.kind === 'position' && !course.trade)
    found.push({ path: ['trade'], message: 'a position course names its trade' });
  return found;
}

export const courseSchema = courseShape.superRefine((course, context) => {
  for (const complaint of complaints(course)) context.addIssue({ code: 'custom', ...complaint });
});

/** One line a problem, with the path first, so an author finds the place in her file. */
export function explain(error: z.ZodError): string[] {
  return error.issues.map((issue) => `${issue.path.join('.') || '(top)'}: ${issue.message}`);
}
