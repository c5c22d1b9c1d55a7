import * as z from 'zod';
import * as factor from '#domains/membership/factor/data.ts';
import * as schema from '#domains/membership/factor/schema.ts';
import { formAction } from '#platform/forms.ts';

export const begin = formAction(z.object({}), async (_form, { locals }) => {
  await factor.beginFactor(locals.db);
  return true;
});
export const keep = formAction(schema.codeSchema, ({ code }, { locals }) => factor.keepFactor(locals.db, code));
export const show = formAction(schema.codeSchema, ({ code }, { locals }) => factor.showFactor(locals.db, code));
export const drop = formAction(schema.codeSchema, ({ code }, { locals }) => factor.dropFactor(locals.db, code));

export const keepRule = formAction(schema.ruleFormSchema, ({ organisation, required }, { locals }) =>
  factor.keepFactorRule(locals.db, organisation, required),
);
