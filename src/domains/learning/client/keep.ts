import { canKeep, drop, keep, keptLessons, megabytes } from '#domains/learning/client/kept.ts';

/** The files of the lesson on this page: of a film the one that this browser plays, and everything that belongs to it. */
function filesHere(): string[] {
  const video = document.querySelector('video');
  const films = [...document.querySelectorAll<HTMLSourceElement>('video source')];
  const film = films.find(({ type }) => video?.canPlayType(type)) ?? films[0];
  const others = [...document.querySelectorAll('video track')].map((track) => track.getAttribute('src'));
  const booklet = document.querySelector<HTMLElement>('[data-pdf]')?.dataset['pdf'];
  const named = [film?.getAttribute('src'), video?.getAttribute('poster'), ...others, booklet];
  return named.filter((name): name is string => Boolean(name));
}

/** The button that keeps the lesson of this page on this device, and takes it away again. */
export function watchKeep(): void {
  const box = document.querySelector<HTMLElement>('[data-keep]');
  const button = box?.querySelector('button');
  const progress = box?.querySelector('progress');
  const said = box?.querySelector('[role=status]');
  if (!box || !button || !progress || !said || !canKeep()) return;
  const { title = '', all = '0', keepText, keptText, dropText, failedText } = box.dataset;
  const path = location.pathname;
  let isKept = false;

  const show = (bytes: number | undefined): void => {
    isKept = bytes !== undefined;
    button.textContent = (isKept ? dropText : keepText) ?? '';
    said.textContent = bytes === undefined ? '' : `${keptText} ${megabytes(bytes)}`;
  };
  const look = async (): Promise<void> => show((await keptLessons()).find((one) => one.path === path)?.bytes);
  const act = async (): Promise<void> => {
    if (isKept) return drop(path);
    progress.hidden = false;
    progress.max = Number(all) || 1;
    await keep(path, title, filesHere(), (bytes) => {
      progress.value = bytes;
      said.textContent = megabytes(bytes);
    });
  };
  button.addEventListener('click', () => {
    button.disabled = true;
    act()
      .then(look)
      .catch(() => (said.textContent = failedText ?? ''))
      .finally(() => {
        button.disabled = false;
        progress.hidden = true;
      });
  });
  void look().then(() => (box.dataset['ready'] = ''));
}
