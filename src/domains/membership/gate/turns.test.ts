import { expect, it } from 'vitest';
import { inTurn } from '#domains/membership/gate/turns.ts';

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

it('looks at four at once, and lets somebody from elsewhere through a crowd', async () => {
  const done: string[] = [];
  let [now, most] = [0, 0];
  const one = (place: string) =>
    inTurn(place, async () => {
      most = Math.max(most, ++now);
      await tick();
      now -= 1;
      done.push(place);
    });
  const crowd = Array.from({ length: 100 }, () => one('crowd'));
  await Promise.all([...crowd, one('elsewhere')]);
  expect(most).toBe(4);
  expect(done.indexOf('elsewhere')).toBeLessThan(12);
});

it('turns away what is too many, and goes on after a try that failed', async () => {
  const tries = Array.from({ length: 230 }, (_, n) =>
    inTurn('crowd', async () => {
      await tick();
      if (n === 0) throw new Error('failed');
    }),
  );
  const answers = await Promise.allSettled(tries);
  const words = answers.map((answer) => (answer.status === 'rejected' ? (answer.reason as Error).message : 'done'));
  expect(words.filter((word) => word === 'sign_in_busy')).toHaveLength(26);
  expect(words.filter((word) => word === 'done')).toHaveLength(203);
  expect(await inTurn('crowd', async () => 'free again')).toBe('free again');
});
