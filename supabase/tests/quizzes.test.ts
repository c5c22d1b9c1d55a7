import { describe, expect, it } from 'vitest';
import { onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { quizzer, type BankRules } from './quizzes.ts';

const usual: BankRules = { draw: 4, attempts: 3, time_limit_min: 10, pass_pct: 75 };
const secrets = ['"answer"', '"explanation"', '解析'];

onBothEngines((database) => {
  type Quizzer = Awaited<ReturnType<typeof quizzer>>;
  const quiz = (work: (me: Quizzer, tx: Transaction) => Promise<void>, changed: Partial<BankRules> = {}, count = 4) =>
    database().rolledBack(async (tx) => work(await quizzer(tx, 'worker', count, { ...usual, ...changed }), tx));

  describe('the key', () => {
    it('does not leave after an attempt that failed: only how many were right', () =>
      quiz(async (me) => {
        const number = await me.begin();
        await me.answer(number as number, { q1: 'a', q2: 'b', q3: 'b', q4: 'b' }, true);
        const failed = await me.state();
        expect(failed.attempt).toMatchObject({ submitted: true, right_count: 1, right: null, questions: [] });
        for (const secret of secrets) expect(JSON.stringify(failed)).not.toContain(secret);
      }));

    it('leaves when the attempts are spent, and when one has passed', () =>
      quiz(async (me) => {
        await me.attempt('b');
        await me.later(60);
        await me.attempt('b');
        await me.later(60);
        expect(JSON.stringify(await me.state())).not.toContain('解析');
        await me.attempt('b');
        const spent = await me.state();
        expect(spent.attempt?.questions[0]).toMatchObject({ answer: 'a' });
        expect(spent.attempt?.right).toEqual([]);
      }));

    it('leaves when an attempt has passed, and nothing can be drawn of the bank after that', () =>
      quiz(async (me) => {
        await me.attempt('a');
        const passed = await me.state();
        expect(passed).toMatchObject({ passed: true, attempt: { right_count: 4 } });
        expect(passed.attempt?.right).toHaveLength(4);
        expect(passed.attempt?.questions[0]).toHaveProperty('explanation');
        expect(await me.begin()).toBe('quiz_passed_already');
      }));

    it('never leaves before passing where attempts have no end', () =>
      quiz(
        async (me) => {
          for (let n = 0; n < 8; n++) {
            await me.attempt('b');
            await me.later(24 * 60);
            for (const secret of secrets) expect(JSON.stringify(await me.state())).not.toContain(secret);
          }
          await me.attempt('a');
          expect(JSON.stringify(await me.state())).toContain('解析');
        },
        { attempts: null },
      ));

    it('is not told by keeping answers', () =>
      quiz(async (me) => {
        const number = (await me.begin()) as number;
        for (const given of [{ q1: 'a' }, { q1: 'b' }, { q1: 'a', q2: 'a', q3: 'a', q4: 'a' }]) {
          expect(await me.answer(number, given, false)).toBe(null);
          expect((await me.state()).attempt).toMatchObject({ right_count: null, right: null, answers: given });
        }
      }));
  });

  describe('waiting', () => {
    it('grows from attempt to attempt, and says when the next begins', () =>
      quiz(
        async (me, tx) => {
          for (const minutes of [5, 15, 60, 240, 1440, 1440]) {
            await me.attempt('b');
            const { next_at } = await me.state();
            const { wait } = await tx.one<{ wait: number }>(
              'select extract(epoch from $1::timestamptz - now())::integer / 60 as wait',
              [next_at],
            );
            expect(wait).toBe(minutes);
            expect(await me.begin(), `${minutes} minutes`).toBe('quiz_not_yet');
            await me.later(minutes - 0.1);
            expect(await me.begin(), `before ${minutes} minutes`).toBe('quiz_not_yet');
            await me.later(0.1);
          }
          expect((await me.state()).next_at).toBe(null);
        },
        { attempts: null },
      ));

    it('is not got round by taking the course up again', () =>
      quiz(async (me) => {
        await me.attempt('b');
        await me.again();
        expect(await me.begin()).toBe('quiz_not_yet');
        await me.later(5);
        await me.attempt('b');
        await me.again();
        await me.later(14);
        expect(await me.begin()).toBe('quiz_not_yet');
        await me.later(1);
        expect(await me.begin()).toBe(1);
      }));

    it('counts from when time was over, whenever that is noticed', () =>
      quiz(async (me) => {
        await me.begin();
        await me.later(10 + 4);
        expect((await me.state()).next_at).not.toBe(null);
        await me.later(1);
        expect((await me.state()).next_at).toBe(null);
        expect(await me.begin()).toBe(2);
      }));
  });

  describe('drawing', () => {
    it('takes what was not seen yet, then what was seen longest ago', () =>
      quiz(
        async (me) => {
          const seen: string[][] = [];
          for (let n = 0; n < 4; n++) {
            seen.push(await me.attempt('b'));
            await me.later(24 * 60);
          }
          const [first = [], second = [], third = [], fourth = []] = seen;
          const overlap = (one: string[], other: string[]) => one.filter((id) => other.includes(id)).length;
          expect(overlap(first, second)).toBe(0);
          expect(new Set([...first, ...second, ...third]).size).toBe(10);
          expect(overlap(third, second)).toBe(0);
          expect(overlap(third, fourth)).toBe(0);
        },
        { attempts: null },
        10,
      ));

    it('goes on where it stopped when the course is taken up again', () =>
      quiz(
        async (me) => {
          const first = await me.attempt('b');
          await me.again();
          await me.later(24 * 60);
          const second = await me.attempt('b');
          expect(second.filter((id) => first.includes(id))).toEqual([]);
        },
        {},
        8,
      ));
  });

  describe('time', () => {
    it('is the server’s: what comes after it is not taken, what was kept before counts', () =>
      quiz(async (me) => {
        const number = (await me.begin()) as number;
        await me.answer(number, { q1: 'a', q2: 'a', q3: 'a', q4: 'b' }, false);
        await me.later(10.1);
        expect(await me.answer(number, { q1: 'b' }, false)).toBe('quiz_time_over');
        expect(await me.answer(number, { q1: 'a', q2: 'a', q3: 'a', q4: 'a' }, true)).toBe('quiz_time_over');
        expect(await me.state()).toMatchObject({ passed: true, attempt: { submitted: true, right_count: 3 } });
      }));

    it('leaves two seconds for the way', () =>
      quiz(async (me) => {
        const number = (await me.begin()) as number;
        await me.later(10 + 1 / 60);
        expect(await me.answer(number, { q1: 'a', q2: 'a', q3: 'a' }, true)).toBe(true);
      }));

    it('shows the same attempt on a second device, with what was kept on the first', () =>
      quiz(async (me) => {
        const number = await me.begin();
        await me.answer(number as number, { q1: 'b' }, false);
        const before = await me.state();
        expect(await me.begin()).toBe(number);
        expect(await me.state()).toEqual(before);
      }));
  });
});
