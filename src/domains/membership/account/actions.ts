import * as z from 'zod';
import * as account from '#domains/membership/account/data.ts';
import * as schema from '#domains/membership/account/schema.ts';
import type { SignInName } from '#domains/membership/account/rules.ts';
import { visitOf, type Visit } from '#domains/membership/gate/data.ts';
import { formAction } from '#platform/forms.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { postMessage } from '#platform/messages.ts';

export const signIn = formAction(schema.signInSchema, ({ name, password, work }, context) =>
  account.signIn(context.locals.db, name, password, visitOf(context, work)),
);

/** Sends a code, or to a stranger's name something else: the page says the same either way, so it tells nobody who has an account. */
async function sendCode(signInName: SignInName, purpose: 'sign_up' | 'reset', visit: Visit): Promise<void> {
  const { code, known } = await account.newCode(signInName, purpose, visit);
  const text =
    known === (purpose === 'reset')
      ? m.membership_message_code({ code })
      : known
        ? m.membership_message_known()
        : undefined;
  if (text) postMessage({ kind: signInName.kind, to: signInName.name, subject: m.membership_message_subject(), text });
}

export const requestSignUpCode = formAction(schema.codeRequestSchema, ({ name, work }, context) =>
  sendCode(name, 'sign_up', visitOf(context, work)),
);
export const requestResetCode = formAction(schema.codeRequestSchema, ({ name, work }, context) =>
  sendCode(name, 'reset', visitOf(context, work)),
);

export const requestProofCode = formAction(schema.codeRequestSchema, async ({ name, work }, context) => {
  const { code } = await account.newCode(name, 'prove', visitOf(context, work));
  const text = m.membership_message_code({ code });
  postMessage({ kind: name.kind, to: name.name, subject: m.membership_message_subject(), text });
});

export const proveName = formAction(schema.proofSchema, ({ name, code }, context) =>
  account.proveName(context.locals.db, name, code),
);

export const dropName = formAction(schema.nameDropSchema, ({ name }, context) =>
  account.dropName(context.locals.db, name),
);

export const signUp = formAction(schema.signUpSchema, async (input, context) => {
  const password = input.new_password;
  await account.signUp({ signInName: input.name, password, code: input.code, personName: input.person_name });
  await account.signIn(context.locals.db, input.name, password, visitOf(context));
});

export const resetPassword = formAction(schema.resetSchema, async (input, context) => {
  await account.resetPassword({ signInName: input.name, password: input.new_password, code: input.code });
  await account.signIn(context.locals.db, input.name, input.new_password, visitOf(context));
});

export const activate = formAction(schema.activationSchema, async (input, context) => {
  const visit = visitOf(context, input.work);
  await account.activate(input.slip, { signInName: input.name, password: input.new_password }, visit);
  await account.signIn(context.locals.db, input.name, input.new_password, visit);
});

/** Says first whose slip it is; she joins when she has read that and agrees. */
export const claimSlip = formAction(schema.claimSchema, async ({ slip, agreed }, context) => {
  if (agreed === undefined) return { joined: false, ...(await account.slipOf(slip, visitOf(context))), slip };
  return { joined: true, organisation: await account.claimSlip(context.locals.db, slip), slip };
});

export const changePassword = formAction(schema.passwordChangeSchema, ({ password, new_password }, context) =>
  account.changePassword(
    context.locals.db,
    password,
    { password: new_password, personName: context.locals.person?.name ?? '' },
    visitOf(context),
  ),
);

export const endSession = formAction(schema.sessionEndSchema, ({ session }, context) =>
  account.endSession(context.locals.db, session),
);

export const forgetDevice = formAction(schema.deviceSchema, ({ device }, context) =>
  account.forgetDevice(context.locals.db, device),
);

export const signOut = formAction(z.object({ everywhere: z.literal('yes').optional() }), ({ everywhere }, context) =>
  account.signOut(context.locals.db, everywhere ? 'global' : 'local'),
);

export const eraseMe = formAction(schema.erasureSchema, async ({ password }, context) => {
  await account.eraseMe(context.locals.db, password, visitOf(context));
  await account.signOut(context.locals.db, 'local');
});
