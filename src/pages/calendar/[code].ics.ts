import type { APIRoute } from 'astro';
import { datesBehind } from '#domains/learning/calendar/data.ts';
import { eventsOf } from '#domains/learning/calendar/events.ts';
import { calendarText } from '#domains/learning/calendar/ics.ts';
import { m } from '#platform/i18n/compiled/messages.js';

/** For a calendar program, which knows the address and nothing else. */
export const GET: APIRoute = async ({ params, url }) => {
  const dates = await datesBehind(params.code ?? '');
  if (!dates) return new Response('404\n', { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  const text = calendarText(m.learning_calendar_name(), eventsOf(dates, url), new Date().toISOString());
  return new Response(text, {
    headers: { 'content-type': 'text/calendar; charset=utf-8', 'referrer-policy': 'no-referrer' },
  });
};
