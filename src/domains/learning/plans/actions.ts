import * as z from 'zod';
import { newCalendar } from '#domains/learning/calendar/data.ts';
import { endPlan, keepPlan } from '#domains/learning/plans/data.ts';
import { planFormSchema, planOnlySchema } from '#domains/learning/plans/schema.ts';
import { formAction } from '#platform/forms.ts';

export const keep = formAction(planFormSchema, (plan, { locals }) => keepPlan(locals.db, plan));
export const end = formAction(planOnlySchema, ({ plan }, { locals }) => endPlan(locals.db, plan));
export const calendar = formAction(z.object({}), (_, { locals }) => newCalendar(locals.db));
