import { describe, expect, it } from 'vitest';
import { standingOf } from '#domains/learning/plans/rules.ts';
import { planFormSchema, type Plan } from '#domains/learning/plans/schema.ts';

const course = (hours_min: number, state: 'open' | 'completed' = 'open') => ({
  slug: `c${hours_min}`,
  title: { 'zh-CN': '课' },
  hours_min,
  state,
});
const plan = (today: string, changed: Partial<Plan> = {}): Plan => ({
  id: '00000000-0000-4000-8000-000000000001',
  goal: '考证',
  begins_on: '2026-11-02',
  weeks: 4,
  weekly_min: 60,
  today,
  week_ms: 0,
  courses: [course(60), course(90), course(30)],
  ...changed,
});

describe('where a plan stands', () => {
  it.each([
    ['2026-11-01', 'ahead', 1],
    ['2026-11-02', 'running', 1],
    ['2026-11-08', 'running', 1],
    ['2026-11-09', 'running', 2],
    ['2026-11-29', 'running', 4],
    ['2026-11-30', 'over', 4],
  ] as const)('on %s it is %s, week %d', (today, phase, week) => {
    expect(standingOf(plan(today))).toMatchObject({ phase, week, last_day: '2026-11-29' });
  });

  it('is behind when less is done than the weeks gone by asked for', () => {
    const courses = [course(60, 'completed'), course(90), course(30)];
    expect(standingOf(plan('2026-11-09', { courses })).behind).toBe(false);
    expect(standingOf(plan('2026-11-16', { courses })).behind).toBe(true);
    expect(standingOf(plan('2026-11-02')).behind).toBe(false);
    const done = courses.map((one) => ({ ...one, state: 'completed' as const }));
    expect(standingOf(plan('2026-11-30', { courses: done }))).toMatchObject({ phase: 'done', behind: false, done: 3 });
  });

  it('counts whole minutes of this week', () => {
    expect(standingOf(plan('2026-11-09', { week_ms: 3_599_999 }))).toMatchObject({ week_min: 59, weekMet: false });
    expect(standingOf(plan('2026-11-09', { week_ms: 3_600_000 }))).toMatchObject({ week_min: 60, weekMet: true });
  });
});

it('takes hours as they are typed', () => {
  const typed = {
    plan: plan('2026-11-02').id,
    goal: ' 考证 ',
    begins_on: '2026-11-02',
    weeks: '12',
    weekly_hours: '1.5',
  };
  expect(planFormSchema.parse({ ...typed, course: ['a'] })).toMatchObject({ weekly_min: 90, weeks: 12, goal: '考证' });
  expect(planFormSchema.safeParse({ ...typed, course: [] }).error?.issues[0]?.message).toBe('plan_courses_missing');
});
