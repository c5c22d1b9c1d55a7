import * as z from 'zod';
import { passwordProblem } from '#domains/membership/account/passwords.ts';
import { parseSignInName, parseSlipCode, type SignInName } from '#domains/membership/account/rules.ts';
import { orNothing, someText } from '#platform/fields.ts';

// The message of each rule is a word of the error catalogue; the page says it in the reader's language.

const typedName = z.string({ error: 'sign_in_name_missing' }).transform((typed, context) => {
  const name = parseSignInName(typed);
  if (name) return name;
  context.issues.push({ code: 'custom', message: 'sign_in_name_not_understood', input: typed });
  return z.NEVER;
});

const newPassword = z.string({ error: 'password_missing' }).superRefine((password, context) => {
  const problem = passwordProblem(password);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

const slipCode = z.string({ error: 'activation_code_missing' }).transform((typed, context) => {
  const code = parseSlipCode(typed);
  if (code) return code;
  context.issues.push({ code: 'custom', message: 'activation_code_not_understood', input: typed });
  return z.NEVER;
});

const sentCode = z
  .string({ error: 'code_missing' })
  .trim()
  .regex(/^\d{6}$/, 'code_not_understood');
const password = z.string({ error: 'password_missing' }).min(1, 'password_missing').max(200, 'password_too_long');
const personName = someText('name_missing', 60);

interface Chosen {
  name: SignInName;
  person_name?: string;
  new_password: string;
}

/** The fields stand together here, so a password can be held against what the form says of her. */
function notAboutHer({ name, person_name = '', new_password }: Chosen, context: z.core.$RefinementCtx): void {
  const problem = passwordProblem(new_password, [name.name, person_name]);
  if (problem) context.addIssue({ code: 'custom', message: problem, path: ['new_password'] });
}

/** What a browser worked out when the gate asked for it. */
const work = z.preprocess(orNothing, z.string().max(400).optional());

export const signInSchema = z.object({ name: typedName, password, work });
export const codeRequestSchema = z.object({ name: typedName, work });
export const signUpSchema = z
  .object({ name: typedName, code: sentCode, person_name: personName, new_password: newPassword, work })
  .superRefine(notAboutHer);
export const resetSchema = z
  .object({ name: typedName, code: sentCode, new_password: newPassword, work })
  .superRefine(notAboutHer);
export const proofSchema = z.object({ name: typedName, code: sentCode });
export const nameDropSchema = z.object({ name: z.string().max(200) });
export const activationSchema = z
  .object({ slip: slipCode, name: typedName, new_password: newPassword, work })
  .superRefine(notAboutHer);
export const claimSchema = z.object({ slip: slipCode, agreed: z.literal('yes').optional() });
export const passwordChangeSchema = z.object({ password, new_password: newPassword });
export const deviceSchema = z.object({ device: z.string().regex(/^[0-9a-f]{64}$/) });
export const sessionEndSchema = z.object({ session: z.uuid() });
export const erasureSchema = z.object({ password, understood: z.literal('on', 'erasure_not_confirmed') });
