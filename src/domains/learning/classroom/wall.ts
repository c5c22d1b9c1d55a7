/** A code is good for fifteen to thirty seconds, so one that is at most five seconds old has always time to be scanned. */
const pause_ms = 5000;

/** Asks for the page again and takes the wall out of it. While there is no network the old one stays, and is too old soon. */
export function renewWall(): void {
  setInterval(() => {
    void fetch(location.href, { headers: { accept: 'text/html' } })
      .then((answer) => (answer.ok ? answer.text() : ''))
      .then((text) => {
        const next = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-wall]');
        if (next) document.querySelector('[data-wall]')?.replaceWith(next);
      })
      .catch(() => {});
  }, pause_ms);
}
