import { randomInt, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { passwordProblem } from '#domains/membership/account/passwords.ts';
import type { SignInName } from '#domains/membership/account/rules.ts';
import { hash, nobody, noteSession, pairOf, passGate, sessionOf, type Visit } from '#domains/membership/gate/data.ts';
import { inTurn } from '#domains/membership/gate/turns.ts';
import { clerk } from '#platform/clerk.ts';
import { unwrap, unwrapVoid, type Db } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';

/** Everybody has an auth user with an address of no meaning; by which phone or mail she signs in is ours to know and to change. */
const newAuthEmail = () => `${randomUUID()}@accounts.gongke.invalid`;

/** What a name and an address may fail at before they become slower, and before a pair of them is locked. */
const signInTry = (name: string, visit: Visit) => ({
  name,
  ...pairOf(name, visit),
  paces: { [`name:${name}`]: 20, [`address:${visit.address}`]: 50 },
});

/** Signs in by a name and a password, or fails the same way, after the same time, whatever was wrong. */
export const signIn = (db: Db, { name }: SignInName, password: string, visit: Visit): Promise<void> =>
  inTurn(visit.address, async () => {
    const { authEmail, forgive } = await passGate(signInTry(name, visit), visit);
    const { data, error } = await db.auth.signInWithPassword({ email: authEmail ?? (await nobody()), password });
    if (data.session) {
      await noteSession(sessionOf(data.session.access_token), visit);
      return forgive();
    }
    if (error?.status === 400) throw new Failure('sign_in_wrong', 422);
    await forgive();
    throw failureOf(error ?? { message: 'no session' });
  });

type CodePurpose = 'sign_up' | 'reset' | 'prove';

/** Keeps a new code for a name and returns it to be sent. How many one address may ask for is bounded, whatever names it gives. */
export async function newCode(
  { name }: SignInName,
  purpose: CodePurpose,
  visit: Visit,
): Promise<{ code: string; known: boolean }> {
  const paces = { [`codes:${visit.address}`]: 50 };
  // One that was sent counts like one that failed: this try is not forgiven.
  await passGate({ name: '', ...pairOf(`codes:${name}`, visit), paces }, visit);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const wait_s = await unwrap(
    clerk().rpc('clerk_keep_code', { sign_in_name: name, for_purpose: purpose, hash: hash(`${name}:${code}`) }),
  );
  if (wait_s > 0) throw new Failure('code_wait', 429, { wait_s });
  return { code, known: (await accountOf(name))?.proven ?? false };
}

async function useCode(name: string, purpose: CodePurpose, code: string): Promise<void> {
  const right = await unwrap(
    clerk().rpc('clerk_use_code', { sign_in_name: name, for_purpose: purpose, hash: hash(`${name}:${code}`) }),
  );
  if (!right) throw new Failure('code_wrong', 422);
}

const accountSchema = z.object({ user_id: z.string(), proven: z.boolean() }).nullable();

async function accountOf(name: string) {
  const { data, error } = await clerk().rpc('clerk_account_of', { sign_in_name: name });
  if (error) throw failureOf(error);
  return accountSchema.parse(data);
}

async function withNewAuthUser(password: string, attach: (userId: string) => PromiseLike<unknown>): Promise<void> {
  const { data, error } = await clerk().auth.admin.createUser({ email: newAuthEmail(), password, email_confirm: true });
  if (error || !data.user) throw failureOf(error ?? { message: 'no user' });
  try {
    await attach(data.user.id);
  } catch (thrown) {
    await clerk().auth.admin.deleteUser(data.user.id);
    throw thrown;
  }
}

async function setPassword(userId: string, password: string, keepSession?: string): Promise<void> {
  const { error } = await clerk().auth.admin.updateUserById(userId, { password });
  if (error) throw failureOf(error);
  await unwrapVoid(
    clerk().rpc('clerk_end_sessions', { auth_user: userId, ...(keepSession ? { but_session: keepSession } : {}) }),
  );
}

interface NewAccount {
  signInName: SignInName;
  password: string;
}

export async function signUp({
  signInName,
  password,
  code,
  personName,
}: NewAccount & { code: string; personName: string }) {
  const { name, kind } = signInName;
  await useCode(name, 'sign_up', code);
  if ((await accountOf(name))?.proven) throw new Failure('sign_in_name_taken', 409);
  await withNewAuthUser(password, (userId) =>
    unwrap(
      clerk().rpc('clerk_open_account', {
        auth_user: userId,
        sign_in_name: name,
        of_kind: kind,
        person_name: personName,
      }),
    ),
  );
}

export async function resetPassword({ signInName, password, code }: NewAccount & { code: string }): Promise<void> {
  await useCode(signInName.name, 'reset', code);
  const account = await accountOf(signInName.name);
  // A name that was never proven could be somebody else's: it does not open an account.
  if (!account?.proven) throw new Failure('code_wrong', 422);
  await setPassword(account.user_id, password);
}

/** One more way to sign in, or one that was only claimed until now: whoever receives the code has it. */
export async function proveName(db: Db, { name, kind }: SignInName, code: string): Promise<void> {
  const { userId } = await whoAsks(db);
  await useCode(name, 'prove', code);
  const proof = { auth_user: userId, sign_in_name: name, of_kind: kind };
  await unwrapVoid(clerk().rpc('clerk_prove_name', proof));
}

export const dropName = (db: Db, name: string) => unwrap(db.rpc('drop_sign_in_name', { sign_in_name: name }));

const activationSchema = z
  .object({
    name: z.string(),
    organisation: z.string(),
    employee_no: z.string(),
    user_id: z.string().nullable(),
    state: z.enum(['open', 'used', 'expired']),
  })
  .nullable();

/** Whose slip this is. Guessing slips is slowed down like guessing passwords. */
export async function slipOf(slip: string, visit: Visit) {
  const { forgive } = await passGate({ name: '', paces: { [`slips:${visit.address}`]: 5 } }, visit);
  const { data, error } = await clerk().rpc('clerk_activation', { hash: hash(slip) });
  if (error) throw failureOf(error);
  const activation = activationSchema.parse(data);
  if (!activation) throw new Failure('activation_code_wrong', 422);
  await forgive();
  if (activation.state === 'used') throw new Failure('activation_code_used', 409);
  if (activation.state === 'expired') throw new Failure('activation_code_expired', 409);
  return activation;
}

/** What others know of her is no password, however long it is. */
function refuseKnown(password: string, about: string[]): void {
  if (passwordProblem(password, about)) throw new Failure('password_too_common', 422);
}

export async function activate(slip: string, { signInName, password }: NewAccount, visit: Visit): Promise<void> {
  const activation = await slipOf(slip, visit);
  refuseKnown(password, [activation.name, activation.employee_no]);
  const { name, kind } = signInName;
  const attach = (userId: string) =>
    unwrap(clerk().rpc('clerk_activate', { hash: hash(slip), auth_user: userId, sign_in_name: name, of_kind: kind }));
  if (!activation.user_id) return withNewAuthUser(password, attach);
  // A slip for somebody who has an account is how an organisation helps her back in.
  await attach(activation.user_id);
  await setPassword(activation.user_id, password);
}

export async function claimSlip(db: Db, slip: string): Promise<string> {
  return unwrap(db.rpc('claim_roster_entry', { code: slip }));
}

/**
 * Whoever holds this session, as the auth service says. What the cookie says of its user is never believed: the person who sends the
 * cookie wrote it.
 */
async function whoAsks(db: Db): Promise<{ userId: string; email: string; session: string }> {
  const { data } = await db.auth.getSession();
  const { data: verified } = await db.auth.getUser();
  if (!data.session || !verified.user?.email) throw new Failure('not_signed_in', 401);
  const { id: userId, email } = verified.user;
  return { userId, email, session: sessionOf(data.session.access_token) };
}

/** Asks for the password once more before something that can't be taken back. */
const confirmPassword = (db: Db, password: string, visit: Visit) =>
  inTurn(visit.address, async () => {
    const { userId, email, session } = await whoAsks(db);
    // Whoever tries is signed in as her already, so this locks nobody else out.
    const { forgive } = await passGate({ name: '', pair: `user:${userId}`, paces: {} }, visit);
    const checker = clerk();
    const { data: checked } = await checker.auth.signInWithPassword({ email, password });
    if (!checked.session) throw new Failure('password_wrong', 422);
    await checker.auth.signOut({ scope: 'local' });
    await forgive();
    return { userId, session };
  });

interface NewPassword {
  password: string;
  personName: string;
}

export async function changePassword(db: Db, password: string, wanted: NewPassword, visit: Visit): Promise<void> {
  refuseKnown(wanted.password, [wanted.personName, ...(await mySignInNames(db)).map(({ name }) => name)]);
  const { userId, session } = await confirmPassword(db, password, visit);
  await setPassword(userId, wanted.password, session);
}

export async function eraseMe(db: Db, password: string, visit: Visit): Promise<void> {
  const { userId } = await confirmPassword(db, password, visit);
  await unwrap(clerk().rpc('clerk_erase_worker', { auth_user: userId }));
  const { error } = await clerk().auth.admin.deleteUser(userId);
  if (error) throw failureOf(error);
}

/** Takes away what ended by itself. Answers how many. */
export const endIdleSessions = (): Promise<number> => unwrap(clerk().rpc('clerk_end_idle_sessions'));

export const myDevices = (db: Db) => unwrap(db.rpc('my_devices'));
export const forgetDevice = (db: Db, device: string): Promise<boolean> => unwrap(db.rpc('forget_device', { device }));
export const mySessions = (db: Db) => unwrap(db.rpc('my_sessions'));
export const mySignInNames = (db: Db) => unwrap(db.rpc('my_sign_in_names'));

export async function endSession(db: Db, session: string): Promise<void> {
  if (!(await unwrap(db.rpc('end_session', { session })))) throw new Failure('session_not_found', 404);
}

export async function signOut(db: Db, scope: 'local' | 'global'): Promise<void> {
  const { error } = await db.auth.signOut({ scope });
  // A session that is gone already is signed out, which is what was asked for.
  if (error && error.status !== 401 && error.status !== 403 && error.status !== 404) throw failureOf(error);
}
