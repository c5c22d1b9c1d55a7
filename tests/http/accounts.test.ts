import { describe, expect, it } from 'vitest';
import errors from '../../content/i18n/en/errors.json' with { type: 'json' };
import { demoPassword } from '../../supabase/embedded/demo.ts';
import { codeFor, nameOf, newPerson, visit, wordsOf } from '../support/visitor.ts';

const password = 'correct horse battery';
const askSignUp = '/sign-up?_action=account.requestSignUpCode';
const askReset = '/reset?_action=account.requestResetCode';

describe('signing up', () => {
  it.each(['new-worker@people.example', '+8613900000123'])(
    'opens an account for %s, who proves it by a code',
    async (name) => {
      const visitor = visit();
      expect((await visitor.post(askSignUp, { name })).status).toBe(200);
      const code = await codeFor(name);
      const form = { name, person_name: '新工友', new_password: password };
      const wrong = await visitor.post('/sign-up?_action=account.signUp', {
        ...form,
        code: code === '000000' ? '111111' : '000000',
      });
      expect(wrong.status).toBe(422);
      expect(wordsOf(wrong.text)).toContain(errors.errors_code_wrong);
      const opened = await visitor.post('/sign-up?_action=account.signUp', { ...form, code });
      expect(opened).toMatchObject({ status: 303, location: '/me' });
      expect((await visitor.get('/me')).text).toContain('新工友');
      const again = visit();
      await again.signIn(name, password);
      expect(await again.isSignedIn()).toBe(true);
    },
  );

  it('says the same for a name that is taken, and tells only its owner', async () => {
    const [taken, free] = [
      await visit().post(askSignUp, { name: nameOf('trainer') }),
      await visit().post(askSignUp, { name: 'free@people.example' }),
    ];
    expect(taken.status).toBe(free.status);
    const plain = (text: string) => wordsOf(text).replace(/[0-9a-f-]{36}/g, '');
    expect(plain(taken.text)).toBe(plain(free.text));
    await expect(codeFor(nameOf('trainer'))).rejects.toThrow('no code');
  });

  it('names what has to be mended, field by field', async () => {
    const { status, text } = await visit().post('/sign-up?_action=account.signUp', {
      name: 'x@people.example',
      code: '12',
      person_name: ' ',
      new_password: '12345678',
    });
    expect(status).toBe(400);
    for (const sentence of [
      errors.errors_code_not_understood,
      errors.errors_name_missing,
      errors.errors_password_too_common,
    ])
      expect(wordsOf(text)).toContain(sentence);
  });

  it('sends one code a minute', async () => {
    const name = 'hasty@people.example';
    expect((await visit().post(askSignUp, { name })).status).toBe(200);
    expect((await visit().post(askSignUp, { name })).status).toBe(429);
  });
});

describe('a forgotten password', () => {
  it('is replaced by a code, which ends the other sessions', async () => {
    const name = 'forgetful@people.example';
    const old = await newPerson(name, 'the forgotten one');
    const visitor = visit();
    await visitor.post(askReset, { name });
    const reply = await visitor.post('/reset?_action=account.resetPassword', {
      name,
      code: await codeFor(name),
      new_password: password,
    });
    expect(reply).toMatchObject({ status: 303, location: '/me' });
    expect(await old.isSignedIn()).toBe(false);
    expect((await visit().signIn(name, 'the forgotten one')).status).toBe(422);
    expect((await visit().signIn(name, password)).status).toBe(303);
  });

  it('tells nobody who has an account', async () => {
    const [known, unknown] = [
      await visit().post(askReset, { name: nameOf('reviewer') }),
      await visit().post(askReset, { name: 'stranger@people.example' }),
    ];
    const plain = (text: string, name: string) => wordsOf(text.replaceAll(name, '')).replace(/[0-9a-f-]{36}/g, '');
    expect(known.status).toBe(unknown.status);
    expect(plain(known.text, nameOf('reviewer'))).toBe(plain(unknown.text, 'stranger@people.example'));
    await expect(codeFor('stranger@people.example')).rejects.toThrow('no code');
  });
});

describe('changing the password', () => {
  const change = '/me/security?_action=account.changePassword';

  it('asks for the old one and keeps this session', async () => {
    const name = 'changing@people.example';
    const [here, there] = [await newPerson(name, demoPassword), visit()];
    await there.signIn(name, demoPassword);
    const refused = await here.post(change, { password: 'wrong', new_password: password });
    expect(refused.status).toBe(422);
    expect((await here.post(change, { password: demoPassword, new_password: password })).status).toBe(200);
    expect(await here.isSignedIn()).toBe(true);
    expect(await there.isSignedIn()).toBe(false);
  });

  it('is for whoever is signed in', async () => {
    const reply = await visit().post(change, { password: demoPassword, new_password: password });
    expect(reply.status === 303 || reply.status === 401).toBe(true);
  });
});

describe('everything about me', () => {
  it('is a file to keep', async () => {
    const visitor = visit();
    await visitor.signIn(nameOf('worker'));
    const reply = await visitor.get('/me/data');
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toContain('zip');
    expect(reply.headers.get('content-disposition')).toMatch(/attachment/);
    expect(reply.text.startsWith('PK')).toBe(true);
    expect((await visit().get('/me/data')).status).toBe(303);
  });
});

describe('switching roles', () => {
  it('takes only a role that she holds', async () => {
    const visitor = visit();
    await visitor.signIn(nameOf('districtOfficer'));
    const page = await visitor.get('/me');
    const other = /name="membership" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    expect(await visitor.post('/me/acting', { membership: other })).toMatchObject({ status: 303, location: '/me' });
    expect((await visitor.get('/me')).text).not.toContain(`value="${other}"`);
    const foreign = await visitor.post('/me/acting', { membership: '00000000-0000-4000-8000-000000000206' });
    expect(foreign.status).toBe(404);
  });
});
