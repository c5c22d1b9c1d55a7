import type { TestDatabase, Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

export const sessionId = '00000000-0000-4000-8000-000000000f01';
export const otherId = '00000000-0000-4000-8000-000000000f02';

/** A course whose only lesson is held in a room, and these people in it. */
async function roomCourse(tx: Transaction, slug: string, people: readonly Person[]) {
  await tx.query('select public.clerk_publish_course($1::text::jsonb)', [
    JSON.stringify({
      slug,
      version: 1,
      digest: slug.padEnd(64, '0').slice(0, 64),
      kind: 'position',
      category: 'skill',
      level: 'all',
      audiences: ['all'],
      provider: 'school',
      hours_min: 90,
      coverage_pct: 90,
      checks: ['bench'],
      listing: { title: { 'zh-CN': '实训课' } },
      search: '',
      content: { title: { 'zh-CN': '实训课' } },
      lessons: [
        {
          slug: 'bench',
          position: 1,
          kind: 'classroom',
          title: { 'zh-CN': '实训' },
          study_min: 90,
          extent: 0,
          floor_ms: 81 * 60_000,
          content: { attendance_pct: 90 },
        },
      ],
      banks: {},
      facets: [],
    }),
  ]);
  for (const person of people) {
    await tx.query(
      `insert into public.enrolments (worker_id, course_id, version) select $1::uuid, id, 1 from public.courses where slug = $2`,
      [workerIds[person], slug],
    );
  }
}

export const session = (changed: object = {}) => ({
  id: sessionId,
  course: 'room-course',
  lesson: 'bench',
  place: '实训室',
  starts_at: inMinutes(60),
  ends_at: inMinutes(180),
  seats: 1,
  open_to: 'below',
  ...changed,
});

export const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

export const keep = (tx: Transaction, changed: object = {}, organisation: string = organisations.factory) =>
  tx.attempt('select public.keep_session($1::uuid, $2::text::jsonb)', [organisation, JSON.stringify(session(changed))]);

export async function signUp(tx: Transaction, person: Person, id = sessionId): Promise<string> {
  await tx.as(person);
  const { rows, error } = await tx.attempt<{ state: string }>('select public.sign_up($1::uuid) as state', [id]);
  return error?.message ?? rows?.[0]?.state ?? '';
}

export async function call(tx: Transaction, person: Person | 'service_role', name: string, ...rest: string[]) {
  await tx.as(person);
  const sent = [sessionId, ...rest];
  // The services' driver for native Postgres sends JSON as text, too.
  const places = sent.map((value, n) => `$${n + 1}${value.startsWith('[') ? '::text::jsonb' : ''}`).join();
  const { rows, error } = await tx.attempt<{ answer: unknown }>(`select public.${name}(${places}) as answer`, sent);
  return error?.message ?? rows?.[0]?.answer;
}

/** A room at the works with one seat, and three who are in the course. */
export const held = (database: () => TestDatabase, work: (tx: Transaction) => Promise<void>) =>
  database().rolledBack(async (tx) => {
    await roomCourse(tx, 'room-course', ['worker', 'manager', 'trainer', 'districtOfficer', 'carer']);
    await roomCourse(tx, 'other-course', ['worker']);
    await tx.as('manager');
    const { error } = await keep(tx);
    if (error) throw new Error(error.message);
    await work(tx);
  });

/** Moves a session so that it began so many minutes ago and was opened at that moment. */
export async function begun(tx: Transaction, minutes: number, length = 120, id = sessionId) {
  await tx.as('owner');
  await tx.query(
    `update public.classroom_sessions set starts_at = now() - make_interval(mins => $2::integer),
     opened_at = case when $2::integer > 0 then now() - make_interval(mins => $2::integer) end,
     ends_at = now() - make_interval(mins => $2::integer) + make_interval(mins => $3::integer) where id = $1::uuid`,
    [id, minutes, length],
  );
  if (minutes > 0) {
    await tx.query(
      `update public.classroom_signups set arrived_at = least(arrived_at, now() - make_interval(mins => $2::integer))
       where session_id = $1::uuid and arrived_at is not null`,
      [id, minutes],
    );
  }
}

/** What the wall says when it is asked now. */
export async function codeAgain(tx: Transaction, id = sessionId) {
  await tx.as('manager');
  const { wall } = await tx.one<{ wall: { code: string | null; second: boolean } }>(
    'select public.show_code($1::uuid) as wall',
    [id],
  );
  return wall;
}

export const code = async (tx: Transaction, id = sessionId): Promise<string> => (await codeAgain(tx, id)).code ?? '';

/** The moment of the second code came so many minutes ago, while the wall was lit. */
export async function secondNow(tx: Transaction, minutesAgo: number) {
  await codeAgain(tx);
  await tx.as('owner');
  await tx.query(
    `update private.classroom_moments set second_at = now() - make_interval(secs => $1::float8 * 60),
     shown_at = case when $1::float8 > 0 then clock_timestamp() - make_interval(secs => $1::float8 * 60) end`,
    [minutesAgo],
  );
}

/** What a session brought somebody. */
export async function standing(tx: Transaction, person: Person = 'worker') {
  await tx.as('owner');
  return tx.one<{ completed: number; outcomes: number; minutes: number }>(
    `select (select count(*)::int from public.study_progress where worker_id = $1::uuid and lesson = 'bench' and completed_at is not null) as completed,
     (select count(*)::int from public.outcomes o join public.courses c on c.id = o.course_id where o.worker_id = $1::uuid and c.slug = 'room-course') as outcomes,
     (select coalesce(sum(counted_ms), 0)::int / 60000 from public.study_days where worker_id = $1::uuid and day > '2026-06-01') as minutes`,
    [workerIds[person]],
  );
}
