import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import bcrypt from 'bcryptjs';
import type { HashingTask } from './hashing-worker.ts';

// A hash that is slow enough to be worth something takes a tenth of a second. The services make theirs with bcryptjs on the thread
// that answers pages, so from here on bcryptjs works elsewhere: on threads of their own, all but one of the machine's.

const rounds = 10;
const mostWaiting = 500;

interface Waiting {
  task: HashingTask;
  resolve(done: boolean | string): void;
  reject(why: Error): void;
}

interface Hand {
  worker: Worker;
  at: Waiting | undefined;
}

const queue: Waiting[] = [];
const hands: Hand[] = [];

function newHand(): Hand {
  const hand: Hand = { worker: new Worker(new URL('./hashing-worker.ts', import.meta.url)), at: undefined };
  const drop = (why: Error) => {
    hands.splice(hands.indexOf(hand), 1);
    hand.at?.reject(why);
    next();
  };
  hand.worker.on('message', ({ done, failed }: { done?: boolean | string; failed?: string }) => {
    const finished = hand.at;
    hand.at = undefined;
    // A thread with nothing to do keeps no process alive.
    hand.worker.unref();
    if (done === undefined) finished?.reject(new Error(failed));
    else finished?.resolve(done);
    next();
  });
  hand.worker.on('error', drop);
  hand.worker.unref();
  hands.push(hand);
  return hand;
}

function next(): void {
  const free = hands.find(({ at }) => at === undefined);
  const hand = free ?? (hands.length < Math.max(1, availableParallelism() - 1) ? newHand() : undefined);
  const waiting = hand && queue.shift();
  if (!waiting) return;
  hand.at = waiting;
  hand.worker.ref();
  hand.worker.postMessage(waiting.task);
}

function ask(task: HashingTask): Promise<boolean | string> {
  if (queue.length >= mostWaiting) return Promise.reject(new Error('too many passwords wait to be hashed'));
  return new Promise((resolve, reject) => {
    queue.push({ task, resolve, reject });
    next();
  });
}

export const hashPassword = async (password: string) => (await ask({ password, rounds })) as string;

const services = bcrypt as { hash: unknown; compare: unknown };
services.hash = hashPassword;
services.compare = (password: string, hash: string) => ask({ password, hash, rounds });
