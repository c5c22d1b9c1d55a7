import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { begun, hoursOf, publish, watch, worker } from './honest.ts';
import * as panel from './panels.ts';
import { event, minute, noon, second, take } from './study.ts';

/** Hours that wait, because much of what was told was too fast to be true; with the case that is about them. */
async function waiting(tx: Transaction): Promise<{ review: string; hearing: string }> {
  await publish(tx, 'honest-odd', { minutes: 10, hours_min: 8 });
  const me = await begun(tx, 'honest-odd');
  const forged = Array.from({ length: 60 }, (_, index) =>
    event(me.sitting.film, noon + index * second, noon + (index + 1) * second, [0, 10 * minute]),
  );
  await take(tx, worker, forged, noon + minute);
  await watch(tx, me, noon + minute, 10 * minute);
  const { id } = await tx.one<{ id: string }>(
    'select id from public.hour_reviews where worker_id = $1::uuid and enrolment_id = $2::uuid',
    [worker, me.enrolment],
  );
  return { review: id, hearing: await caseOf(tx, id, 'hours') };
}

const caseOf = async (tx: Transaction, review: string, kind: string) =>
  (
    await tx.one<{ id: string }>('select id from public.panel_cases where subject_id = $1::uuid and kind = $2', [
      review,
      kind,
    ])
  ).id;

/** Everybody who hears it says the same. */
async function decide(tx: Transaction, hearing: string, verdict: 'granted' | 'refused'): Promise<string[]> {
  const members = await panel.sitting(tx, hearing);
  for (const member of members) await panel.judge(tx, panel.personOf(member), hearing, { verdict, reason: '看过了' });
  return members;
}

const appeal = async (tx: Transaction, review: string, wish = '是我本人学的') => {
  await tx.as('worker');
  const { error } = await tx.attempt('select public.appeal_hours($1::uuid, $2)', [review, wish]);
  await tx.as('owner');
  return error?.message;
};

onBothEngines((database) => {
  const inWorld = (work: (tx: Transaction) => Promise<void>) => database().rolledBack(work);

  describe('hours that wait', () => {
    it('are heard by people of the federation, who read why, and are a result once they grant them', () =>
      inWorld(async (tx) => {
        const { review, hearing } = await waiting(tx);
        const [member] = await panel.sitting(tx, hearing);
        const person = panel.personOf(member ?? '');
        await panel.declare(tx, person, hearing);
        expect(await panel.see(tx, person, hearing)).toMatchObject({
          subject: { facts: expect.arrayContaining([expect.objectContaining({ value: '8' })]) as object },
        });
        expect(await hoursOf(tx)).toEqual([]);
        await decide(tx, hearing, 'granted');
        expect((await hoursOf(tx)).map(({ hours_min }) => hours_min)).toEqual([8]);
        expect(await appeal(tx, review)).toBe('nothing_to_appeal');
      }));

    it('that are refused can be appealed against once, before other people', () =>
      inWorld(async (tx) => {
        const { review, hearing } = await waiting(tx);
        expect(await appeal(tx, review), 'before anybody decided').toBe('nothing_to_appeal');
        const first = await decide(tx, hearing, 'refused');
        expect(await hoursOf(tx)).toEqual([]);
        expect(await appeal(tx, review, ' ')).toBe('appeal_wish_missing');
        expect(await appeal(tx, review)).toBeUndefined();
        expect(await appeal(tx, review)).toBe('appealed_already');
        const again = await caseOf(tx, review, 'hours_appeal');
        const others = await decide(tx, again, 'granted');
        expect(others.length).toBeGreaterThan(0);
        expect(others.filter((one) => first.includes(one))).toEqual([]);
        expect((await hoursOf(tx)).map(({ hours_min }) => hours_min)).toEqual([8]);
      }));

    it('do not bring their course twice: while they wait, doing it again brings nothing', () =>
      inWorld(async (tx) => {
        const { hearing } = await waiting(tx);
        const again = await begun(tx, 'honest-odd', noon + 60 * minute);
        await watch(tx, again, noon + 60 * minute, 10 * minute);
        await decide(tx, hearing, 'granted');
        expect((await hoursOf(tx)).map(({ hours_min }) => hours_min).sort()).toEqual([8, null]);
      }));

    it('are nobody else’s to appeal for', () =>
      inWorld(async (tx) => {
        const { review, hearing } = await waiting(tx);
        await decide(tx, hearing, 'refused');
        await tx.as('carer');
        const { error } = await tx.attempt('select public.appeal_hours($1::uuid, $2)', [review, '我']);
        expect(error).toMatchObject({ code: 'PT404', message: 'nothing_to_appeal' });
      }));
  });
});
