import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { runsOf, type StudyEvent } from '../../../src/domains/learning/client/runs.ts';
import { Browser } from './browser.ts';
import type { CourseOf } from './world.ts';

export interface Sitting {
  id: string;
  course: CourseOf;
  path: string;
}

interface Said {
  verdicts: Record<string, number>;
  check?: { id: string } | null;
}

interface LifeOptions {
  base: string;
  worker: string;
  login: string;
  password: string;
  sql: postgres.Sql;
  pass(worker: string, ms: number): Promise<unknown>;
  /** Between 0 and 1, from the seed of the run. */
  random(): number;
}

export interface Watching {
  /** Where in the lesson she begins. */
  from?: number;
  /** How much of the lesson passes in a second. */
  rate?: number;
  /** Sends all of it when it is over, instead of every few minutes. */
  atOnce?: boolean;
  /** Leaves questions whether she is there unanswered. */
  silent?: boolean;
  /** How much the length of an observation varies, in milliseconds. Those of browsers do. */
  jitter?: number;
  hidden?: boolean;
}

/** A worker with a telephone, honest or not. Time passes for her alone. */
export class Life {
  readonly options: LifeOptions;
  browser: Browser;
  private signedIn = false;

  constructor(options: LifeOptions) {
    this.options = options;
    this.browser = new Browser(options.base);
  }

  /** Takes up another device, which knows nobody yet. */
  async device(): Promise<void> {
    this.browser = new Browser(this.options.base);
    await this.browser.signIn(this.options.login, this.options.password);
    this.signedIn = true;
  }

  pass = (ms: number) => this.options.pass(this.options.worker, ms);

  async begin(course: CourseOf): Promise<string> {
    if (!this.signedIn) await this.device();
    const { location, status } = await this.browser.post(`/courses/${course.slug}?_action=courses.enrol`, {
      course: course.slug,
    });
    const [, enrolment] = /\/learn\/([0-9a-f-]{36})/.exec(location ?? '') ?? [];
    if (!enrolment) throw new Error(`could not begin ${course.slug}: ${status} ${location}`);
    return enrolment;
  }

  async open(course: CourseOf, enrolment?: string): Promise<Sitting> {
    const path = `/learn/${enrolment ?? (await this.begin(course))}/${course.lesson}`;
    const { status, text } = await this.browser.get(path);
    const [, id] = /data-sitting="([^"]+)"/.exec(text) ?? [];
    if (!id) throw new Error(`could not open ${path}: ${status}`);
    return { id, course, path };
  }

  keep = async (sitting: Sitting): Promise<boolean> =>
    (await this.browser.json('/api/keep', { sitting: sitting.id })).status === 200;

  /** Sends observations as they are, a batch at a time, and answers what the last was answered. */
  async tell(events: readonly StudyEvent[], more: object = {}): Promise<Said> {
    let said: Said = { verdicts: {} };
    for (let at = 0; at < Math.max(events.length, 1); at += 400) {
      const batch = { sent_at_ms: Date.now(), runs: runsOf(events.slice(at, at + 400)), ...more };
      const { status, text } = await this.browser.json('/api/study', batch);
      said = status === 200 ? (JSON.parse(text) as Said) : said;
    }
    return said;
  }

  /** Observations that end now, or some time ago. */
  observed(
    sitting: Sitting,
    length_ms: number,
    { from = 0, rate = 1, jitter = 40, hidden = false }: Watching = {},
    ago_ms = 0,
  ): StudyEvent[] {
    const stream = randomUUID();
    const began = Date.now() - ago_ms - length_ms;
    const events: StudyEvent[] = [];
    for (let at = 0; at < length_ms;) {
      const length = Math.min(length_ms - at, 5000 + Math.floor(this.options.random() * (jitter + 1)));
      const part: [number, number] = [from + Math.floor(at * rate), from + Math.floor((at + length) * rate)];
      const times = { from_ms: began + at, to_ms: began + at + length };
      events.push({ stream, number: events.length, sitting: sitting.id, ...times, part, rate, present: !hidden });
      at += length;
    }
    return events.map((one) => ({ ...one, part: within(one.part, sitting) }));
  }

  /** Studies for so long: time passes, and every few minutes what was seen is told. Answers whether a question was left open. */
  async study(sitting: Sitting, length_ms: number, watching: Watching = {}): Promise<boolean> {
    const piece_ms = watching.atOnce ? length_ms : 60_000;
    const { from = 0, rate = 1 } = watching;
    let open = false;
    for (let at = 0; at < length_ms; at += piece_ms) {
      const length = Math.min(piece_ms, length_ms - at);
      await this.pass(length);
      const { check } = await this.tell(this.observed(sitting, length, { ...watching, from: from + at * rate }));
      open = Boolean(check) && watching.silent === true;
      if (!watching.silent) await this.answer(check);
    }
    return open;
  }

  /** Is there, and says so. */
  async answer(check: Said['check']): Promise<void> {
    if (check) await this.browser.json('/api/here', { check: check.id });
  }

  async granted_min(): Promise<number> {
    const { worker, sql } = this.options;
    const [row] = await sql<{ minutes: number }[]>`
      select coalesce(sum(o.hours_min), 0)::integer as minutes from public.outcomes o where o.worker_id = ${worker}`;
    return row?.minutes ?? 0;
  }

  async waiting_min(): Promise<number> {
    const { worker, sql } = this.options;
    const [row] = await sql<{ minutes: number }[]>`
      select coalesce(sum(r.hours_min), 0)::integer as minutes from public.hour_reviews r where r.worker_id = ${worker} and r.granted is null`;
    return row?.minutes ?? 0;
  }
}

function within(part: StudyEvent['part'], { course }: Sitting): StudyEvent['part'] {
  const extent = course.minutes * 60_000;
  if (!part || part[0] >= extent) return null;
  return [part[0], Math.min(part[1], extent)];
}
