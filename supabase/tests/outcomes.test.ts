import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { event, learner, minute, noon, second, take, watching, type Learner } from './study.ts';

const answers = {
  s: 'b',
  m: ['c', 'a'],
  t: false,
  o: ['b', 'a'],
  p: { l: 'r' },
  f: [' Ｖentilate ', '检测'],
  n: '9.1',
};

/** Answers as her own request would send them. */
async function quiz(tx: Transaction, me: Learner, given: object, handIn = true) {
  await tx.as('worker');
  const { number } = await tx.one<{ number: number }>(`select public.begin_quiz($1::uuid, 'check') as number`, [
    me.enrolment,
  ]);
  const outcome = await tx.attempt<{ passed: boolean }>(
    `select public.answer_quiz($1::uuid, 'check', $2, $3::text::jsonb, $4) as passed`,
    [me.enrolment, number, JSON.stringify(given), handIn],
  );
  await tx.as('owner');
  return { number, ...outcome };
}

async function quizState(tx: Transaction, me: Learner): Promise<string> {
  await tx.as('worker');
  const { state } = await tx.one<{ state: string }>(`select public.quiz_state($1::uuid, 'check')::text as state`, [
    me.enrolment,
  ]);
  await tx.as('owner');
  return state;
}

const outcomesOf = (tx: Transaction, me: Learner) =>
  tx.query<{ hours_min: number; evidence: Record<string, unknown> }>(
    'select hours_min, evidence from public.outcomes where worker_id = $1::uuid and enrolment_id = $2::uuid',
    [me.worker, me.enrolment],
  );

async function gaps(tx: Transaction, me: Learner): Promise<{ reason: string; lesson?: string }[]> {
  await tx.as('worker');
  const { learning } = await tx.one<{ learning: { enrolments: { id: string; gaps: { reason: string }[] }[] } }>(
    'select public.my_learning() as learning',
  );
  await tx.as('owner');
  return learning.enrolments.find(({ id }) => id === me.enrolment)?.gaps ?? [];
}

const readText = (me: Learner, from_ms: number) => watching(me.sitting.text, from_ms, minute, 0);

