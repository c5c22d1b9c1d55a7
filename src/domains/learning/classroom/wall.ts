/** A code is good for fifteen seconds, so one that is at most ten seconds old can always be scanned. */
const pause_ms = 10_000;

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
