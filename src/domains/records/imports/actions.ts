import { importOutcomes } from '#domains/records/imports/data.ts';
import { importFormSchema } from '#domains/records/imports/schema.ts';
import { formAction } from '#platform/forms.ts';

/** The page shows the first problems; the sheet with all of them is asked for separately. */
export const outcomes = formAction(importFormSchema, async (form, { locals }) => {
  const { dry, made, there, problems } = await importOutcomes(locals.db, form);
  return { dry, made, there, count: problems.length, problems: problems.slice(0, 50) };
});
