import * as roster from '#domains/membership/roster/data.ts';
import * as imports from '#domains/membership/roster/imports/data.ts';
import * as schema from '#domains/membership/roster/schema.ts';
import { formAction } from '#platform/forms.ts';

export const upload = formAction(schema.uploadSchema, ({ house, file }, { locals }) =>
  imports.upload(locals.db, house, file),
);

export const remap = formAction(schema.mappingSchema, ({ import: id, ...mapping }, { locals }) =>
  imports.remap(locals.db, id, mapping),
);

// About as long as a person waits for a page before she wonders.
const patience_ms = 8000;

export const importRows = formAction(schema.importSchema, ({ import: id }, { locals }) =>
  imports.importFor(locals.db, id, patience_ms),
);

export const discard = formAction(schema.importSchema, ({ import: id }, { locals }) => imports.discard(locals.db, id));

export const leave = formAction(schema.leavingSchema, ({ house, employee_no }, { locals }) =>
  roster.leaveRoster(locals.db, house, employee_no),
);

export const issueSlips = formAction(schema.slipsSchema, ({ house, employee_no }, { locals }) =>
  roster.issueSlips(locals.db, house, employee_no),
);
