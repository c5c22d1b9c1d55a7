import { randomUUID } from 'node:crypto';
import { runsOf, type StudyEvent } from '../../src/domains/learning/client/runs.ts';
import type { Outcome, Transaction } from '../../tests/support/database.ts';
import { workerIds, type Person } from '../../tests/support/people.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** An instant all tests agree on: a Thursday noon in Shanghai. */
export const noon = Date.parse('2026-03-12T12:00:00+08:00');

export interface Learner {
  worker: string;
  enrolment: string;
  sitting: Record<'film' | 'text' | 'check', string>;
}

/** Somebody in the test course with its three lessons opened, as the server saw them, at one instant. */
export async function learner(transaction: Transaction, person: Person, opened_ms: number): Promise<Learner> {
  await transaction.as(person);
  const { enrolment } = await transaction.one<{ enrolment: string }>(`select public.enrol('test-course') as enrolment`);
  const sitting: Record<string, string> = {};
  for (const lesson of ['film', 'text', 'check']) {
    const { opened } = await transaction.one<{ opened: { sitting: string } }>(
      'select public.open_lesson($1::uuid, $2) as opened',
      [enrolment, lesson],
    );
    sitting[lesson] = opened.sitting;
  }
  await transaction.as('owner');
  await transaction.query('update private.sittings set opened_at = $1::timestamptz where enrolment_id = $2::uuid', [
    new Date(opened_ms).toISOString(),
    enrolment,
  ]);
  return { worker: workerIds[person] ?? '', enrolment, sitting: sitting as Learner['sitting'] };
}

/** The server granted at an instant that the lessons of these sittings be kept on a device. */
export const keep = ({ query }: Transaction, { enrolment }: Learner, kept_ms: number) =>
  query('update private.sittings set kept_at = greatest(opened_at, $1::timestamptz) where enrolment_id = $2::uuid', [
    new Date(kept_ms).toISOString(),
    enrolment,
  ]);

export const event = (
  sitting: string,
  from_ms: number,
  to_ms: number,
  part: StudyEvent['part'] = null,
): StudyEvent => ({ stream: randomUUID(), number: 0, sitting, from_ms, to_ms, part, rate: 1, present: true });

/** Observations of five seconds each that follow one another, with the media going at the same pace. */
export function watching(sitting: string, from_ms: number, length_ms: number, media_ms: number | null, rate = 1) {
  const stream = randomUUID();
  return Array.from({ length: Math.ceil(length_ms / (5 * second)) }, (_, number): StudyEvent => {
    const [from, to] = [number * 5 * second, Math.min(length_ms, (number + 1) * 5 * second)];
    const part = media_ms === null ? null : ([media_ms + from * rate, media_ms + to * rate] as [number, number]);
    return { stream, number, sitting, from_ms: from_ms + from, to_ms: from_ms + to, part, rate, present: true };
  });
}

export interface Taken {
  verdicts: Record<string, number>;
  lessons: { lesson: string; covered: number; completed: boolean; course_completed: boolean }[];
}

/** Hands a batch in at an instant: what the device's clock says then may be something else. */
export async function take(
  transaction: Transaction,
  worker: string,
  events: readonly StudyEvent[],
  received_ms: number,
  sent_at_ms = received_ms,
): Promise<Taken> {
  const batch = JSON.stringify({ sent_at_ms, runs: runsOf(events) });
  const { taken } = await transaction.one<{ taken: Taken }>(
    'select private.take_study($1::uuid, $2::text::jsonb, $3::timestamptz) as taken',
    [worker, batch, new Date(received_ms).toISOString()],
  );
  return taken;
}

/** The same as a request of her own would do it, which may be refused. */
export async function record(transaction: Transaction, person: Person, batch: unknown): Promise<Outcome<object>> {
  await transaction.as(person);
  const outcome = await transaction.attempt<object>('select public.record_study($1::text::jsonb)', [
    JSON.stringify(batch),
  ]);
  await transaction.as('owner');
  return outcome;
}

export interface State {
  days: { day: string; counted_ms: number; live: string; late: string }[];
  lessons: { lesson: string; coverage: string; live: string; late_told: string; late: string; completed: boolean }[];
  counted_ms: number;
}

/** Everything that evidence made, in a form that can be compared. */
export async function stateOf({ one }: Transaction, { worker, enrolment }: Learner): Promise<State> {
  const { state } = await one<{ state: State }>(
    `select jsonb_build_object(
      'days', coalesce((
        select jsonb_agg(jsonb_build_object('day', d.day, 'counted_ms', d.counted_ms, 'live', d.live::text, 'late', d.late::text) order by d.day)
        from public.study_days d where d.worker_id = $1::uuid and d.day > '2026-01-01'
      ), '[]'),
      'lessons', coalesce((
        select jsonb_agg(jsonb_build_object('lesson', p.lesson, 'coverage', p.coverage::text, 'live', p.live::text,
          'late_told', p.late_told::text, 'late', p.late::text, 'completed', p.completed_at is not null) order by p.lesson)
        from public.study_progress p where p.worker_id = $1::uuid and p.enrolment_id = $2::uuid
      ), '[]'),
      'counted_ms', (select coalesce(sum(d.counted_ms), 0) from public.study_days d where d.worker_id = $1::uuid)
    ) as state`,
    [worker, enrolment],
  );
  return state;
}

/** How long the union of intervals is, said the plain way. */
export function unionLength(spans: readonly (readonly [number, number])[]): number {
  let [total, end] = [0, -Infinity];
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
}
