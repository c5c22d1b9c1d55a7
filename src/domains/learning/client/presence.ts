/** A question of the server whether she is still there. */
export interface PresenceCheck {
  id: string;
  asked_ms: number;
  answer_s: number;
}

const signs = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

/**
 * Shows the question where she looks, and hears the answer: a press on its button, or any other sign that somebody is there. A film
 * does not run on for nobody: it stops where the time for an answer ends.
 */
export class Presence {
  private shown: string | undefined;
  private touched: number | undefined;
  private stopping: ReturnType<typeof setTimeout> | undefined;
  private readonly box = document.querySelector<HTMLElement>('[data-presence]');
  private readonly now: () => number;
  private readonly answered: (check: string) => Promise<void>;

  constructor(now: () => number, answered: (check: string) => Promise<void>) {
    this.now = now;
    this.answered = answered;
    for (const sign of signs) addEventListener(sign, () => this.sign(), { passive: true });
    this.box?.querySelector('button')?.addEventListener('click', () => this.sign());
  }

  /** When she last touched the page, by the clock of the server as this page knows it. */
  get touched_ms(): number | undefined {
    return this.touched;
  }

  /** What the server said last: a question that stands open, or none. */
  heard(check: PresenceCheck | null | undefined): void {
    if (!check) return this.hide();
    if (this.shown === check.id || !this.box) return;
    this.shown = check.id;
    // What fills the screen hides everything else: the question goes into it, or it makes room.
    const full = document.fullscreenElement;
    if (full && full.tagName !== 'VIDEO') full.append(this.box);
    else if (full) void document.exitFullscreen();
    this.box.hidden = false;
    this.stopping = setTimeout(
      () => document.querySelectorAll('video').forEach((film) => film.pause()),
      Math.max(0, check.asked_ms + check.answer_s * 1000 - this.now()),
    );
  }

  private sign(): void {
    this.touched = this.now();
    const check = this.shown;
    if (check === undefined) return;
    this.hide();
    // Where the answer is lost on its way, the next batch brings the question again.
    this.answered(check).catch(() => undefined);
  }

  private hide(): void {
    clearTimeout(this.stopping);
    this.shown = undefined;
    if (this.box) this.box.hidden = true;
  }
}
