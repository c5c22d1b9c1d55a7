/**
 * The server's clock as this page knows it: what the server said, plus what has passed since by a clock that nobody can set. The clock
 * of the device plays no part while the page is open.
 */
export class ServerClock {
  private base: number;

  constructor(now_ms: number) {
    this.base = now_ms - performance.now();
  }

  now(): number {
    return Math.floor(this.base + performance.now());
  }

  /** A machine that slept comes back late; small differences are only the way of the message and would tear intervals apart. */
  correct(now_ms: number): void {
    if (Math.abs(now_ms - this.now()) > 5000) this.base = now_ms - performance.now();
  }
}
