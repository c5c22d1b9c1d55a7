import { watchReading } from '#domains/learning/client/reading.ts';
import { seenAndFocused } from '#domains/learning/client/study.ts';

/** A text is presented by the blocks that stand in the window. Nobody has to move: reading slowly is reading. */
export function watchArticle(): void {
  const page = document.querySelector<HTMLElement>('[data-sitting]');
  const blocks = [...document.querySelectorAll<HTMLElement>('[data-article] [data-from]')];
  if (!page || blocks.length === 0) return;
  const seen = new Set<HTMLElement>();
  watchReading(page, seenAndFocused, () => {
    const inside = blocks.filter((block) => seen.has(block));
    if (inside.length === 0) return null;
    return [Number(inside[0]?.dataset['from']), Number(inside.at(-1)?.dataset['to'])];
  });
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) seen.add(target as HTMLElement);
      else seen.delete(target as HTMLElement);
    }
  });
  for (const block of blocks) watcher.observe(block);
}
