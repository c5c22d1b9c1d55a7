import * as z from 'zod';

const localText = z.object({ 'zh-CN': z.string(), en: z.string().optional() });
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
    goal: z.string({ error: 'plan_goal_missing' }).trim().min(1, 'plan_goal_missing').max(120, 'value_too_long'),
    begins_on: z.iso.date('date_not_understood'),
    weeks: z.coerce
      .number('number_not_understood')
      .int('number_not_understood')
      .min(1, 'number_not_understood')
      .max(104, 'number_not_understood'),
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
