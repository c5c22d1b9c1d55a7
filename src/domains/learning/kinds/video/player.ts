import videojs from 'video.js/core';
import chinese from 'video.js/dist/lang/zh-CN.json';
import styles from 'video.js/dist/video-js.css?url';

videojs.addLanguage('zh-CN', chinese);

function sheet(): Promise<void> {
  return new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = styles;
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}

/**
 * Plays on, as she has pressed play already. The player moves the element and loads it anew, some time, and either breaks off what was
 * asked; asked of the player itself it can wait for a beginning that was before. Whether it can be played at all is seen by who watches.
 */
async function goOn(video: HTMLVideoElement, tries = 20): Promise<void> {
  try {
    await video.play();
  } catch (thrown) {
    if (!(thrown instanceof DOMException) || thrown.name !== 'AbortError' || tries === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await goOn(video, tries - 1);
  }
}

/** Puts the full player around a video that has just begun, and lets it go on from where it is. */
export async function dress(video: HTMLVideoElement): Promise<void> {
  await sheet();
  // The browser shows its own captions until the player shows them; both at once lie on top of each other.
  for (const track of video.textTracks) track.mode = 'disabled';
  const player = videojs(video, {
    controls: true,
    fill: true,
    language: document.documentElement.lang,
    playbackRates: [0.5, 0.75, 1, 1.25, 1.5, 2],
    userActions: { hotkeys: true },
    controlBar: { skipButtons: { backward: 10, forward: 10 } },
    html5: { nativeTextTracks: false },
  });
  player.ready(() => {
    void goOn(video);
    player.focus();
  });
}
