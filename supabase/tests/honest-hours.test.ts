import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { begun, hoursOf, publish, reviewsOf, watch } from './honest.ts';
import { day, event, hour, keep, learner, minute, noon, stateOf, take, watching } from './study.ts';

onBothEngines((database) => {
  const inWorld = (work: (tx: Transaction) => Promise<void>) => database().rolledBack(work);

  describe('the hours of a course are granted once in a life', () => {
    it('a second and a third time bring a result without hours', () =>
      inWorld(async (tx) => {
        await publish(tx, 'honest-once', { minutes: 10, hours_min: 8 });
        for (const round of [0, 1, 2]) {
          const me = await begun(tx, 'honest-once', noon + round * hour);
          await watch(tx, me, noon + round * hour, 10 * minute);
        }
        const hours = await hoursOf(tx);
        expect(hours.map(({ hours_min }) => hours_min).sort()).toEqual([8, null, null]);
        expect(hours.filter(({ kind }) => kind === 'course_repeated')).toHaveLength(2);
        const { waiting } = await tx.one<{ waiting: number }>(
          `select count(*)::integer as waiting from private.outcomes_to_assess q join public.outcomes o on o.worker_id = q.worker_id and o.id = q.outcome_id
           where o.kind = 'course_repeated'`,
        );
        expect(waiting).toBe(0);
      }));

    it('a newer version brings the difference, and nothing where it is worth no more', () =>
      inWorld(async (tx) => {
        for (const [version, hours_min] of [
          [1, 5],
          [2, 8],
          [3, 8],
        ] as const) {
          await publish(tx, 'honest-versions', { minutes: 10, hours_min, version });
          const at = noon + version * hour;
          await watch(tx, await begun(tx, 'honest-versions', at), at, 10 * minute);
        }
        expect((await hoursOf(tx)).map(({ hours_min }) => hours_min).sort()).toEqual([3, 5, null]);
      }));

    it('whoever writes it: the table itself keeps to what the course is worth', () =>
      inWorld(async (tx) => {
        await publish(tx, 'honest-table', { minutes: 10, hours_min: 8 });
        const me = await begun(tx, 'honest-table');
        await watch(tx, me, noon, 10 * minute);
        const again = await tx.attempt(
          `insert into public.outcomes (worker_id, id, kind, achieved_at, course_id, version, enrolment_id, hours_min)
           select e.worker_id, gen_random_uuid(), 'course_completed', now(), e.course_id, e.version, e.id, 1
           from public.enrolments e where e.id = $1::uuid`,
          [me.enrolment],
        );
        expect(again.error).toMatchObject({ code: 'PT409', message: 'hours_granted_already' });
      }));
  });

  describe('a minute pays once', () => {
    it('eight courses on eight screens in one quarter of an hour: one is paid', () =>
      inWorld(async (tx) => {
        const courses = Array.from({ length: 8 }, (_, index) => `honest-${index}`);
        for (const slug of courses) await publish(tx, slug, { minutes: 15, hours_min: 12 });
        for (const slug of courses) await watch(tx, await begun(tx, slug), noon, 15 * minute);
        const hours = await hoursOf(tx);
        expect(hours.map(({ hours_min }) => hours_min)).toEqual([12]);
      }));

    it('the surplus of honest study unlocks nothing else', () =>
      inWorld(async (tx) => {
        // Three honest hours over a course of forty minutes; then courses played in the background of them.
        await publish(tx, 'honest-long', { minutes: 240, hours_min: 150 });
        for (const slug of ['honest-a', 'honest-b', 'honest-c'])
          await publish(tx, slug, { minutes: 20, hours_min: 16 });
        await watch(tx, await begun(tx, 'honest-long'), noon, 120 * minute, 2);
        expect(await hoursOf(tx)).toHaveLength(1);
        for (const slug of ['honest-a', 'honest-b', 'honest-c'])
          await watch(tx, await begun(tx, slug), noon + 100 * minute, 20 * minute);
        expect((await hoursOf(tx)).map(({ slug }) => slug)).toEqual(['honest-long']);
      }));

    it('says what is missing and where the time went', () =>
      inWorld(async (tx) => {
        for (const slug of ['honest-a', 'honest-b']) await publish(tx, slug, { minutes: 10, hours_min: 8 });
        await watch(tx, await begun(tx, 'honest-a'), noon, 10 * minute);
        const second_one = await begun(tx, 'honest-b');
        await watch(tx, second_one, noon, 10 * minute);
        await tx.as('worker');
        const { learning } = await tx.one<{ learning: { enrolments: { id: string; gaps: object[] }[] } }>(
          'select public.my_learning() as learning',
        );
        await tx.as('owner');
        const gaps = learning.enrolments.find(({ id }) => id === second_one.enrolment)?.gaps;
        // The first was paid with eight of the ten minutes, as much as it is worth.
        expect(gaps).toEqual([{ reason: 'clock_too_short', have_s: 120, need_s: 300, paid_s: 480, away_s: 0 }]);
        await watch(tx, second_one, noon + 10 * minute, 3 * minute);
        expect(await hoursOf(tx)).toHaveLength(2);
      }));

    it('one after the other, as people do it, nothing is lost; at double speed neither', () =>
      inWorld(async (tx) => {
        for (const [index, rate] of [1, 2, 1.5].entries()) {
          const slug = `honest-${index}`;
          await publish(tx, slug, { minutes: 30, hours_min: 24 });
          const at = noon + index * hour;
          await watch(tx, await begun(tx, slug, at), at, (30 * minute) / rate, rate);
        }
        expect((await hoursOf(tx)).map(({ hours_min }) => hours_min)).toEqual([24, 24, 24]);
        expect(await reviewsOf(tx)).toEqual([]);
      }));
  });

  describe('late time', () => {
    it('one evening of a hundred hours brings what one lesson takes, and no course', () =>
      inWorld(async (tx) => {
        const me = await learner(tx, 'worker', noon);
        await keep(tx, me, noon);
        const claimed = Array.from({ length: 400 }, (_, index) =>
          event(me.sitting.text, noon + index * 15 * minute, noon + (index + 1) * 15 * minute, [0, 1000]),
        );
        await take(tx, me.worker, claimed, noon + 10 * day);
        expect((await stateOf(tx, me)).counted_ms).toBe(minute);
      }));

    it('an honest week away completes a course when she is back', () =>
      inWorld(async (tx) => {
        await publish(tx, 'honest-away', { minutes: 40, hours_min: 30 });
        const me = await begun(tx, 'honest-away');
        await keep(tx, me, noon);
        const evenings = [0, 1, 2, 3].flatMap((evening) =>
          watching(me.sitting.film, noon + evening * day, 10 * minute, evening * 10 * minute),
        );
        await take(tx, me.worker, evenings, noon + 7 * day);
        expect((await hoursOf(tx)).map(({ hours_min }) => hours_min)).toEqual([30]);
      }));

    it('is granted by the server, once, for a lesson that she opened', () =>
      inWorld(async (tx) => {
        const me = await learner(tx, 'worker', noon);
        await tx.as('carer');
        const foreign = await tx.attempt('select public.keep_lesson($1::uuid)', [me.sitting.film]);
        expect(foreign.error).toMatchObject({ code: 'PT404' });
        await tx.as('worker');
        const kept = async () =>
          (await tx.one<{ kept: object }>('select public.keep_lesson($1::uuid) as kept', [me.sitting.film])).kept;
        const first = await kept();
        expect(first).toMatchObject({ believed_ms: 5 * minute });
        expect(await kept()).toEqual(first);
      }));
  });
});
