import {
  decideRedemptions,
  keepPlan,
  keepProgramme,
  redeemToward,
  substituteCourse,
} from '#domains/credits/programmes/data.ts';
import {
  decideSchema,
  planFormSchema,
  programmeSchema,
  redeemSchema,
  substituteSchema,
} from '#domains/credits/programmes/schema.ts';
import { formAction } from '#platform/forms.ts';

export const redeem = formAction(redeemSchema, ({ request, programme, amount }, { locals }) =>
  redeemToward(locals.db, request, programme, amount),
);
export const decide = formAction(decideSchema, (form, { locals }) => decideRedemptions(locals.db, form));
export const keep = formAction(programmeSchema, (form, { locals }) => keepProgramme(locals.db, form));
export const plan = formAction(planFormSchema, (form, { locals }) => keepPlan(locals.db, form));
export const substitute = formAction(substituteSchema, (form, { locals }) => substituteCourse(locals.db, form));
