import type { Transaction } from '../../tests/support/database.ts';
import { workerIds } from '../../tests/support/people.ts';
import { event, minute, noon, take, watching, type Learner } from './study.ts';

// Whole lives in courses that are nothing but a film, for tests of what hours are granted for.

export const worker = workerIds.worker ?? '';

/** A course of one film, so that nothing but time stands between a worker and its hours. */
export const publish = (
  tx: Transaction,
  slug: string,
  film: { minutes: number; hours_min: number; version?: number },
) =>
  tx.query('select public.clerk_publish_course($1::text::jsonb)', [
    JSON.stringify({
      ...{
        slug,
        version: film.version ?? 1,
        digest: String(film.version ?? 1).repeat(64),
        kind: 'general',
        category: 'skill',
        level: 'all',
      },
      ...{ audiences: ['all'], provider: 'school', hours_min: film.hours_min, coverage_pct: 100, checks: [] },
      ...{
        listing: { title: { 'zh-CN': slug } },
        search: '',
        content: { title: { 'zh-CN': slug } },
        banks: {},
        facets: [],
      },
      lessons: [
        {
          ...{
            slug: 'film',
            position: 1,
            kind: 'video',
            title: { 'zh-CN': '片' },
            study_min: film.minutes,
            content: {},
          },
          ...{ extent: film.minutes * minute, pace: 2000, floor_ms: (film.minutes * minute) / 2 },
        },
      ],
    }),
  ]);

/** Somebody who began a course, whose film was opened at an instant. */
export async function begun(tx: Transaction, slug: string, opened_ms = noon): Promise<Learner> {
  await tx.as('worker');
  const { enrolment } = await tx.one<{ enrolment: string }>('select public.enrol($1) as enrolment', [slug]);
  const { sitting } = await tx.one<{ sitting: string }>(
    `select public.open_lesson($1::uuid, 'film') ->> 'sitting' as sitting`,
    [enrolment],
  );
  await tx.as('owner');
  await tx.query('update private.sittings set opened_at = $1::timestamptz where id = $2::uuid', [
    new Date(opened_ms).toISOString(),
    sitting,
  ]);
  return { worker, enrolment, sitting: { film: sitting, text: '', check: '' } };
}

/** Watches a film from its beginning as it happens: nothing is told later than it was seen. Real browsers are never regular. */
export async function watch(tx: Transaction, me: Learner, from_ms: number, length_ms: number, rate = 1) {
  let last = await take(tx, me.worker, [], from_ms);
  for (let at = 0; at < length_ms; at += 5 * minute) {
    const piece = Math.min(5 * minute, length_ms - at);
    const seen = watching(me.sitting.film, from_ms + at, piece, at * rate, rate);
    const uneven = seen.map((one) => (one.number === 3 ? { ...one, to_ms: one.to_ms - 1 } : one));
    last = await take(tx, me.worker, [...uneven, ...restOf(uneven)], from_ms + at + piece);
  }
  return last.lessons[0];
}

/** The millisecond that was cut off is told by itself. */
const restOf = (events: ReturnType<typeof watching>) =>
  events.filter(({ number }) => number === 3).map((one) => event(one.sitting, one.to_ms, one.to_ms + 1));

export const hoursOf = async (tx: Transaction) =>
  tx.query<{ slug: string; kind: string; hours_min: number | null }>(
    `select c.slug, o.kind, o.hours_min from public.outcomes o join public.courses c on c.id = o.course_id
     where o.worker_id = $1::uuid and c.slug like 'honest-%' order by o.achieved_at, c.slug, o.kind`,
    [worker],
  );

export const reviewsOf = async (tx: Transaction) =>
  tx.query<{ hours_min: number; reasons: { reason: string }[] }>(
    `select r.hours_min, r.reasons from public.hour_reviews r join public.courses c on c.id = r.course_id
     where r.worker_id = $1::uuid and c.slug like 'honest-%'`,
    [worker],
  );
