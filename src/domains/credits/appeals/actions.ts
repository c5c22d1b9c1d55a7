import { makeAppeal, voteOnAppeal } from '#domains/credits/appeals/data.ts';
import { appealFormSchema, voteFormSchema } from '#domains/credits/appeals/schema.ts';
import { formAction } from '#platform/forms.ts';

export const appeal = formAction(appealFormSchema, (form, { locals }) => makeAppeal(locals.db, form));
export const vote = formAction(voteFormSchema, (form, { locals }) => voteOnAppeal(locals.db, form));
