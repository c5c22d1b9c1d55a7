import type { CalendarEvent } from '#domains/learning/calendar/ics.ts';
import type { Due } from '#domains/learning/calendar/schema.ts';
import type { Plan } from '#domains/learning/plans/schema.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { inMyLanguage } from '#platform/local-text.ts';

function dueEvent(due: Due, origin: URL): CalendarEvent {
  const title = inMyLanguage(due.title);
  if (due.kind === 'course') {
    const url = new URL(`/learn/${due.id}`, origin).href;
    return { uid: due.id, title: m.learning_due_course_last({ title }), url, when: { day: due.day }, remind: '-P1D' };
  }
  return {
    uid: due.id,
    title: due.waiting ? m.learning_due_waiting({ title }) : title,
    place: due.place,
    url: new URL(`/learn/sessions/${due.id}`, origin).href,
    cancelled: due.cancelled,
    when: { from: due.starts_at, until: due.ends_at },
    remind: '-PT2H',
  };
}

/** An evening a week: after work, on the day of the week on which the plan began. */
function planEvent(plan: Plan, origin: URL): CalendarEvent {
  const from = `${plan.begins_on}T19:30:00+08:00`;
  return {
    uid: plan.id,
    title: m.learning_plan_reminder({ goal: plan.goal }),
    url: new URL('/learn', origin).href,
    when: { from, until: new Date(Date.parse(from) + 30 * 60_000).toISOString(), weekly: plan.weeks },
    remind: '-PT0H',
  };
}

export const eventsOf = ({ due, plan }: { due: readonly Due[]; plan: Plan | null }, origin: URL): CalendarEvent[] => [
  ...due.map((one) => dueEvent(one, origin)),
  ...(plan ? [planEvent(plan, origin)] : []),
];
