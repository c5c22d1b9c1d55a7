import { draftRules, signRules, withdrawRules } from '#domains/credits/rulebook/data.ts';
import { draftFormSchema, versionFormSchema } from '#domains/credits/rulebook/schema.ts';
import { formAction } from '#platform/forms.ts';

export const draft = formAction(draftFormSchema, (form, { locals }) => draftRules(locals.db, form));
export const sign = formAction(versionFormSchema, (form, { locals }) => signRules(locals.db, form));
export const withdraw = formAction(versionFormSchema, (form, { locals }) => withdrawRules(locals.db, form));
