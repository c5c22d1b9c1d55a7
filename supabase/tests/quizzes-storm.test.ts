import { expect, it } from 'vitest';
import { crowd } from './crowd.ts';
import { quizCourse } from './quizzes.ts';

const enrolment = '00000000-0000-4000-8000-000000000f01';

it('opens one attempt and marks it once, whatever is asked at the same time', { timeout: 120_000 }, async () => {
  const { sql, asked } = await crowd(1);
  const rules = { draw: 4, attempts: 3, time_limit_min: 10, pass_pct: 75 };
  await sql`select public.clerk_publish_course(${quizCourse('rush', 4, rules)}::text::jsonb)`;
  await sql`insert into public.enrolments (worker_id, id, course_id, version)
    select md5('rush 1')::uuid, ${enrolment}, c.id, 1 from public.courses c where c.slug = 'rush'`;
  const many = (call: string) => Promise.all(Array.from({ length: 40 }, () => asked(1, call)));
  const answer = (given: object) => `answer_quiz('${enrolment}', 'check', 1, '${JSON.stringify(given)}', true)`;

  expect(new Set(await many(`begin_quiz('${enrolment}', 'check')`))).toEqual(new Set([1]));
  // Half of them would fail, half would pass; whichever comes first is what was handed in.
  const wrong = { q1: 'b', q2: 'b', q3: 'b', q4: 'b' };
  const right = { q1: 'a', q2: 'a', q3: 'a', q4: 'a' };
  const answers = (await Promise.all([many(answer(wrong)), many(answer(right))])).flat();
  const marked = answers.filter((said) => said !== 'quiz_attempt_closed');
  expect(marked).toHaveLength(1);
  const again = new Set(await many(`begin_quiz('${enrolment}', 'check')`));
  expect(again).toEqual(new Set([marked[0] === true ? 'quiz_passed_already' : 'quiz_not_yet']));
  const attempts = await sql`select passed from public.quiz_attempts where enrolment_id = ${enrolment}`;
  expect(attempts.map(({ passed }) => passed as boolean)).toEqual(marked);
  await sql.end();
});
