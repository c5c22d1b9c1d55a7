import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StudyEvent } from '../../src/domains/learning/client/runs.ts';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { event, hour, keep, learner, minute, noon, second, stateOf, take, unionLength, type Learner } from './study.ts';

/** Fewer runs than usual: each is a dozen transactions on each of two engines. */
const runs = { numRuns: 30 };
const opened = noon;
const now = noon + 2 * hour;

const observation = fc.record({
  lesson: fc.constantFrom('film' as const, 'text' as const),
  // Some begin before the lesson was opened, and some end after now.
  at_s: fc.integer({ min: -600, max: 2 * 3600 }),
  length_s: fc.integer({ min: 0, max: 600 }),
  part: fc.option(fc.tuple(fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 0, max: 300 }))),
  hidden: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
  page: fc.integer({ min: 0, max: 2 }),
});

type Observation = typeof observation extends fc.Arbitrary<infer Made> ? Made : never;

/** As three pages would number them. */
function eventsOf(me: Learner, made: readonly Observation[]): StudyEvent[] {
  const streams = [randomUUID(), randomUUID(), randomUUID()];
  return made.map(({ lesson, at_s, length_s, part, hidden, page }, number) => {
    const from = noon + at_s * second;
    const parts = part ? ([part[0], part[0] + part[1]] as [number, number]) : null;
    const made_at = event(me.sitting[lesson], from, from + length_s * second, parts);
    return { ...made_at, stream: streams[page] ?? '', number, present: !hidden };
  });
}

/** Undoes one way of sending, so that another can be compared with it in the same world. */
async function tried<Result>({ query }: Transaction, work: () => Promise<Result>): Promise<Result> {
  await query('savepoint tried');
  const result = await work();
  await query('rollback to savepoint tried');
  return result;
}

