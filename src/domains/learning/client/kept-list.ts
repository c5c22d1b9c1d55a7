import { canKeep, drop, keptLessons, megabytes } from '#domains/learning/client/kept.ts';

/** Fills in what is kept on this device. The server does not know it, and need not. */
export async function showKept(): Promise<void> {
  const box = document.querySelector<HTMLElement>('[data-kept]');
  const model = box?.querySelector('template');
  const list = box?.querySelector('ul');
  if (!box || !model || !list || !canKeep()) return;
  const lessons = await keptLessons();
  list.replaceChildren(
    ...lessons.map(({ path, title, bytes }) => {
      const item = model.content.cloneNode(true) as DocumentFragment;
      const link = item.querySelector('a');
      if (link) Object.assign(link, { href: path, textContent: title });
      const size = item.querySelector('span');
      if (size) size.textContent = megabytes(bytes);
      item.querySelector('button')?.addEventListener('click', () => void drop(path).then(showKept));
      return item;
    }),
  );
  box.hidden = lessons.length === 0;
}