onBothEngines((database) => {
  const asWorker = (work: (tx: Transaction, me: Learner) => Promise<void>) =>
    database().rolledBack(async (tx) => work(tx, await learner(tx, 'worker', noon)));

  describe('a course is completed', () => {
    it('when every lesson is covered, the check is passed and the clock is plausible: once', () =>
      asWorker(async (tx, me) => {
        await take(tx, me.worker, watching(me.sitting.film, noon, 5 * minute, 0, 2), noon + 5 * minute);
        await take(tx, me.worker, readText(me, noon + 5 * minute), noon + 6 * minute);
        expect(await gaps(tx, me)).toEqual([{ reason: 'check_not_passed', lesson: 'check' }]);
        expect(await outcomesOf(tx, me)).toEqual([]);
        expect((await quiz(tx, me, answers)).rows).toEqual([{ passed: true }]);
        const [outcome, ...more] = await outcomesOf(tx, me);
        expect(more).toEqual([]);
        expect(outcome).toMatchObject({
          hours_min: 9,
          evidence: { clock_ms: 6 * minute, late_ms: 0, coverage_pct: 90 },
        });
        const before = await outcomesOf(tx, me);
        await take(tx, me.worker, watching(me.sitting.text, noon + 6 * minute, minute, null), noon + 7 * minute);
        expect(await outcomesOf(tx, me)).toEqual(before);
      }));

    it('not by nine tenths less a little, and the reason has its figures', () =>
      asWorker(async (tx, me) => {
        await take(tx, me.worker, watching(me.sitting.film, noon, 8 * minute + 55 * second, 0), noon + 9 * minute);
        expect((await gaps(tx, me))[0]).toEqual({
          lesson: 'film',
          reason: 'lesson_not_covered',
          covered_pct: 89,
          needed_pct: 90,
        });
      }));

    it('not by sixteen lessons at once: the clock is shared, and the reason says so', () =>
      asWorker(async (tx, me) => {
        // Film and text on two screens: each long enough for itself, together too short.
        await take(tx, me.worker, watching(me.sitting.film, noon, 5 * minute, 0, 2), noon + 5 * minute);
        await take(tx, me.worker, readText(me, noon), noon + 5 * minute);
        await quiz(tx, me, answers);
        expect(await gaps(tx, me)).toEqual([
          { reason: 'clock_too_short', have_s: 300, need_s: 324, paid_s: 0, away_s: 0 },
        ]);
        expect(await outcomesOf(tx, me)).toEqual([]);
        await take(tx, me.worker, [event(me.sitting.text, noon + 5 * minute, noon + 5.5 * minute)], noon + 6 * minute);
        expect(await outcomesOf(tx, me)).toHaveLength(1);
      }));

    it('and the outcome is final, for its owner too', () =>
      asWorker(async (tx) => {
        for (const change of ['update public.outcomes set hours_min = 1', 'delete from public.outcomes']) {
          expect((await tx.attempt(change)).error).toMatchObject({ code: 'PT409', message: 'outcome_final' });
        }
      }));
  });

  describe('a check', () => {
    it('never shows its key before it is handed in, and explains itself afterwards', () =>
      asWorker(async (tx, me) => {
        await quiz(tx, me, { s: 'a' }, false);
        const open = await quizState(tx, me);
        for (const secret of ['"answer"', '"accept"', '"explanation"', '"tolerance"', 'ventilate', '解析', '9.09'])
          expect(open).not.toContain(secret);
        expect(open).toContain('"answers": {"s": "a"}');
        await quiz(tx, me, answers);
        const closed = await quizState(tx, me);
        for (const shown of ['"answer"', '"explanation"', 'ventilate', '解析']) expect(closed).toContain(shown);
      }));

    it.each([
      [answers, 100],
      [{ ...answers, m: ['a'] }, 85],
      [{ ...answers, m: ['a', 'b', 'c'] }, 85],
      [{ ...answers, o: ['a', 'b'] }, 85],
      [{ ...answers, f: ['检测', '通风'] }, 85],
      [{ ...answers, n: '9.2' }, 85],
      [{ ...answers, n: 'NaN' }, 85],
      [{ ...answers, n: { $gt: 0 }, p: 'r', s: ['b'], t: 'false' }, 42],
      [{ score_pct: 100, passed: true, s: null }, 0],
      [{}, 0],
    ])('marks %j with %d', (given, score) =>
      asWorker(async (tx, me) => {
        await quiz(tx, me, given);
        expect(JSON.parse(await quizState(tx, me))).toMatchObject({
          attempt: { score_pct: score, passed: score >= 80 },
        });
      }),
    );

    it('counts its attempts, and goes on with the one that is open', () =>
      asWorker(async (tx, me) => {
        expect([(await quiz(tx, me, {}, false)).number, (await quiz(tx, me, {})).number]).toEqual([1, 1]);
        await tx.query(
          `update public.quiz_attempts set submitted_at = now() - interval '5 minutes' where enrolment_id = $1::uuid`,
          [me.enrolment],
        );
        expect((await quiz(tx, me, {})).number).toBe(2);
        await tx.as('worker');
        const third = await tx.attempt(`select public.begin_quiz($1::uuid, 'check')`, [me.enrolment]);
        expect(third.error).toMatchObject({ code: 'PT409', message: 'quiz_attempts_spent' });
        const again = await tx.attempt(`select public.answer_quiz($1::uuid, 'check', 2, '{}', true)`, [me.enrolment]);
        expect(again.error).toMatchObject({ code: 'PT409', message: 'quiz_attempt_closed' });
      }));

    it('is handed in by the server when its time is over, with what was saved by then', () =>
      asWorker(async (tx, me) => {
        await quiz(tx, me, answers, false);
        await tx.query(
          `update public.quiz_attempts set due_at = now() - interval '1 minute' where enrolment_id = $1::uuid`,
          [me.enrolment],
        );
        const late = await tx.attempt(
          `select private.last_attempt(e, 'check') from public.enrolments e where e.id = $1::uuid`,
          [me.enrolment],
        );
        expect(late.error).toBeUndefined();
        expect(JSON.parse(await quizState(tx, me))).toMatchObject({ passed: true, attempt: { submitted: true } });
      }));

    it('is nobody else’s', () =>
      asWorker(async (tx, me) => {
        await quiz(tx, me, answers, false);
        await tx.as('carer');
        for (const call of [
          `quiz_state($1::uuid, 'check')`,
          `begin_quiz($1::uuid, 'check')`,
          `answer_quiz($1::uuid, 'check', 1, '{}', true)`,
        ])
          expect((await tx.attempt(`select public.${call}`, [me.enrolment])).error?.message).toBe(
            'enrolment_not_found',
          );
      }));
  });

  it('lets the sponsor see what it sponsored, and nobody what is her own', () =>
    database().rolledBack(async (tx) => {
      const me = await learner(tx, 'worker', noon);
      const seen = `select from public.enrolments where id = $1::uuid`;
      await tx.as('manager');
      expect(await tx.query(seen, [me.enrolment])).toEqual([]);
      await tx.as('owner');
      await tx.query(
        `update public.enrolments set sponsor_id = '00000000-0000-4000-8000-000000000010' where id = $1::uuid`,
        [me.enrolment],
      );
      await tx.as('manager');
      expect(await tx.query(seen, [me.enrolment])).toHaveLength(1);
      await tx.as('officer');
      expect(await tx.query(seen, [me.enrolment])).toEqual([]);
    }));
});
