import * as organisations from '#domains/membership/organisations/data.ts';
import * as schema from '#domains/membership/organisations/schema.ts';
import { formAction } from '#platform/forms.ts';

export const found = formAction(schema.foundingSchema, (input, { locals }) =>
  organisations.foundOrganisation(locals.db, input),
);

export const rename = formAction(schema.renamingSchema, (input, { locals }) =>
  organisations.renameOrganisation(locals.db, input),
);

export const endRole = formAction(schema.endingSchema, ({ worker, membership }, { locals }) =>
  organisations.endMembership(locals.db, worker, membership),
);
