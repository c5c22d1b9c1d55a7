import { parentPort } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

export interface HashingTask {
  password: string;
  /** What to compare with; without it, a new hash is made. */
  hash?: string;
  rounds: number;
}

parentPort?.on('message', ({ password, hash, rounds }: HashingTask) => {
  try {
    const done = hash === undefined ? bcrypt.hashSync(password, rounds) : bcrypt.compareSync(password, hash);
    parentPort?.postMessage({ done });
  } catch (thrown) {
    parentPort?.postMessage({ failed: String(thrown) });
  }
});
