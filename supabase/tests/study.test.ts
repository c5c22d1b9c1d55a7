import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { day, event, hour, keep, learner, minute, noon, second, stateOf, take, watching } from './study.ts';

onBothEngines((database) => {
  const asWorker = <Result>(
    work: (
      transaction: Parameters<Parameters<ReturnType<typeof database>['rolledBack']>[0]>[0],
      me: Awaited<ReturnType<typeof learner>>,
    ) => Promise<Result>,
    opened_ms = noon,
  ) => database().rolledBack(async (tx) => work(tx, await learner(tx, 'worker', opened_ms)));

  describe('an honest minute is there, once', () => {
    it('counts what was watched, in each of the three numbers where it belongs', () =>
      asWorker(async (tx, me) => {
        const taken = await take(tx, me.worker, watching(me.sitting.film, noon, minute, 0), noon + minute);
        expect(taken.verdicts).toEqual({ counted: 12 });
        expect(await stateOf(tx, me)).toMatchObject({
          counted_ms: minute,
          lessons: [{ lesson: 'film', coverage: '{[0,60000)}', completed: false }],
        });
        const { hours } = await tx.one<{ hours: number | null }>(
          'select sum(hours_min)::integer as hours from public.outcomes where worker_id = $1::uuid',
          [me.worker],
        );
        expect(hours).toBeNull();
      }));

    it('gives double speed all of the film and half of the time', () =>
      asWorker(async (tx, me) => {
        await take(tx, me.worker, watching(me.sitting.film, noon, minute, 0, 2), noon + minute);
        const { counted_ms, lessons } = await stateOf(tx, me);
        expect([counted_ms, lessons[0]?.coverage]).toEqual([minute, '{[0,120000)}']);
      }));

    it('counts two tabs and two phones at once as one clock', () =>
      asWorker(async (tx, me) => {
        await take(tx, me.worker, watching(me.sitting.film, noon, minute, 0), noon + minute);
        await take(tx, me.worker, watching(me.sitting.text, noon + 30 * second, minute, null), noon + 2 * minute);
        expect((await stateOf(tx, me)).counted_ms).toBe(90 * second);
      }));

    it('takes a week offline of a lesson that was kept, marks it, and believes what the lesson takes at its fastest', () =>
      asWorker(async (tx, me) => {
        await keep(tx, me, noon);
        const now = noon + 7 * day;
        for (let evening = 0; evening < 7; evening++)
          await take(tx, me.worker, watching(me.sitting.film, noon + evening * day, 2 * minute, null), now);
        const { days, counted_ms, lessons } = await stateOf(tx, me);
        expect([days.length, counted_ms]).toEqual([3, 5 * minute]);
        expect(days.every(({ live, late }) => live === '{}' && late !== '{}')).toBe(true);
        expect(lessons[0]?.late_told.split(',').length).toBe(14);
      }));

    it('bridges ten minutes without network on a page that is open, and no more', () =>
      asWorker(async (tx, me) => {
        await take(tx, me.worker, watching(me.sitting.film, noon, minute, 0), noon + 10 * minute);
        expect((await stateOf(tx, me)).counted_ms).toBe(minute);
        const verdicts = await take(
          tx,
          me.worker,
          watching(me.sitting.film, noon + minute, minute, 0),
          noon + 15 * minute,
        );
        expect(verdicts.verdicts).toEqual({ not_kept: 12 });
      }));

    it.each([-400 * day, -8 * hour, 3 * hour, 90 * day])('mends a clock that is wrong by %d ms', (wrong) =>
      asWorker(async (tx, me) => {
        const events = watching(me.sitting.film, noon + wrong, minute, 0);
        await take(tx, me.worker, events, noon + minute, noon + minute + wrong);
        const { counted_ms, days } = await stateOf(tx, me);
        expect([counted_ms, days[0]?.day]).toEqual([minute, '2026-03-12']);
      }),
    );

    it('cuts a night at the midnight of the people it serves, and loses nothing there', () => {
      const late = Date.parse('2026-03-12T23:59:00+08:00');
      return asWorker(async (tx, me) => {
        await take(tx, me.worker, [event(me.sitting.text, late, late + 2 * minute)], late + 2 * minute);
        const { days } = await stateOf(tx, me);
        expect(days.map((one) => [one.day, one.counted_ms])).toEqual([
          ['2026-03-12', minute],
          ['2026-03-13', minute],
        ]);
      }, late);
    });

    it('counts a minute in which nothing was presented as time, and what is seen afterwards as what it is', () =>
      asWorker(async (tx, me) => {
        const paused = watching(me.sitting.film, noon, minute, null);
        expect((await take(tx, me.worker, paused, noon + minute)).verdicts).toEqual({ counted: paused.length });
        const seen = watching(me.sitting.film, noon + minute, minute, 0);
        expect((await take(tx, me.worker, seen, noon + 2 * minute)).lessons[0]).toMatchObject({ covered: minute });
        expect((await stateOf(tx, me)).counted_ms).toBe(2 * minute);
      }));

    it('remembers where a film ended, and of pages in view the first: opening a booklet again does not creep on', () =>
      asWorker(async (tx, me) => {
        const at = async (lesson: string) => {
          const { resume_at } = await tx.one<{ resume_at: number }>(
            'select p.resume_at from public.study_progress p where p.enrolment_id = $1::uuid and p.lesson = $2',
            [me.enrolment, lesson],
          );
          return resume_at;
        };
        await take(tx, me.worker, watching(me.sitting.film, noon, minute, 0), noon + minute);
        expect(await at('film')).toBe(minute);
        await take(tx, me.worker, [event(me.sitting.text, noon, noon + second, [200, 450])], noon + minute);
        expect(await at('text')).toBe(200);
      }));

    it('lets a motionless and a slow reader lose nothing', () =>
      asWorker(async (tx, me) => {
        const still = watching(me.sitting.text, noon, 10 * minute, 0).map((one) => ({
          ...one,
          part: one.part && one.part[1] <= minute ? one.part : ([0, 1] as [number, number]),
        }));
        const taken = await take(tx, me.worker, still, noon + 10 * minute);
        expect(taken.lessons[0]).toMatchObject({ lesson: 'text', covered: minute, completed: true });
        expect((await stateOf(tx, me)).counted_ms).toBe(10 * minute);
      }));
  });
});
