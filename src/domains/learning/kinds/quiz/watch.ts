import { seenAndFocused, Study } from '#domains/learning/client/study.ts';

const patience_ms = 800;

/** Time in a check is time of learning; and what is answered is kept as it is given, so a dead battery costs one answer at most. */
export function watchQuiz(): void {
  const page = document.querySelector<HTMLElement>('[data-sitting]');
  const form = document.querySelector<HTMLFormElement>('[data-quiz]');
  if (!page || !form) return;
  new Study(page, { attending: seenAndFocused, part: () => null });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const keep = () =>
    void fetch('/_actions/learning.answerQuiz', {
      method: 'POST',
      body: new FormData(form),
      headers: { accept: 'application/json' },
      keepalive: true,
    }).catch(() => undefined);
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, patience_ms);
  });
  // An answer that arrives after the hand-in would be refused; it must not even be on its way.
  form.addEventListener('submit', () => clearTimeout(waiting));
}
