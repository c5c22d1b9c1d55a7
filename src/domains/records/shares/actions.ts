import { revokeShare, shareRecord } from '#domains/records/shares/data.ts';
import { shareFormSchema, shareOnlySchema } from '#domains/records/shares/schema.ts';
import { formAction } from '#platform/forms.ts';

export const share = formAction(shareFormSchema, (form, { locals }) => shareRecord(locals.db, form));

export const revoke = formAction(shareOnlySchema, ({ share: id }, { locals }) => revokeShare(locals.db, id));
