/** Long enough to read that it happens, and to stay. */
const pause_ms = 8000;

/**
 * A film that has been seen to its end leads on to the next lesson. It waits until the server says that this one is completed, says
 * that it will, and does not when somebody stays, plays again or goes away.
 */
export function followAfter(video: HTMLVideoElement): void {
  const box = document.querySelector<HTMLElement>('[data-follows]');
  const done = document.querySelector<HTMLElement>('[data-lesson-done]');
  const next = box?.dataset['follows'];
  if (!box || !done || !next) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stays = false;

  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
    box.hidden = true;
  };
  const lead = (): void => {
    if (done.hidden || stays || !video.ended || timer !== undefined) return;
    box.hidden = false;
    timer = setTimeout(() => {
      if (document.visibilityState === 'visible') location.assign(next);
      else stop();
    }, pause_ms);
  };
  box.querySelector('button')?.addEventListener('click', () => {
    stays = true;
    stop();
  });
  video.addEventListener('ended', lead);
  for (const change of ['play', 'seeking']) video.addEventListener(change, stop);
  new MutationObserver(lead).observe(done, { attributeFilter: ['hidden'] });
}
