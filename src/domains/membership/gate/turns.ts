import { Failure } from '#platform/errors.ts';

/** How many tries are looked at at once, and how many may wait, in all and from one place. */
const atOnce = 4;
const most = { all: 400, place: 200 };

const waiting = new Map<string, (() => void)[]>();
let waitingCount = 0;
let busy = 0;

/** Places take turns, so that a crowd at one of them does not keep the others waiting. */
function leave(): void {
  const [place, queue] = waiting.entries().next().value ?? [];
  if (place === undefined || !queue) return void (busy -= 1);
  waiting.delete(place);
  const go = queue.shift();
  if (queue.length > 0) waiting.set(place, queue);
  waitingCount -= 1;
  go?.();
}

async function enter(place: string): Promise<void> {
  if (busy < atOnce) return void (busy += 1);
  const queue = waiting.get(place) ?? [];
  if (waitingCount >= most.all || queue.length >= most.place) throw new Failure('sign_in_busy', 429);
  await new Promise<void>((go) => {
    queue.push(go);
    waiting.set(place, queue);
    waitingCount += 1;
  });
}

/** Passwords are slow to look at on purpose: only a few are at a time, and pages don't wait behind them. */
export async function inTurn<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
  await enter(place);
  try {
    return await work();
  } finally {
    leave();
  }
}
