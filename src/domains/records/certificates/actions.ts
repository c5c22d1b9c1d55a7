import { dropTemplate, issueCertificate, keepTemplate } from '#domains/records/certificates/data.ts';
import { issueSchema, templateFormSchema, templateOnlySchema } from '#domains/records/certificates/schema.ts';
import { formAction } from '#platform/forms.ts';

export const issue = formAction(issueSchema, ({ outcome, audience }, { locals }) =>
  issueCertificate(locals.db, outcome, audience),
);
export const keep = formAction(templateFormSchema, (form, { locals }) => keepTemplate(locals.db, form));
export const drop = formAction(templateOnlySchema, ({ organisation, kind }, { locals }) =>
  dropTemplate(locals.db, organisation, kind),
);
