import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { begun, hoursOf, publish, reviewsOf, watch } from './honest.ts';
import { event, hour, minute, noon, second, take, watching } from './study.ts';

onBothEngines((database) => {
  const inWorld = (work: (tx: Transaction) => Promise<void>) => database().rolledBack(work);

  describe('what looks made by a machine waits for people', () => {
    const waits = async (tx: Transaction, reason: string) => {
      expect(await hoursOf(tx)).toEqual([]);
      expect((await reviewsOf(tx)).map(({ reasons }) => reasons.map((one) => one.reason))).toEqual([[reason]]);
    };

    it('observations that are alike to the millisecond for twenty minutes', () =>
      inWorld(async (tx) => {
        await publish(tx, 'honest-beats', { minutes: 40, hours_min: 30 });
        const me = await begun(tx, 'honest-beats');
        const beats = watching(me.sitting.film, noon, 40 * minute, 0);
        for (let at = 0; at < beats.length; at += 60)
          await take(tx, me.worker, beats.slice(at, at + 60), noon + (at + 60) * 5 * second);
        await waits(tx, 'beats_alike');
      }));

    it('many observations that were too fast to be true', () =>
      inWorld(async (tx) => {
        await publish(tx, 'honest-fast', { minutes: 10, hours_min: 8 });
        const me = await begun(tx, 'honest-fast');
        const forged = Array.from({ length: 60 }, (_, index) =>
          event(me.sitting.film, noon + index * second, noon + (index + 1) * second, [0, 10 * minute]),
        );
        await take(tx, me.worker, forged, noon + minute);
        await watch(tx, me, noon + minute, 10 * minute);
        await waits(tx, 'too_fast');
      }));

    it('a day that brings more than a day can', () =>
      inWorld(async (tx) => {
        await publish(tx, 'honest-day', { minutes: 600, hours_min: 490 });
        const me = await begun(tx, 'honest-day', noon - 11 * hour);
        await watch(tx, me, noon - 11 * hour, 300 * minute, 2);
        await waits(tx, 'day_too_full');
      }));

    it('too many devices, and too many accounts on one', () =>
      inWorld(async (tx) => {
        await publish(tx, 'honest-devices', { minutes: 10, hours_min: 8 });
        const me = await begun(tx, 'honest-devices');
        await tx.query(
          `insert into private.sittings (worker_id, enrolment_id, lesson, opened_at, device)
           select worker_id, enrolment_id, lesson, opened_at - interval '1 hour' * n, 'device ' || n from private.sittings s, generate_series(1, 5) n where s.id = $1::uuid`,
          [me.sitting.film],
        );
        await watch(tx, me, noon, 10 * minute);
        await waits(tx, 'many_devices');
        const rows = await tx.query('select from public.enrolments where id = $1::uuid and completed_at is not null', [
          me.enrolment,
        ]);
        expect(rows).toHaveLength(1);
      }));
  });
});
