import type { Span } from '#domains/learning/client/head.ts';
import { watchReading } from '#domains/learning/client/reading.ts';
import { seenAndFocused } from '#domains/learning/client/study.ts';

/** Pages that stand in the reader are presented. The reader itself, half a megabyte of script, comes when it is asked for. */
export function watchPdf(): void {
  const page = document.querySelector<HTMLElement>('[data-sitting]');
  const reader = document.querySelector<HTMLElement>('[data-pdf]');
  const button = document.querySelector<HTMLButtonElement>('[data-pdf-open]');
  if (!page || !reader || !button) return;
  const starts = (reader.dataset['starts'] ?? '').split(' ').map(Number);
  let shown: Span | null = null;
  watchReading(
    page,
    () => shown !== null && seenAndFocused(),
    () => shown,
  );
  button.addEventListener('click', () => {
    button.disabled = true;
    reader.hidden = false;
    import('#domains/learning/kinds/pdf/reader.ts')
      .then(({ openReader }) =>
        openReader(reader, (first, last) => {
          const [from, to] = [starts[first - 1], starts[last]];
          // A page that the lesson doesn't know of covers nothing.
          if (from !== undefined && to !== undefined) shown = [from, to];
        }),
      )
      .catch(() => {
        reader.hidden = true;
        button.disabled = false;
        document.querySelector('[data-pdf-failed]')?.removeAttribute('hidden');
      });
  });
}
