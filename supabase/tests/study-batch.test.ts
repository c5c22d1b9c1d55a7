import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { onBothEngines } from '../../tests/support/database.ts';
import { event, hour, learner, noon, record, second, take } from './study.ts';

onBothEngines((database) => {
  const asWorker = <Result>(
    work: (
      transaction: Parameters<Parameters<ReturnType<typeof database>['rolledBack']>[0]>[0],
      me: Awaited<ReturnType<typeof learner>>,
    ) => Promise<Result>,
    opened_ms = noon,
  ) => database().rolledBack(async (tx) => work(tx, await learner(tx, 'worker', opened_ms)));

  describe('a batch is understood whole, or nothing of it is kept', () => {
    const good = (sitting: string) => event(sitting, noon, noon + second);
    const wrong: [string, (sitting: string) => object][] = [
      ['NaN as a text', (sitting) => ({ ...good(sitting), from_ms: 'NaN' })],
      ['a negative time', (sitting) => ({ ...good(sitting), from_ms: -1 })],
      ['an end before its beginning', (sitting) => ({ ...good(sitting), to_ms: noon - 1 })],
      ['an interval of an hour', (sitting) => ({ ...good(sitting), to_ms: noon + hour })],
      ['a negative part', (sitting) => ({ ...good(sitting), part: [-5, 5] })],
      ['a part that runs backwards', (sitting) => ({ ...good(sitting), part: [5, 1] })],
      ['a part of one end', (sitting) => ({ ...good(sitting), part: [5] })],
      ['a part without an end', (sitting) => ({ ...good(sitting), part: [5, null] })],
      ['a part without a beginning', (sitting) => ({ ...good(sitting), part: [null, 5] })],
      ['a part of parts', (sitting) => ({ ...good(sitting), part: [[0], [5]] })],
      ['an id that is none', (sitting) => ({ ...good(sitting), id: '1; drop table' })],
      ['no sitting', (sitting) => ({ ...good(sitting), sitting: undefined })],
      ['presence as a text', (sitting) => ({ ...good(sitting), present: 'yes' })],
      ['an infinite rate', (sitting) => ({ ...good(sitting), rate: 1e308 })],
    ];

    it.each(wrong)('%s', (_name, make) =>
      asWorker(async (tx, me) => {
        const events = [good(me.sitting.text), make(me.sitting.text)];
        const { error } = await record(tx, 'worker', { sent_at_ms: noon, events });
        expect(error).toMatchObject({ code: 'PT422', message: 'study_event_not_understood', detail: '{"index": 1}' });
        expect(await tx.query('select from private.study_events')).toEqual([]);
      }),
    );

    it.each([[null], [[]], [{}], [{ events: [] }], [{ events: {}, sent_at_ms: 1 }], [{ events: [], sent_at_ms: '1' }]])(
      '%j is no batch',
      (batch) =>
        asWorker(async (tx) => {
          const { error } = await record(tx, 'worker', batch);
          expect(error).toMatchObject({ code: 'PT422', message: 'study_not_understood' });
        }),
    );

    it('ten thousand events', () =>
      asWorker(async (tx, me) => {
        const events = Array.from({ length: 10_000 }, () => good(me.sitting.text));
        const { error } = await record(tx, 'worker', { sent_at_ms: noon, events });
        expect(error).toMatchObject({ code: 'PT413', message: 'too_many_events', detail: '{"limit": 500}' });
      }));

    it('an event of nobody’s sitting is passed over', () =>
      asWorker(async (tx, me) => {
        const taken = await take(tx, me.worker, [event(randomUUID(), noon, noon + second)], noon + second);
        expect(taken).toMatchObject({ verdicts: {}, lessons: [] });
      }));
  });

  it('refuses lessons and enrolments that are not hers, not there, or over', () =>
    database().rolledBack(async (tx) => {
      const me = await learner(tx, 'worker', noon);
      const open = (enrolment: string, lesson: string) =>
        tx.attempt('select public.open_lesson($1::uuid, $2)', [enrolment, lesson]);
      await tx.as('carer');
      expect((await open(me.enrolment, 'film')).error).toMatchObject({ code: 'PT404', message: 'enrolment_not_found' });
      await tx.as('worker');
      expect((await open(me.enrolment, 'none')).error).toMatchObject({ code: 'PT404', message: 'lesson_not_found' });
      expect((await tx.attempt(`select public.enrol('none')`)).error?.message).toBe('course_not_found');
      await tx.as('owner');
      await tx.query(`update public.enrolments set valid_until = '2020-01-01' where id = $1::uuid`, [me.enrolment]);
      await tx.as('worker');
      expect((await open(me.enrolment, 'film')).error).toMatchObject({ code: 'PT409', message: 'enrolment_ended' });
      const { again } = await tx.one<{ again: string }>(`select public.enrol('test-course') as again`);
      expect(again).not.toBe(me.enrolment);
    }));
});
