import { Study } from '#domains/learning/client/study.ts';
import { followAfter } from '#domains/learning/kinds/video/follow.ts';

const seen = (): boolean => document.visibilityState === 'visible' || document.pictureInPictureElement !== null;

/** What played between two cuts is presented; a jump ends an interval before it happens, so nothing jumped over is in one. */
function observe(page: HTMLElement, video: HTMLVideoElement): void {
  const extent = Number(video.dataset['extent']);
  let from_s = 0;
  // While seeking, currentTime is where it goes to; where it was is what was presented.
  let last_s = 0;
  const study = new Study(page, {
    attending: () => seen() && !video.paused && !video.ended && !video.seeking && video.readyState > 2,
    begin: () => (from_s = last_s = video.currentTime),
    part: () => {
      const [from, to] = [from_s, last_s].map((at_s) => Math.min(extent, Math.round(at_s * 1000)));
      return from !== undefined && to !== undefined && to > from ? [from, to] : null;
    },
    rate: () => video.playbackRate,
  });
  video.addEventListener('timeupdate', () => {
    if (!video.seeking) last_s = video.currentTime;
  });
  video.addEventListener('playing', () => study.recut());
  for (const change of ['pause', 'seeking', 'waiting', 'ratechange', 'ended'])
    video.addEventListener(change, () => study.cut());
}

/** A film that can't be played says so; a player that does nothing says nothing. Errors of sources and of the film don't rise: they are caught on their way. */
function tellWhenBroken(page: HTMLElement): void {
  const note = page.querySelector<HTMLElement>('[data-video-failed]');
  const look = () => {
    const video = page.querySelector('video');
    const broken = video?.error != null || video?.networkState === HTMLMediaElement.NETWORK_NO_SOURCE;
    if (note && broken) note.hidden = false;
  };
  page.addEventListener('error', () => setTimeout(look), true);
  page.addEventListener('playing', () => note?.setAttribute('hidden', ''), true);
}

/** The full player comes when somebody means to watch. Until then, and without it, the browser's own controls are there. */
export function watchVideo(): void {
  const page = document.querySelector<HTMLElement>('[data-sitting]');
  const video = document.querySelector<HTMLVideoElement>('[data-video]');
  if (!page || !video) return;
  const resume_s = Number(video.dataset['resume']);
  observe(page, video);
  tellWhenBroken(page);
  followAfter(video);
  video.addEventListener(
    'loadedmetadata',
    () => {
      if (resume_s > 0 && video.currentTime < 1) video.currentTime = resume_s;
    },
    { once: true },
  );
  // The policy of our pages allows no style that a script writes into a page; the player reads this when it is loaded.
  (window as { VIDEOJS_NO_DYNAMIC_STYLE?: boolean }).VIDEOJS_NO_DYNAMIC_STYLE = true;
  const enhance = () => void import('#domains/learning/kinds/video/player.ts').then(({ dress }) => dress(video));
  video.addEventListener('play', enhance, { once: true });
}
