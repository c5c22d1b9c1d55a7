import { expect, it } from 'vitest';
import { nameOf, newPerson, visit, type Visitor } from '../support/visitor.ts';

const sessionCookie = 'gk_session';

interface KeptSession {
  user: unknown;
}

const read = ({ cookies }: Visitor): KeptSession => {
  const encoded = (cookies.get(sessionCookie) ?? '').replace('base64-', '');
  return JSON.parse(Buffer.from(encoded, 'base64url').toString()) as KeptSession;
};

it('believes the auth service and not the cookie about who changes a password', async () => {
  const name = 'attacker@people.example';
  const [attacker, victim] = [await newPerson(name, 'my own password'), visit()];
  await victim.signIn(nameOf('auditor'));
  // Her own tokens, somebody else's user beside them: the cookie is hers to write.
  const forged = JSON.stringify({ ...read(attacker), user: read(victim).user });
  attacker.cookies.set(sessionCookie, `base64-${Buffer.from(forged).toString('base64url')}`);

  const fields = { password: 'my own password', new_password: 'taken over by me' };
  await attacker.post('/me/security?_action=account.changePassword', fields);

  expect((await visit().signIn(nameOf('auditor'))).status, 'the other keeps her password').toBe(303);
  // The change was real, and it was her own.
  expect((await visit().signIn(name, 'taken over by me')).status).toBe(303);
});
