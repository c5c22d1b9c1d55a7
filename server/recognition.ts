import { recogniseWaiting } from '../src/domains/credits/recognition/data.ts';
import { describe, log } from '../src/platform/log.ts';

const pause_ms = 60_000;

/**
 * Recognises what was completed and not recognised at once, for example because the process ended in between. Answers a
 * function that ends it and waits for what is under way.
 */
export function keepRecognising(): () => Promise<void> {
  let stopped = false;
  const sweep = async (): Promise<void> => {
    try {
      while (!stopped && (await recogniseWaiting()) > 0);
    } catch (thrown) {
      log('error', 'recognition_failed', { why: describe(thrown) });
    }
  };
  let running = sweep();
  const timer = setInterval(() => (running = running.then(sweep)), pause_ms);
  return async () => {
    stopped = true;
    clearInterval(timer);
    await running;
  };
}
