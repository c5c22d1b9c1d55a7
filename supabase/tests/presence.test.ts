import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { begun, hoursOf, publish, watch, worker } from './honest.ts';
import { hour, learner, minute, noon, second, stateOf, take, watching, type Learner } from './study.ts';

onBothEngines((database) => {
  const inWorld = (work: (tx: Transaction) => Promise<void>) => database().rolledBack(work);

  describe('somebody who studies is asked whether she is there', () => {
    interface Asked {
      check: { id: string; asked_ms: number } | null;
    }
    const studying = async (tx: Transaction, me: Learner, from_ms: number, more: object = {}) => {
      const runs = [
        {
          ...{ stream: crypto.randomUUID(), first: 0, sitting: me.sitting.film, rate: 1, present: true },
          times_ms: [from_ms, from_ms + 5000],
          parts: null,
        },
      ];
      const { taken } = await tx.one<{ taken: Asked }>(
        'select private.take_study($1::uuid, $2::text::jsonb, $3::timestamptz) as taken',
        [worker, JSON.stringify({ sent_at_ms: from_ms + 5000, runs, ...more }), new Date(from_ms + 5000).toISOString()],
      );
      return taken.check;
    };
    /** The server last saw her at noon, and will ask fifteen minutes later. */
    const present = async (tx: Transaction) => {
      const me = await learner(tx, 'worker', noon);
      await tx.query(
        `update private.presence set sign_at = $1::timestamptz, next_check_at = $1::timestamptz + interval '15 minutes' where worker_id = $2::uuid`,
        [new Date(noon).toISOString(), worker],
      );
      return me;
    };
    const counted = async (tx: Transaction, me: Learner) => (await stateOf(tx, me)).counted_ms;

    it('not before its moment, then until there is an answer, and then not for twelve minutes', () =>
      inWorld(async (tx) => {
        const me = await present(tx);
        expect(await studying(tx, me, noon + 14 * minute)).toBeNull();
        const check = await studying(tx, me, noon + 15 * minute);
        expect(check?.asked_ms).toBe(noon + 15 * minute + 5000);
        expect((await studying(tx, me, noon + 16 * minute))?.id).toBe(check?.id);
        await tx.query('select private.sign_of_life($1::uuid, $2::timestamptz)', [
          worker,
          new Date(noon + 16.5 * minute).toISOString(),
        ]);
        for (const later of [17, 20, 26]) expect(await studying(tx, me, noon + later * minute)).toBeNull();
        expect(await studying(tx, me, noon + 36 * minute)).not.toBeNull();
      }));

    it('an answer in time loses nothing; none takes back what went before, to the last sign of life', () =>
      inWorld(async (tx) => {
        const me = await present(tx);
        await take(tx, worker, watching(me.sitting.film, noon, 9 * minute, 0), noon + 9 * minute);
        await studying(tx, me, noon + 15 * minute);
        expect(await counted(tx, me)).toBe(0);
        await tx.query('select private.sign_of_life($1::uuid, $2::timestamptz)', [
          worker,
          new Date(noon + 16 * minute).toISOString(),
        ]);
        expect(await counted(tx, me)).toBe(9 * minute + 5 * second);
        await tx.query(`update private.presence set next_check_at = $1::timestamptz where worker_id = $2::uuid`, [
          new Date(noon + 30 * minute).toISOString(),
          worker,
        ]);
        await studying(tx, me, noon + 31 * minute, { touched_ms: noon + 29 * minute });
        await studying(tx, me, noon + 34 * minute);
        await tx.query('select private.sign_of_life($1::uuid, $2::timestamptz)', [
          worker,
          new Date(noon + 40 * minute).toISOString(),
        ]);
        // What was told while the question stood open is gone, and stays so.
        expect(await counted(tx, me)).toBe(9 * minute + 5 * second);
        await studying(tx, me, noon + 41 * minute);
        expect(await counted(tx, me)).toBe(9 * minute + 10 * second);
      }));

    it('a course is not completed while a question stands open', () =>
      inWorld(async (tx) => {
        await publish(tx, 'honest-left', { minutes: 10, hours_min: 8 });
        const me = await begun(tx, 'honest-left');
        await tx.query(
          `update private.presence set sign_at = $1::timestamptz, next_check_at = $1::timestamptz + interval '3 minutes' where worker_id = $2::uuid`,
          [new Date(noon).toISOString(), worker],
        );
        await watch(tx, me, noon, 10 * minute);
        expect(await hoursOf(tx)).toEqual([]);
        await tx.query('select private.sign_of_life($1::uuid, $2::timestamptz)', [
          worker,
          new Date(noon + 10 * minute).toISOString(),
        ]);
        // The answer came too late for the ten minutes, and what she watches from now on counts.
        await watch(tx, me, noon + 11 * minute, 2 * minute);
        expect(await hoursOf(tx)).toEqual([]);
        await watch(tx, me, noon + 13 * minute, 3 * minute);
        expect(await hoursOf(tx)).toHaveLength(1);
      }));

    it('going from page to page does not put the question off; coming back after a while does not meet one at the door', () =>
      inWorld(async (tx) => {
        const me = await present(tx);
        const open = (at: number) =>
          tx.query('select private.sign_of_life($1::uuid, $2::timestamptz)', [worker, new Date(at).toISOString()]);
        for (let at = noon; at < noon + 15.5 * minute; at += 30 * second) await open(at);
        expect(await studying(tx, me, noon + 15.5 * minute)).not.toBeNull();
        await open(noon + 3 * hour);
        expect(await studying(tx, me, noon + 3 * hour + minute)).toBeNull();
      }));

    it('answers are hers alone', () =>
      inWorld(async (tx) => {
        const me = await present(tx);
        const check = await studying(tx, me, noon + 15 * minute);
        await tx.as('carer');
        const foreign = await tx.attempt('select public.i_am_here($1::uuid)', [check?.id]);
        expect(foreign.error).toMatchObject({ code: 'PT404', message: 'check_not_found' });
        await tx.as('worker');
        const mine = await tx.one<{ said: { in_time: boolean } }>('select public.i_am_here($1::uuid) as said', [
          check?.id,
        ]);
        expect(mine.said.in_time).toBe(false);
        const again = await tx.one<{ said: { in_time: boolean } }>('select public.i_am_here($1::uuid) as said', [
          check?.id,
        ]);
        expect(again.said.in_time).toBe(false);
      }));
  });
});
