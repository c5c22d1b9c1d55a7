import { seenAndFocused, Study } from '#domains/learning/client/study.ts';

/** Pages that stand in the reader are presented. The reader itself, half a megabyte of script, comes when it is asked for. */
export function watchPdf(): void {
  const page = document.querySelector<HTMLElement>('[data-sitting]');
  const reader = document.querySelector<HTMLElement>('[data-pdf]');
  const button = document.querySelector<HTMLButtonElement>('[data-pdf-open]');
  if (!page || !reader || !button) return;
  let open = false;
  let shown: [number, number] | null = null;
  let begun: [number, number] | null = null;
  const study = new Study(page, {
    attending: () => open && seenAndFocused(),
    begin: () => (begun = shown),
    part: () => begun,
  });
  button.addEventListener('click', () => {
    button.disabled = true;
    reader.hidden = false;
    import('#domains/learning/kinds/pdf/reader.ts')
      .then(({ openReader }) =>
        openReader(reader, (first, last) => {
          open = true;
          shown = [first - 1, last];
          study.recut();
        }),
      )
      .catch(() => {
        reader.hidden = true;
        button.disabled = false;
        document.querySelector('[data-pdf-failed]')?.removeAttribute('hidden');
      });
  });
}
