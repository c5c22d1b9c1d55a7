import { declareTie, voteOn } from '#domains/panels/data.ts';
import { declarationSchema, voteSchema } from '#domains/panels/schema.ts';
import { formAction } from '#platform/forms.ts';

export const declare = formAction(declarationSchema, (form, { locals }) =>
  declareTie(locals.db, form.worker, form.case, form.tie),
);
export const vote = formAction(voteSchema, (form, { locals }) => voteOn(locals.db, form));
