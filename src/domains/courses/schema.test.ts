import { describe, expect, test } from 'vitest';
import { courseSchema, explain, quizBankSchema } from '#domains/courses/schema.ts';

const text = { 'zh-CN': '标题', en: 'Title' };
const course = () => ({
  slug: 'sample',
  version: 1,
  language: 'zh-CN',
  title: text,
  summary: text,
  outline: [text, text],
  kind: 'general',
  category: 'safety',
  level: 'all',
  audiences: ['all'],
  hours_min: 20,
  teachers: [{ name: text, title: text }],
  provider: { code: 'school', name: text },
  cover: { paper: '#ffffff', ink: '#000000', accent: '#ff0000', motif: 'helmet', glyph: '安' },
  pass: { coverage_pct: 90, checks: ['quiz'] },
  lessons: [
    { slug: 'read', kind: 'article', title: '读', study_min: 10, body: { 'zh-CN': '01-read.md' } },
    { slug: 'quiz', kind: 'quiz', title: '测', study_min: 10, bank: 'quiz.yaml' },
  ] as Record<string, unknown>[],
});
const question = {
  single: {
    type: 'single',
    options: [
      { id: 'a', text: '甲' },
      { id: 'b', text: '乙' },
    ],
    answer: 'a',
  },
  multiple: {
    type: 'multiple',
    options: [
      { id: 'a', text: '甲' },
      { id: 'b', text: '乙' },
    ],
    answer: ['a'],
  },
  ordering: {
    type: 'ordering',
    items: [
      { id: 'a', text: '甲' },
      { id: 'b', text: '乙' },
    ],
    answer: ['a', 'b'],
  },
  matching: {
    type: 'matching',
    left: [
      { id: 'a', text: '甲' },
      { id: 'b', text: '乙' },
    ],
    right: [
      { id: 'x', text: '一' },
      { id: 'y', text: '二' },
    ],
    answer: { a: 'x', b: 'y' },
  },
  fill: { type: 'fill_in', stem: '先___后___', accept: [['通风'], ['检测']] },
  numeric: { type: 'numeric', answer: 2, tolerance: 0.1 },
};
const bank = (changes: object) => ({
  draw: 1,
  shuffle: { questions: true, options: true },
  attempts: 3,
  time_limit_min: null,
  pass_pct: 60,
  questions: [{ id: 'q1', stem: '题', explanation: '因为', ...changes }],
});

function refusal(schema: typeof courseSchema | typeof quizBankSchema, value: unknown): string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : explain(result.error);
}

test('what the refusals below change is right before the change', () => {
  expect(refusal(courseSchema, course())).toEqual([]);
  for (const one of Object.values(question)) expect(refusal(quizBankSchema, bank(one))).toEqual([]);
});

test('a plain string is Chinese, so a lesson always carries the same shape', () => {
  expect(courseSchema.parse(course()).lessons[0]?.title).toEqual({ 'zh-CN': '读' });
});

describe('a course is refused with the path', () => {
  const [read, quiz] = course().lessons;
  test.each([
    ['an unknown key', { ...course(), hours: 3 }, '(top): Unrecognized key: "hours"'],
    [
      'an unknown key inside',
      { ...course(), cover: { ...course().cover, image: 'x' } },
      'cover: Unrecognized key: "image"',
    ],
    [
      'an unknown key in a lesson',
      { ...course(), lessons: [{ ...read, pages: 3 }, quiz] },
      'lessons.0: Unrecognized key: "pages"',
    ],
    ['an unknown key in a text', { ...course(), title: { ...text, fr: 'x' } }, 'title: Unrecognized key: "fr"'],
    ['an unknown kind of lesson', { ...course(), lessons: [{ ...read, kind: 'scorm' }, quiz] }, 'lessons.0.kind: '],
    ['a sum that is wrong', { ...course(), hours_min: 45 }, 'hours_min: the lessons add up to 20 minutes, not 45'],
    [
      'a check that is no lesson',
      { ...course(), pass: { coverage_pct: 90, checks: ['exam'] } },
      'pass.checks.0: there is no lesson exam',
    ],
    [
      'a check that checks nothing',
      { ...course(), pass: { coverage_pct: 90, checks: ['read'] } },
      "pass.checks.0: a lesson of kind article can't be a check",
    ],
    ['a lesson twice', { ...course(), lessons: [quiz, quiz] }, 'lessons: the lesson quiz is there twice'],
    [
      'a path that leaves the folder',
      { ...course(), lessons: [{ ...read, body: { 'zh-CN': '../a.md' } }, quiz] },
      'lessons.0.body.zh-CN: ',
    ],
    ['a title without English', { ...course(), title: '标题' }, 'title.en: '],
    ['a position course without its trade', { ...course(), kind: 'position' }, 'trade: '],
    ['itself as prerequisite', { ...course(), prerequisites: ['sample'] }, 'prerequisites: '],
  ])('%s', (_, value, message) => expect(refusal(courseSchema, value).join('\n')).toContain(message));
});

describe('a bank is refused with the path', () => {
  test.each([
    ['an answer that is no option', { ...question.single, answer: 'z' }, 'questions.0.answer: there is no option z'],
    [
      'one of several answers that is no option',
      { ...question.multiple, answer: ['a', 'z'] },
      'questions.0.answer.1: there is no option z',
    ],
    [
      'an order that forgets an item',
      { ...question.ordering, answer: ['a'] },
      'questions.0.answer: the answer orders every item once',
    ],
    [
      'a partner that is not there',
      { ...question.matching, answer: { a: 'x', b: 'z' } },
      'questions.0.answer.b: there is no right item z',
    ],
    ['an item without a partner', { ...question.matching, answer: { a: 'x' } }, 'questions.0.answer: b has no partner'],
    ['gaps without answers', { ...question.fill, stem: '先___' }, 'questions.0.stem.zh-CN: 1 gaps, but answers for 2'],
    ['a negative tolerance', { ...question.numeric, tolerance: -1 }, 'questions.0.tolerance: '],
    ['no explanation', { ...question.single, explanation: '' }, 'questions.0.explanation.zh-CN: '],
    ['an unknown key', { ...question.single, score: 5 }, 'questions.0: Unrecognized key: "score"'],
    ['an unknown type', { ...question.single, type: 'essay' }, 'questions.0.type: '],
  ])('%s', (_, changes, message) => expect(refusal(quizBankSchema, bank(changes)).join('\n')).toContain(message));

  test('more questions drawn than it holds', () => {
    expect(refusal(quizBankSchema, { ...bank(question.single), draw: 2 })).toEqual([
      'draw: the bank holds only 1 questions',
    ]);
  });
});
