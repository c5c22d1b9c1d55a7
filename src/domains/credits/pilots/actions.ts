import { endPilot, keepPilot } from '#domains/credits/pilots/data.ts';
import { pilotFormSchema, pilotOnlySchema } from '#domains/credits/pilots/schema.ts';
import { formAction } from '#platform/forms.ts';

export const keep = formAction(pilotFormSchema, (form, { locals }) => keepPilot(locals.db, form));
export const end = formAction(pilotOnlySchema, ({ federation, enterprise }, { locals }) =>
  endPilot(locals.db, federation, enterprise),
);
