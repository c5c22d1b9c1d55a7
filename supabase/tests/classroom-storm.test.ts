import postgres from 'postgres';
import { expect, inject, it } from 'vitest';
import { nativeDatabase } from '../../tests/support/backend.ts';
import { organisations, workerIds } from '../../tests/support/people.ts';

const session = '00000000-0000-4000-8000-000000000f01';
const people = 200;
const seats = 30;

async function room(sql: postgres.Sql) {
  await sql`insert into public.workers (id, name) select md5('rush ' || n)::uuid, '职工' from generate_series(1, ${people}) n`;
  await sql`insert into auth.users (id, email) select md5('rush user ' || n)::uuid, n || '@rush.invalid' from generate_series(1, ${people}) n`;
  await sql`insert into private.accounts (user_id, worker_id) select md5('rush user ' || n)::uuid, md5('rush ' || n)::uuid from generate_series(1, ${people}) n`;
  await sql`insert into auth.sessions (id, user_id, created_at) select md5('session ' || u.id)::uuid, u.id, now() from auth.users u
    where u.email like '%@rush.invalid'`;
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
  const url = await nativeDatabase(inject('nativeTemplate'));
  const sql = postgres(url, { max: 40, onnotice: () => {} });
  await room(sql);
  /** As a request of hers: each in a transaction and, as far as forty lines reach, all at the same time. */
  const asked = (n: number, name: 'sign_up' | 'give_up_seat') =>
    sql.begin(async (tx) => {
      const [claims] =
        await tx`select jsonb_build_object('sub', md5('rush user ' || ${n}::text)::uuid, 'role', 'authenticated',
        'session_id', md5('session ' || md5('rush user ' || ${n}::text)::uuid)::uuid)::text as said`;
      const said = String(claims?.['said']);
      const { sub } = JSON.parse(said) as { sub: string };
      await tx`select set_config('request.jwt.claims', ${said}, true), set_config('request.jwt.claim.sub', ${sub}, true)`;
      await tx`set local role authenticated`;
      const [row] = await tx.unsafe(`select public.${name}('${session}') as said`);
      return String(row?.['said']);
    });
  const everybody = Array.from({ length: people }, (_, n) => n + 1);
  const answers = await Promise.all(everybody.map((n) => asked(n, 'sign_up')));
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
  await Promise.all([...seated.map((n) => asked(n, 'give_up_seat')), ...waiting.map((n) => asked(n, 'sign_up'))]);
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
