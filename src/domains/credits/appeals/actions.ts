import { makeAppeal, voteOnAppeal } from '#domains/credits/appeals/data.ts';
import { appealFormSchema, voteFormSchema } from '#domains/credits/appeals/schema.ts';
import { recogniseSoon } from '#domains/credits/recognition/data.ts';
import { formAction } from '#platform/forms.ts';

export const appeal = formAction(appealFormSchema, (form, { locals }) => makeAppeal(locals.db, form));
export const vote = formAction(voteFormSchema, async (form, { locals }) => {
  const became = await voteOnAppeal(locals.db, form);
  // A claim that was verified after all becomes credits at once.
  if (became === 'upheld') await recogniseSoon(form.worker);
  return became;
});
