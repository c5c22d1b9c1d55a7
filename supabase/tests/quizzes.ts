import type { Transaction } from '../../tests/support/database.ts';
import { workerIds, type Person } from '../../tests/support/people.ts';

/** Questions `q1` to `qN` with two options each, of which `a` is right. */
export const questions = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `q${index + 1}`,
    type: 'single',
    options: ['a', 'b'].map((id) => ({ id, text: { 'zh-CN': id } })),
    answer: 'a',
    stem: { 'zh-CN': `题 ${index + 1}` },
    explanation: { 'zh-CN': `解析 ${index + 1}` },
  }));

export interface BankRules {
  draw: number;
  attempts: number | null;
  time_limit_min: number | null;
  pass_pct: number;
}

/** What publishes a course that is nothing but a check. */
export const quizCourse = (slug: string, count: number, rules: BankRules) =>
  JSON.stringify({
    slug,
    version: 1,
    digest: slug.padEnd(64, '0').slice(0, 64),
    kind: 'position',
    category: 'skill',
    level: 'all',
    audiences: ['all'],
    provider: 'school',
    hours_min: 10,
    coverage_pct: 90,
    checks: ['check'],
    listing: { title: { 'zh-CN': '测验课' } },
    search: '',
    content: { title: { 'zh-CN': '测验课' } },
    lessons: [
      {
        slug: 'check',
        position: 1,
        kind: 'quiz',
        title: { 'zh-CN': '测验' },
        study_min: 10,
        extent: 0,
        floor_ms: 7 * 60_000,
        content: {},
      },
    ],
    banks: { check: { shuffle: { questions: true, options: true }, ...rules, questions: questions(count) } },
    facets: [],
  });

export interface QuizState {
  used: number;
  passed: boolean;
  next_at: string | null;
  attempt: {
    number: number;
    submitted: boolean;
    due_at: string | null;
    right_count: number | null;
    answers: Record<string, unknown>;
    questions: { id: string }[];
    right: string[] | null;
  } | null;
}

/** Somebody in a course that is nothing but a check, and what she can do with it: each as a request of hers. */
export async function quizzer(tx: Transaction, person: Person, count: number, rules: BankRules) {
  const slug = `quiz-course-${count}`;
  await tx.query('select public.clerk_publish_course($1::text::jsonb)', [quizCourse(slug, count, rules)]);
  const enrolled = () =>
    tx.one<{ id: string }>(
      `insert into public.enrolments (worker_id, course_id, version)
       select $1::uuid, id, 1 from public.courses where slug = $2 returning id`,
      [workerIds[person], slug],
    );
  let { id: enrolment } = await enrolled();
  const ask = async <Answer>(call: string, ...rest: unknown[]) => {
    await tx.as(person);
    const said = await tx.attempt<{ answer: Answer }>(`select public.${call} as answer`, [enrolment, ...rest]);
    await tx.as('owner');
    return said;
  };
  const state = async () => (await ask<QuizState>(`quiz_state($1::uuid, 'check')`)).rows?.[0]?.answer as QuizState;
  const begin = async () => {
    const { rows, error } = await ask<number>(`begin_quiz($1::uuid, 'check')`);
    return error?.message ?? rows?.[0]?.answer;
  };
  const answer = async (attempt: number, given: object, handIn: boolean) => {
    const { rows, error } = await ask<boolean | null>(
      `answer_quiz($1::uuid, 'check', $2, $3::text::jsonb, $4)`,
      attempt,
      JSON.stringify(given),
      handIn,
    );
    return error ? error.message : rows?.[0]?.answer;
  };
  return {
    enrolment: () => enrolment,
    state,
    begin,
    answer,
    /** One attempt from its beginning to handing in, with every question answered alike. The ids that were drawn. */
    attempt: async (choice: 'a' | 'b'): Promise<string[]> => {
      const number = await begin();
      if (typeof number !== 'number') throw new Error(number);
      const drawn = ((await state()).attempt?.questions ?? []).map(({ id }) => id);
      await answer(number, Object.fromEntries(drawn.map((id) => [id, choice])), true);
      return drawn;
    },
    /** Lets minutes pass since whatever she did. */
    later: (minutes: number) =>
      tx.query(
        `update public.quiz_attempts set began_at = began_at - make_interval(secs => $2::float8 * 60),
         due_at = due_at - make_interval(secs => $2::float8 * 60), submitted_at = submitted_at - make_interval(secs => $2::float8 * 60)
         where worker_id = $1::uuid`,
        [workerIds[person], minutes],
      ),
    /** Drops the course and takes it up again. */
    again: async () => {
      await tx.query('update public.enrolments set ended_at = now() where id = $1::uuid', [enrolment]);
      ({ id: enrolment } = await enrolled());
    },
  };
}
