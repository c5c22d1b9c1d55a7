import { describe, expect, it } from 'vitest';
import errors from '../../content/i18n/en/errors.json' with { type: 'json' };
import { nameOf, visit, wordsOf } from '../support/visitor.ts';

describe('signing in', () => {
  it.each(['worker@demo.gongke.example', 'WORKER@demo.gongke.example', '13800000002', '+86 138-0000-0002'])(
    'works by %s',
    async (name) => {
      const visitor = visit();
      const reply = await visitor.signIn(name);
      expect(reply).toMatchObject({ status: 303, location: '/me' });
      expect(await visitor.isSignedIn()).toBe(true);
    },
  );

  it('keeps the session where no script can read it', async () => {
    const { setCookies } = await visit().signIn(nameOf('trainer'));
    const session = setCookies.filter((line) => line.startsWith('gk_session'));
    expect(session.length).toBeGreaterThan(0);
    for (const line of session) expect(line).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i);
  });

  it('fails the same way for a wrong password and for a name that nobody has', async () => {
    const [wrong, unknown] = [
      await visit().signIn(nameOf('reviewer'), 'not the password'),
      await visit().signIn('nobody-1@demo.gongke.example', 'not the password'),
    ];
    expect(wrong.status).toBe(422);
    expect(unknown.status).toBe(422);
    const plain = (text: string) => wordsOf(text).replace(/[0-9a-f-]{36}/g, '');
    expect(plain(wrong.text)).toBe(plain(unknown.text));
    expect(plain(wrong.text)).toContain(errors.errors_sign_in_wrong);
  });

  it('takes as long for a name that nobody has', async () => {
    // The first of each warms up what is made once.
    const known = ['auditor', 'bankOfficer', 'officer', 'trainer', 'manager', 'carer'].map(nameOf);
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (const [round, name] of known.entries()) {
      for (const [kind, tried] of [
        ['known', name],
        ['unknown', `nobody-${round}@timing.example`],
      ] as const) {
        const began = performance.now();
        await visit().signIn(tried, 'not the password');
        if (round > 0) times[kind].push(performance.now() - began);
      }
    }
    // The fastest of each: what a machine under load adds says nothing about the product.
    const ratio = Math.min(...times.unknown) / Math.min(...times.known);
    // A name whose password nobody compares is answered in a fifth of the time or less.
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(1.4);
  });

  it('waits after five failures, says how long in words, and lets nobody in meanwhile', async () => {
    const name = 'locked@demo.gongke.example';
    for (let count = 0; count < 5; count++) expect((await visit().signIn(name, 'wrong')).status).toBe(422);
    const locked = await visit().signIn(name, 'wrong');
    expect(locked.status).toBe(429);
    const [before = '', after = ''] = errors.errors_sign_in_wait.split(/\{wait_s\}/);
    expect(wordsOf(locked.text)).toMatch(new RegExp(`${escape(before)}\\d+${escape(after)}`));
  });

  it('leads back to where she wanted to go, and never elsewhere', async () => {
    const asked = await visit().get('/me/security?tab=1');
    expect(asked).toMatchObject({ status: 303, location: `/sign-in?back=${encodeURIComponent('/me/security?tab=1')}` });
    const cases = {
      '/me/security': '/me/security',
      '//evil.example': '/me',
      'https://evil.example': '/me',
      '/\\evil': '/me',
    };
    for (const [back, location] of Object.entries(cases)) {
      const path = `/sign-in?_action=account.signIn&back=${encodeURIComponent(back)}`;
      const reply = await visit().post(path, { name: nameOf('worker'), password: 'gongke-2026' });
      expect({ back, to: reply.location }).toEqual({ back, to: location });
    }
    const chosen = await visit().post('/preferences', { theme: 'dark', back: '//evil.example' });
    expect(chosen).toMatchObject({ status: 303, location: '/' });
  });

  it('is refused from another site', async () => {
    const fields = { name: nameOf('worker'), password: 'gongke-2026' };
    for (const origin of ['https://evil.example', 'null'])
      expect((await visit().post('/sign-in?_action=account.signIn', fields, { origin })).status).toBe(403);
  });

  it('shows what was typed again, but never the password', async () => {
    const { text } = await visit().signIn('not a name', 'secret-typed-password');
    expect(text).toContain('value="not a name"');
    expect(text).not.toContain('secret-typed-password');
  });
});

describe('signing out', () => {
  it('everywhere ends the other session at once', async () => {
    const [phone, computer] = [visit(), visit()];
    await phone.signIn(nameOf('bankOfficer'));
    await computer.signIn(nameOf('bankOfficer'));
    const reply = await computer.post('/sign-out?_action=account.signOut', { everywhere: 'yes' });
    expect(reply.status).toBe(303);
    expect(await computer.isSignedIn()).toBe(false);
    const stale = await phone.get('/me');
    expect(stale.location).toMatch(/^\/sign-in/);
    expect([...phone.cookies.keys()].filter((name) => name.startsWith('gk_session'))).toEqual([]);
  });

  it('here leaves the other one alone', async () => {
    const [phone, computer] = [visit(), visit()];
    await phone.signIn(nameOf('reviewer'));
    await computer.signIn(nameOf('reviewer'));
    await computer.post('/sign-out?_action=account.signOut', {});
    expect(await computer.isSignedIn()).toBe(false);
    expect(await phone.isSignedIn()).toBe(true);
  });
});

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
