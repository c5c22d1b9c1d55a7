import { ReadingHead, type Span } from '#domains/learning/client/head.ts';
import { Study } from '#domains/learning/client/study.ts';

const look_ms = 1000;

/** Observes what is read: what stands in view at an instant, the kind says; how much of it was passed, the reading head. */
export function watchReading(page: HTMLElement, attending: () => boolean, view: () => Span | null): void {
  const head = new ReadingHead();
  let shown: Span | null = null;
  let began_ms = 0;
  const study = new Study(page, {
    attending,
    begin: () => {
      shown = view();
      began_ms = performance.now();
    },
    part: (elapsed_ms) => shown && head.pass(shown, elapsed_ms),
  });
  // What scrolled by within a second was not read; what stands for one begins an interval of its own.
  setInterval(() => {
    const moved = String(view()) !== String(shown);
    if (moved || (shown && head.waits(shown, performance.now() - began_ms))) study.recut();
  }, look_ms);
}
