import { choicesSchema, type PlanForm } from '#domains/learning/plans/schema.ts';
import type { Json } from '#platform/database-types.ts';
import { unwrap, type Db } from '#platform/db.ts';

/** My plan and what it can be made of; courses that are named are among it, wherever they were found. */
export const planChoices = async (db: Db, also: string[]) =>
  choicesSchema.parse(await unwrap(db.rpc('plan_choices', { also })));

export const keepPlan = (db: Db, plan: PlanForm) => unwrap(db.rpc('keep_plan', { plan: plan as unknown as Json }));

export const endPlan = (db: Db, plan: string) => unwrap(db.rpc('end_plan', { plan }));
