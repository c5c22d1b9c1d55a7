import { keepCatalogue } from '#domains/records/catalogue/data.ts';
import { catalogueFormSchema } from '#domains/records/catalogue/schema.ts';
import { formAction } from '#platform/forms.ts';

export const keep = formAction(catalogueFormSchema, (form, { locals }) => keepCatalogue(locals.db, form));
