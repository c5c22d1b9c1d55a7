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

  describe('an attack gives nothing', () => {
    const nothing = { counted_ms: 0, days: [], lessons: [] };

    it('replaying a batch, even with another clock', () =>
      asWorker(async (tx, me) => {
        const batch = watching(me.sitting.film, noon, minute, 0);
        await take(tx, me.worker, batch, noon + minute);
        const before = await stateOf(tx, me);
        expect((await take(tx, me.worker, batch, noon + hour)).verdicts).toEqual({});
        await take(tx, me.worker, batch, noon + 2 * hour, noon + minute);
        expect(await stateOf(tx, me)).toEqual(before);
      }));

    it('forging parts beyond the medium', () =>
      asWorker(async (tx, me) => {
        const forged = event(me.sitting.film, noon, noon + minute, [590_000, 600_001]);
        expect((await take(tx, me.worker, [forged], noon + minute)).verdicts).toEqual({ beyond_medium: 1 });
        expect(await stateOf(tx, me)).toEqual(nothing);
      }));

    it('presenting more of a film than the player can play', () =>
      asWorker(async (tx, me) => {
        const forged = event(me.sitting.film, noon, noon + minute, [0, 600_000]);
        expect((await take(tx, me.worker, [forged], noon + minute)).verdicts).toEqual({ too_fast: 1 });
        expect(await stateOf(tx, me)).toEqual(nothing);
      }));

    it('claiming time before the lesson was opened, or after now', () =>
      asWorker(async (tx, me) => {
        const early = event(me.sitting.film, noon - 10 * minute, noon, [0, 1000]);
        const future = event(me.sitting.film, noon + minute, noon + 10 * minute, [0, 1000]);
        expect((await take(tx, me.worker, [early, future], noon)).verdicts).toEqual({ no_time: 2 });
        expect(await stateOf(tx, me)).toEqual(nothing);
      }));

    it('claiming more than the server saw pass', () =>
      asWorker(async (tx, me) => {
        const greedy = watching(me.sitting.text, noon, 10 * minute, null);
        await take(tx, me.worker, greedy, noon + minute);
        expect((await stateOf(tx, me)).counted_ms).toBe(minute);
        // What was refused as future stays refused when its time has come.
        await take(tx, me.worker, greedy, noon + hour);
        expect((await stateOf(tx, me)).counted_ms).toBe(minute);
      }));

    it('the lesson of another worker', () =>
      asWorker(async (tx, me) => {
        const other = await learner(tx, 'carer', noon);
        await take(tx, me.worker, watching(other.sitting.film, noon, minute, 0), noon + minute);
        expect(await stateOf(tx, me)).toEqual(nothing);
        expect(await stateOf(tx, other)).toEqual(nothing);
      }));

    it('sixteen sessions at once give the clock of one, and complete no more than one could', () =>
      asWorker(async (tx, me) => {
        const { sittings } = await tx.one<{ sittings: string[] }>(
          `with opened as (
            insert into private.sittings (worker_id, enrolment_id, lesson, opened_at)
            select $1::uuid, $2::uuid, 'film', $3::timestamptz from generate_series(1, 16) returning id
          ) select array_agg(id) as sittings from opened`,
          [me.worker, me.enrolment, new Date(noon).toISOString()],
        );
        for (const [index, sitting] of sittings.entries())
          await take(tx, me.worker, watching(sitting, noon, minute, index * 30 * second), noon + minute);
        const state = await stateOf(tx, me);
        expect(state.counted_ms).toBe(minute);
        // Everything was on some screen, but nobody can have seen ten minutes in one.
        expect(state.lessons[0]).toMatchObject({ lesson: 'film', completed: false });
      }));

    it('jumping to the end', () =>
      asWorker(async (tx, me) => {
        const end = event(me.sitting.film, noon, noon + 5 * second, [595_000, 600_000]);
        const taken = await take(tx, me.worker, [end], noon + 5 * second);
        expect(taken.lessons[0]).toMatchObject({ covered: 5000, completed: false });
      }));

    it('a hidden tab', () =>
      asWorker(async (tx, me) => {
        const hidden = watching(me.sitting.film, noon, minute, 0).map((one) => ({ ...one, present: false }));
        expect((await take(tx, me.worker, hidden, noon + minute)).verdicts).toEqual({ hidden: 12 });
        expect(await stateOf(tx, me)).toEqual(nothing);
      }));

    it('heartbeats for a month, posted at once', () =>
      asWorker(async (tx, me) => {
        await keep(tx, me, noon);
        const now = noon + 32 * day;
        const hourly = Array.from({ length: 32 * 24 * 4 }, (_, index) =>
          event(me.sitting.text, noon + index * 15 * minute, noon + (index + 1) * 15 * minute, [0, 1000]),
        );
        for (let at = 0; at < hourly.length; at += 500) await take(tx, me.worker, hourly.slice(at, at + 500), now);
        expect(await stateOf(tx, me)).toEqual(nothing);
      }));

    it('heartbeats for the last days around the clock: a lesson is believed once as long as it takes', () =>
      asWorker(
        async (tx, me) => {
          await keep(tx, me, noon - 12 * hour);
          const round = Array.from({ length: 4 * 36 }, (_, index) =>
            event(me.sitting.text, noon + index * 15 * minute, noon + (index + 1) * 15 * minute),
          );
          await take(tx, me.worker, round, noon + 3 * day);
          expect((await stateOf(tx, me)).counted_ms).toBe(minute);
        },
        noon - 12 * hour,
      ));

    it('late time of a lesson that was not kept, or not yet', () =>
      asWorker(async (tx, me) => {
        const evening = watching(me.sitting.film, noon, 5 * minute, 0);
        expect((await take(tx, me.worker, evening, noon + hour)).verdicts).toEqual({ not_kept: 60 });
        expect(await stateOf(tx, me)).toEqual(nothing);
        await keep(tx, me, noon + 30 * minute);
        const again = watching(me.sitting.film, noon, 5 * minute, 0);
        expect((await take(tx, me.worker, again, noon + hour)).verdicts).toEqual({ not_kept: 60 });
        expect(await stateOf(tx, me)).toEqual(nothing);
      }));

    it('a text that was in view whole, told as read at once', () =>
      asWorker(async (tx, me) => {
        const scroll = event(me.sitting.text, noon, noon + 10 * second, [0, minute]);
        expect((await take(tx, me.worker, [scroll], noon + 10 * second)).verdicts).toEqual({ too_fast: 1 });
        expect(await stateOf(tx, me)).toEqual(nothing);
      }));

    it('scrolling to the end: it gives what was passed in that time and no more', () =>
      asWorker(async (tx, me) => {
        const scroll = event(me.sitting.text, noon, noon + 10 * second, [50_000, minute]);
        const taken = await take(tx, me.worker, [scroll], noon + 10 * second);
        expect(taken.lessons[0]).toMatchObject({ covered: 10 * second, completed: false });
      }));
  });
});
