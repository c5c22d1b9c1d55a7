import { keepMyFile } from '#domains/membership/file/data.ts';
import { fileSchema } from '#domains/membership/file/schema.ts';
import { formAction } from '#platform/forms.ts';

export const keepMine = formAction(fileSchema, (file, context) => keepMyFile(context.locals.db, file));
