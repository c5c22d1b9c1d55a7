import * as z from 'zod';
import { count, localText, someText } from '#platform/fields.ts';

const course = z.object({
  slug: z.string(),
  title: localText,
  hours_min: z.int(),
  state: z.enum(['open', 'chosen', 'begun', 'completed']),
});
export type PlanCourse = z.output<typeof course>;

export const planSchema = z.object({
  id: z.guid(),
  goal: z.string(),
  begins_on: z.iso.date(),
  weeks: z.int(),
  weekly_min: z.int(),
  today: z.iso.date(),
  week_ms: z.number(),
  courses: z.array(course),
});
export type Plan = z.output<typeof planSchema>;

export const choicesSchema = z.object({ plan: planSchema.nullable(), courses: z.array(course) });

const hours = z.coerce
  .number('number_not_understood')
  .min(0.25, 'number_not_understood')
  .max(40, 'number_not_understood');
export const planFormSchema = z
  .object({
    plan: z.guid(),
    goal: someText('plan_goal_missing', 120),
    begins_on: z.iso.date('date_not_understood'),
    weeks: count('number_not_understood', 1, 104),
    weekly_hours: hours,
    course: z.array(z.string().max(60)).min(1, 'plan_courses_missing').max(50),
  })
  .transform(({ plan, weekly_hours, course: courses, ...rest }) => ({
    id: plan,
    weekly_min: Math.round(weekly_hours * 60),
    courses,
    ...rest,
  }));
export type PlanForm = z.output<typeof planFormSchema>;
export const planOnlySchema = z.object({ plan: z.guid() });
