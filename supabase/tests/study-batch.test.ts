import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../src/domains/learning/client/runs.ts';
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
    const times_ms = [noon, noon + second];
    const good = (sitting: string): Run => ({
      ...{ stream: randomUUID(), first: 0, sitting, rate: 1, present: true },
      ...{ times_ms, parts: [0, 5] },
    });
    const wrong: [string, object][] = [
      ['NaN as a text', { times_ms: ['NaN', noon] }],
      ['a negative time', { times_ms: [-1, noon] }],
      ['an end before its beginning', { times_ms: [noon, noon - 1] }],
      ['an interval of an hour', { times_ms: [noon, noon + hour] }],
      ['a beginning without an end', { times_ms: [noon], parts: null }],
      ['no times', { times_ms: [], parts: null }],
      ['times of times', { times_ms: [[noon], [noon + second]] }],
      ['no time', { times_ms: [noon, null] }],
      ['a negative part', { parts: [-5, 5] }],
      ['a part that runs backwards', { parts: [5, 1] }],
      ['a part of one end', { parts: [5] }],
      ['more parts than times', { parts: [0, 5, 5, 9] }],
      ['a part without an end', { parts: [5, null] }],
      ['a part without a beginning', { parts: [null, 5] }],
      ['a part of parts', { parts: [[0], [5]] }],
      ['a stream that is none', { stream: '1; drop table' }],
      ['no first number', { first: null }],
      ['a number below zero', { first: -1 }],
      ['no sitting', { sitting: undefined }],
      ['presence as a text', { present: 'yes' }],
      ['an infinite rate', { rate: 1e308 }],
    ];

    it.each(wrong)('%s', (_name, flaw) =>
      asWorker(async (tx, me) => {
        const runs = [good(me.sitting.text), { ...good(me.sitting.text), ...flaw }];
        const { error } = await record(tx, 'worker', { sent_at_ms: noon, runs });
        expect(error).toMatchObject({ code: 'PT422', message: 'study_event_not_understood', detail: '{"index": 1}' });
        expect(await tx.query('select from private.study_evidence')).toEqual([]);
      }),
    );

    it('from a page that was heard before, too', () =>
      asWorker(async (tx, me) => {
        const heard = good(me.sitting.text);
        expect((await record(tx, 'worker', { sent_at_ms: noon, runs: [heard] })).error).toBeUndefined();
        for (const flaw of [{ first: null }, { times_ms: [noon, noon - 1] }]) {
          const { error } = await record(tx, 'worker', { sent_at_ms: noon, runs: [{ ...heard, ...flaw }] });
          expect(error).toMatchObject({ message: 'study_event_not_understood', detail: '{"index": 0}' });
        }
      }));

    it.each([[null], [[]], [{}], [{ runs: [] }], [{ runs: {}, sent_at_ms: 1 }], [{ runs: [], sent_at_ms: '1' }]])(
      '%j is no batch',
      (batch) =>
        asWorker(async (tx) => {
          const { error } = await record(tx, 'worker', batch);
          expect(error).toMatchObject({ code: 'PT422', message: 'study_not_understood' });
        }),
    );

    it('ten thousand events', () =>
      asWorker(async (tx, me) => {
        const long = { ...good(me.sitting.text), times_ms: Array.from({ length: 20_000 }, () => noon), parts: null };
        const { error } = await record(tx, 'worker', { sent_at_ms: noon, runs: [long] });
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
