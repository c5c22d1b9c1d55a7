import type { PresenceCheck } from '#domains/learning/client/presence.ts';

/** What the server says about the lessons that a batch touched. */
export interface Answer {
  now_ms: number;
  check?: PresenceCheck | null;
  lessons: {
    enrolment: string;
    lesson: string;
    covered: number;
    extent: number;
    completed: boolean;
    course_completed: boolean;
  }[];
}

const show = (selector: string): void => document.querySelector(selector)?.removeAttribute('hidden');

/** Shows on the page what is kept now. Every text is on the page already; nothing is written here but a figure. */
export function report(answer: Answer | undefined): void {
  const status = document.querySelector<HTMLElement>('[data-study-status]');
  const page = document.querySelector<HTMLElement>('[data-sitting]');
  if (!status || !page) return;
  status.dataset['state'] = answer ? 'saved' : 'offline';
  for (const { enrolment, lesson, covered, extent, completed, course_completed } of answer?.lessons ?? []) {
    if (enrolment !== page.dataset['enrolment']) continue;
    if (completed) document.querySelector(`[data-tick="${lesson}"]`)?.setAttribute('data-state', 'done');
    if (lesson !== page.dataset['lesson']) continue;
    const bar = document.querySelector<HTMLProgressElement>('[data-covered] progress');
    const figure = document.querySelector('[data-covered] strong');
    const percent = extent > 0 ? Math.floor((covered * 100) / extent) : 0;
    if (bar) bar.value = percent;
    if (figure) figure.textContent = `${percent}%`;
    if (completed) show('[data-lesson-done]');
    if (course_completed) show('[data-course-done]');
  }
}
