import { expect, it } from 'vitest';
import { organisations, workerIds } from '../../tests/support/people.ts';
import { crowd } from './crowd.ts';

const session = '00000000-0000-4000-8000-000000000f01';

it('looks at few of two hundred codes that one person guesses at once', { timeout: 120_000 }, async () => {
  const { sql, asked } = await crowd(2);
  await sql`insert into public.classroom_sessions (id, organisation_id, course_id, lesson, place, starts_at, ends_at, seats, open_to, created_by,
      opened_at)
    select ${session}, ${organisations.factory}, c.id, 'text', '教室', now() - interval '5 minutes', now() + interval '2 hours', 2, 'everyone',
      ${workerIds.manager ?? ''}, now() from public.courses c where c.slug = 'test-course'`;
  await sql`insert into public.enrolments (worker_id, course_id, version)
    select md5('rush ' || n)::uuid, c.id, 1 from generate_series(1, 2) n, public.courses c where c.slug = 'test-course'`;
  await sql`insert into public.classroom_signups (worker_id, session_id, enrolment_id, number, state)
    select e.worker_id, ${session}, e.id, 1, 'seated' from public.enrolments e
    where e.worker_id in (md5('rush 1')::uuid, md5('rush 2')::uuid)`;
  const guesses = Array.from({ length: 200 }, (_, n) => String(n).padStart(6, '0'));
  const answers = await Promise.all(guesses.map((code) => asked(1, `check_in('${session}', '${code}')`)));
  const said = answers.map((answer) => (answer as { said?: string }).said ?? answer);
  expect(said.filter((word) => word === 'wrong')).toHaveLength(3);
  expect(said.filter((word) => word === 'wait')).toHaveLength(197);
  // Somebody else in the room is not kept waiting by that.
  expect(await asked(2, `check_in('${session}', '000000')`)).toEqual({ said: 'wrong' });
  await sql.end();
});