onBothEngines((database) => {
  describe('whatever is observed', () => {
    it('neither order, nor repetition, nor how it is cut into batches matters', () =>
      database().rolledBack(async (tx) => {
        const me = await learner(tx, 'worker', opened);
        await keep(tx, me, opened);
        await fc.assert(
          fc.asyncProperty(
            fc.array(observation, { maxLength: 25 }),
            fc.integer({ min: 1, max: 7 }),
            fc.infiniteStream(fc.nat()),
            async (made, size, dice) => {
              const events = eventsOf(me, made);
              const keyed = [...events, ...events.slice(0, 10)].map((one) => ({ one, key: dice.next().value ?? 0 }));
              const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
              const straight = await tried(tx, async () => {
                await take(tx, me.worker, events, now);
                return stateOf(tx, me);
              });
              const scattered = await tried(tx, async () => {
                for (let at = 0; at < shuffled.length; at += size)
                  await take(tx, me.worker, shuffled.slice(at, at + size), now);
                return stateOf(tx, me);
              });
              expect(scattered).toEqual(straight);
            },
          ),
          runs,
        );
      }));

    it('the clock is the union of what is believed, and never more than what has passed', () =>
      database().rolledBack(async (tx) => {
        const me = await learner(tx, 'worker', opened);
        await fc.assert(
          fc.asyncProperty(
            fc.array(observation, { maxLength: 25 }),
            fc.integer({ min: 0, max: 2 * 3600 }),
            async (made, elapsed_s) => {
              const received = opened + elapsed_s * second;
              // Without parts, so that each is believed for its time; two lessons stand for two devices.
              const events = eventsOf(me, made).map((one) => ({ ...one, part: null }));
              const { counted_ms } = await tried(tx, async () => {
                await take(tx, me.worker, events, received);
                return stateOf(tx, me);
              });
              const believed = events
                .filter(({ present }) => present)
                .map(({ from_ms, to_ms }) => [Math.max(opened, from_ms), Math.min(received, to_ms)] as const)
                // Nothing was kept: what is older than ten minutes when it arrives is not believed.
                .filter(([from, to]) => to > from && to >= received - 10 * minute);
              expect(counted_ms).toBe(unionLength(believed));
              expect(counted_ms).toBeLessThanOrEqual(received - opened);
            },
          ),
          runs,
        );
      }));

    it('of what was kept each lesson is believed as long as it takes, whatever is told', () =>
      database().rolledBack(async (tx) => {
        const me = await learner(tx, 'worker', opened);
        await keep(tx, me, opened);
        await fc.assert(
          fc.asyncProperty(fc.array(observation, { maxLength: 25 }), async (made) => {
            const events = eventsOf(me, made).map((one) => ({ ...one, part: null }));
            const counted = await tried(tx, async () => {
              await take(tx, me.worker, events, opened + 30 * hour);
              return (await stateOf(tx, me)).counted_ms;
            });
            const told = { film: 5 * minute, text: minute };
            const most = made.length === 0 ? 0 : told.film + told.text;
            expect(counted).toBeLessThanOrEqual(most);
            const spans = (lesson: 'film' | 'text') =>
              unionLength(
                events
                  .filter(
                    ({ present, sitting, to_ms, from_ms }) =>
                      present && sitting === me.sitting[lesson] && to_ms > from_ms,
                  )
                  .map(({ from_ms, to_ms }) => [Math.max(opened, from_ms), to_ms] as const)
                  .filter(([from, to]) => to > from),
              );
            expect(counted).toBeGreaterThanOrEqual(
              Math.max(Math.min(spans('film'), told.film), Math.min(spans('text'), told.text)),
            );
          }),
          runs,
        );
      }));

    it('coverage never exceeds the medium, nor what could be played in the time', () =>
      database().rolledBack(async (tx) => {
        const me = await learner(tx, 'worker', opened);
        const forged = fc.record({
          at_s: fc.integer({ min: 0, max: 3600 }),
          length_ms: fc.integer({ min: 0, max: 20 * second }),
          from: fc.integer({ min: 0, max: 700_000 }),
          length: fc.integer({ min: 0, max: 100_000 }),
        });
        await fc.assert(
          fc.asyncProperty(fc.array(forged, { maxLength: 20 }), async (made) => {
            const events = made.map(({ at_s, length_ms, from, length }) =>
              event(me.sitting.film, noon + at_s * second, noon + at_s * second + length_ms, [from, from + length]),
            );
            const { lessons } = await tried(tx, async () => {
              await take(tx, me.worker, events, now);
              return stateOf(tx, me);
            });
            const spans = [...(lessons[0]?.coverage ?? '').matchAll(/\[(\d+),(\d+)\)/g)];
            const covered = spans.reduce((sum, [, from, to]) => sum + Number(to) - Number(from), 0);
            const played = made.reduce((sum, { length_ms }) => sum + length_ms * 2.2 + 300, 0);
            expect(covered).toBeLessThanOrEqual(Math.min(600_000, played));
            for (const [, , to] of spans) expect(Number(to)).toBeLessThanOrEqual(600_000);
          }),
          runs,
        );
      }));
  });

  it('the same evidence an hour later gives the same, marked as late', () =>
    database().rolledBack(async (tx) => {
      const me = await learner(tx, 'worker', opened);
      await keep(tx, me, opened);
      const events = [event(me.sitting.text, noon, noon + minute, [0, 500])];
      const [soon, later] = [noon + minute, noon + hour];
      const states = [];
      for (const received of [soon, later])
        states.push(
          await tried(tx, async () => {
            await take(tx, me.worker, events, received);
            return stateOf(tx, me);
          }),
        );
      expect(states.map(({ counted_ms, lessons }) => [counted_ms, lessons[0]?.coverage])).toEqual([
        [minute, '{[0,500)}'],
        [minute, '{[0,500)}'],
      ]);
      expect(states.map(({ lessons }) => lessons[0]?.live === '{}')).toEqual([false, true]);
    }));
});
