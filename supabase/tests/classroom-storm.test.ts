import type postgres from 'postgres';
import { expect, it } from 'vitest';
import { organisations, workerIds } from '../../tests/support/people.ts';
import { crowd } from './crowd.ts';

const session = '00000000-0000-4000-8000-000000000f01';
const people = 200;
const seats = 30;

async function room(sql: postgres.Sql) {
  await sql`insert into public.courses (id, slug, version, kind, category, level, audiences, provider, hours_min, listing, search)
    values (${session}, 'rush', 1, 'general', 'safety', 'all', '{all}', 'school', 90, '{"title": {"zh-CN": "课"}}', '')`;
  await sql`insert into public.course_versions (course_id, version, digest, hours_min, coverage_pct, checks, content)
    values (${session}, 1, repeat('2', 64), 90, 90, '{}', '{}')`;
  await sql`insert into public.lessons (course_id, version, slug, position, kind, title, study_min, extent, flows, floor_ms, content)
    values (${session}, 1, 'bench', 1, 'classroom', '{}', 90, 0, false, 0, '{"attendance_pct": 90}')`;
  await sql`insert into public.enrolments (worker_id, course_id, version)
    select md5('rush ' || n)::uuid, ${session}, 1 from generate_series(1, ${people}) n`;
  await sql`insert into public.classroom_sessions (id, organisation_id, course_id, lesson, place, starts_at, ends_at, seats, open_to, created_by)
    values (${session}, ${organisations.factory}, ${session}, 'bench', '教室', now() + interval '1 hour', now() + interval '2 hours', ${seats},
      'everyone', ${workerIds.manager ?? ''})`;
}

it(`seats ${seats} of ${people} who ask at once, never one more, and loses nobody`, { timeout: 120_000 }, async () => {
  const { sql, asked } = await crowd(people);
  await room(sql);
  const everybody = Array.from({ length: people }, (_, n) => n + 1);
  const answers = await Promise.all(everybody.map((n) => asked(n, `sign_up('${session}')`)));
  expect(answers.filter((said) => said === 'seated')).toHaveLength(seats);
  expect(answers.filter((said) => said === 'waiting')).toHaveLength(people - seats);

  const line = () => sql<{ state: string; number: number }[]>`
    select state, number from public.classroom_signups where session_id = ${session} order by number`;
  const first = await line();
  expect(first.map(({ number }) => number)).toEqual(everybody);
  expect(first.slice(0, seats).every(({ state }) => state === 'seated')).toBe(true);

  // Twenty who sit give up while fifty who wait ask again: twenty move up, in their order.
  const seated = everybody.filter((_, index) => answers[index] === 'seated').slice(0, 20);
  const waiting = everybody.filter((_, index) => answers[index] === 'waiting').slice(0, 50);
  await Promise.all([
    ...seated.map((n) => asked(n, `give_up_seat('${session}')`)),
    ...waiting.map((n) => asked(n, `sign_up('${session}')`)),
  ]);
  const second = (await line()).filter(({ state }) => state !== 'left');
  expect(second).toHaveLength(people - 20);
  expect(second.map(({ state }) => state)).toEqual([
    ...Array.from({ length: seats }, () => 'seated'),
    ...Array.from({ length: people - 20 - seats }, () => 'waiting'),
  ]);
  const [kept] = await sql<{ seated: number }[]>`select seated from public.classroom_sessions where id = ${session}`;
  expect(kept?.seated).toBe(seats);
  await sql.end();
});
