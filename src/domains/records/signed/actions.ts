import { codeInFile } from '#domains/records/signed/data.ts';
import { fileFormSchema } from '#domains/records/signed/schema.ts';
import { Failure } from '#platform/errors.ts';
import { formAction } from '#platform/forms.ts';

/** Anyone may ask whether a file is ours and unchanged. What it shows today is asked of its code. */
export const verify = formAction(fileFormSchema, async ({ file }, { url }) => {
  const code = await codeInFile(await file.text(), url);
  if (!code) throw new Failure('signed_file_changed', 422);
  return code;
});
