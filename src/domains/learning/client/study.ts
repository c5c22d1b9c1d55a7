import { ServerClock } from '#domains/learning/client/clock.ts';
import { Presence } from '#domains/learning/client/presence.ts';
import { openOutbox, type Outbox } from '#domains/learning/client/outbox.ts';
import { report, type Answer } from '#domains/learning/client/report.ts';
import { runsOf, type StudyEvent } from '#domains/learning/client/runs.ts';

/** What a kind of lesson tells about this moment. */
export interface Observer {
  /** Whether she is in the lesson now. A page that is seen and has the focus counts; a playing video counts while it is seen. */
  attending(): boolean;
  /** What was presented since the last cut, in units of the lesson; how long that is the clock says. */
  part(elapsed_ms: number): [number, number] | null;
  /** Called when an interval begins, so that the kind remembers where. */
  begin?(): void;
  rate?(): number;
}

export const seenAndFocused = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** A name for what this page will observe. A phone in a factory's own network may have no secure address, and then no randomUUID. */
function newId(): string {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A page that was kept on the device was made long ago; the clock of the device goes on, as far from the server's as it was then. */
function serverNow({ dataset }: HTMLElement): number {
  return dataset['skew'] === undefined ? Number(dataset['now']) : Date.now() + Number(dataset['skew']);
}

const postJson = (path: string, body: string): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
    keepalive: true,
  });

const tick_ms = 1000;
const cut_ms = 5000;
const batchSize = 100;

/** Cuts the time of one opened lesson into observations of five seconds at most, and sees that they arrive. */
export class Study {
  private readonly clock: ServerClock;
  private readonly outbox: Promise<Outbox>;
  private readonly sitting: string;
  private readonly observer: Observer;
  private readonly presence: Presence;
  private readonly stream = newId();
  private taken = 0;
  private began: number | undefined;
  private sending = false;

  constructor(page: HTMLElement, observer: Observer) {
    this.clock = new ServerClock(serverNow(page));
    this.sitting = page.dataset['sitting'] ?? '';
    this.outbox = openOutbox(page.dataset['worker'] ?? '');
    this.observer = observer;
    this.presence = new Presence(
      () => this.clock.now(),
      (check) => this.answer(check),
    );
    setInterval(() => this.tick(), tick_ms);
    addEventListener('online', () => void this.send());
    addEventListener('pagehide', () => this.leave());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.leave();
    });
    void this.send();
  }

  private tick(): void {
    if (!this.observer.attending()) this.cut();
    else if (this.began === undefined) this.begin();
    else if (this.clock.now() - this.began >= cut_ms) {
      this.cut();
      this.begin();
    }
  }

  private begin(): void {
    this.began = this.clock.now();
    this.observer.begin?.();
  }

  /** Ends the interval that is open: the kind calls it before something changes, such as a jump or another page. */
  cut(): void {
    const event = this.take();
    if (event) void this.outbox.then((outbox) => outbox.put(event)).then(() => this.send());
  }

  /** Cuts, and begins anew where she is still attending. */
  recut(): void {
    this.cut();
    if (this.observer.attending()) this.begin();
  }

  private take(): StudyEvent | undefined {
    if (this.began === undefined) return undefined;
    const [from_ms, to_ms] = [this.began, this.clock.now()];
    this.began = undefined;
    if (to_ms <= from_ms) return undefined;
    const part = this.observer.part(to_ms - from_ms);
    const rate = this.observer.rate?.() ?? 1;
    const number = this.taken++;
    return { stream: this.stream, number, sitting: this.sitting, from_ms, to_ms, part, rate, present: true };
  }

  /** A page that goes away can't wait for an answer: the last seconds are kept and sent at once, and may arrive twice. */
  private leave(): void {
    const event = this.take();
    if (!event) return;
    void this.outbox.then((outbox) => outbox.put(event));
    navigator.sendBeacon('/api/study', new Blob([this.batch([event])], { type: 'application/json' }));
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      const outbox = await this.outbox;
      for (let events = await outbox.take(batchSize); events.length > 0; events = await outbox.take(batchSize)) {
        const response = await this.post(events);
        // What can never be understood would block everything behind it; what may be understood later is kept.
        const lost = response.status >= 400 && ![401, 408, 425, 429].includes(response.status) && response.status < 500;
        if (!response.ok && !lost) throw new Error(String(response.status));
        await outbox.drop(events);
        if (response.ok) this.heard((await response.json()) as Answer);
      }
    } catch {
      report(undefined);
    } finally {
      this.sending = false;
    }
  }

  private post(events: StudyEvent[]): Promise<Response> {
    return postJson('/api/study', this.batch(events));
  }

  private async answer(check: string): Promise<void> {
    const response = await postJson('/api/here', JSON.stringify({ check }));
    if (response.ok) this.heard((await response.json()) as Answer);
  }

  private batch(events: StudyEvent[]): string {
    return JSON.stringify({
      sent_at_ms: this.clock.now(),
      touched_ms: this.presence.touched_ms,
      runs: runsOf(events),
    });
  }

  private heard(answer: Answer): void {
    this.clock.correct(answer.now_ms);
    this.presence.heard(answer.check);
    report(answer);
  }
}
