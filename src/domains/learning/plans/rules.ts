import type { Plan } from '#domains/learning/plans/schema.ts';

const day_ms = 86_400_000;

/** Where a plan stands today: in which week, how much of it is done, and whether that is as much as the weeks gone by asked for. */
export function standingOf({ begins_on, weeks, today, courses, weekly_min, week_ms }: Plan) {
  const days = Math.floor((Date.parse(today) - Date.parse(begins_on)) / day_ms);
  const gone = Math.min(weeks, Math.max(0, Math.floor(days / 7)));
  const all_min = courses.reduce((sum, { hours_min }) => sum + hours_min, 0);
  const finished = courses.filter(({ state }) => state === 'completed');
  const done_min = finished.reduce((sum, { hours_min }) => sum + hours_min, 0);
  const week_min = Math.floor(week_ms / 60_000);
  return {
    phase: finished.length === courses.length ? 'done' : days < 0 ? 'ahead' : days >= weeks * 7 ? 'over' : 'running',
    week: Math.min(weeks, gone + 1),
    done: finished.length,
    week_min,
    weekMet: week_min >= weekly_min,
    behind: done_min * weeks < all_min * gone,
    last_day: new Date(Date.parse(begins_on) + (weeks * 7 - 1) * day_ms).toISOString().slice(0, 10),
  } as const;
}
