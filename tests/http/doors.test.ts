import { request as httpRequest } from 'node:http';
import { describe, expect, inject, it } from 'vitest';
import errors from '../../content/i18n/en/errors.json' with { type: 'json' };
import { nameOf, newPerson, visit, wordsOf } from '../support/visitor.ts';

// What an outsider tried at the doors of the running product. Nothing here is a visitor's mistake.

interface Raw {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** One request as the wire sees it: fetch would not let us lie about a host or leave a path as it is. */
function raw(path: string, { method = 'GET', headers = {}, body }: Raw = {}) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(inject('productUrl'));
    const sent = httpRequest({ hostname, port, path, method, headers, agent: false });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let text = JSON.stringify(response.headers);
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.end(body);
  });
}

const form = 'application/x-www-form-urlencoded';
const posted = (type = form) => ({ origin: inject('productUrl'), 'content-type': type });
const signIn = '/sign-in?_action=account.signIn';

async function cookieOf(person: string): Promise<string> {
  const visitor = visit();
  await visitor.signIn(nameOf(person));
  return [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

describe('the way back after signing in', () => {
  const ways = [
    '/.//evil.example',
    '/..//evil.example',
    '/a/../..//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
  ];
  ways.push(
    '/\n/evil.example',
    '/.\t//evil.example',
    '/%2e//evil.example',
    '/%2e%2e//evil.example',
    '/.//\\evil.example',
  );
  it.each(ways)('never leads elsewhere by %j', async (back) => {
    const visitor = visit();
    await visitor.signIn(nameOf('worker'));
    const reply = await visitor.get(`/sign-in?back=${encodeURIComponent(back)}`);
    const { host } = new URL(reply.location ?? '', inject('productUrl'));
    expect(host).toBe(new URL(inject('productUrl')).host);
  });
});

describe('the talk of an enrolment that is not hers', () => {
  // The demo world's worker is in this one; the manager is not.
  it.each(['c06fdb2e-8689-5c45-4dc3-42e19868daf7', '00000000-0000-4000-8000-00000000dead', 'nonsense'])(
    'is not there, and says so at once: %s',
    async (enrolment) => {
      const visitor = visit();
      await visitor.signIn(nameOf('manager'));
      const began = performance.now();
      const reply = await visitor.get(`/learn/${enrolment}/hot-work/talk`);
      expect(reply.status).toBe(404);
      expect(wordsOf(reply.text)).toMatch(/not found|not there/i);
      expect(performance.now() - began).toBeLessThan(3000);
    },
  );
});

describe('a body', () => {
  it('that grows beyond the limit while it arrives is refused as too large', async () => {
    const headers = { ...posted(), 'transfer-encoding': 'chunked' };
    const body = `name=${'x'.repeat(3 * 2 ** 20)}`;
    expect((await raw(signIn, { method: 'POST', headers, body })).status).toBe(413);
    expect((await raw('/api/study', { method: 'POST', headers, body })).status).toBe(413);
  });

  it('that arrives in pieces is read like any other', async () => {
    const headers = { ...posted(), 'transfer-encoding': 'chunked' };
    const body = new URLSearchParams({ name: nameOf('worker'), password: 'gongke-2026' }).toString();
    expect((await raw(signIn, { method: 'POST', headers, body })).status).toBe(303);
  });
});

describe('what no text can hold', () => {
  const paths = ['/%00', '/courses/%00', '/courses/a%00b', '/courses/%E0%A4%A', '/verify/%ff%fe', '/calendar/%00.ics'];
  paths.push('/courses?q=%00', '/verify?code=%00', '/sign-in?back=%00', '/activate?code=%00', '/courses?q=%ff%fe');
  paths.push('/courses?q=%E0%A4%A', '/courses?%00=1', '/evidence/%00', '/media/%00', '/status/%00');
  it.each(paths)('is refused in an address: %s', async (path) => {
    expect([400, 404]).toContain((await raw(path)).status);
  });

  it.each([
    '/me?x=%00',
    '/menu?find=%00',
    '/learn/%00/x',
    '/records?before=%00',
    '/credits?unit=%00',
    '/records/shares/%00',
  ])('is refused in the address of a page behind the door: %s', async (path) => {
    expect([400, 404]).toContain((await raw(path, { headers: { cookie: await cookieOf('worker') } })).status);
  });

  it.each([
    ['a name', 'name=a%00b@people.example&password=x'],
    ['a password', 'name=a@people.example&password=%00%00%00'],
    ['the name of a field', 'na%00me=a@people.example&password=x'],
    ['bytes that are no text', 'name=%ff%fe@people.example&password=x'],
  ])('is refused in a form: %s', async (_what, body) => {
    expect((await raw(signIn, { method: 'POST', headers: posted(), body })).status).toBe(400);
  });

  it('is refused in a form of parts', async () => {
    // Shorter ones are no boundary to the parser of the platform.
    const boundary = 'x'.repeat(30);
    const part = (name: string, value: string) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const form = (name: string) => ({
      method: 'POST',
      headers: posted(`multipart/form-data; boundary=${boundary}`),
      body: `${part('name', name)}${part('password', 'x')}--${boundary}--\r\n`,
    });
    expect((await raw(signIn, form('a\0b@people.example'))).status).toBe(400);
    expect((await raw(signIn, form('nobody@people.example'))).status).toBe(422);
  });

  it('is refused in a form of somebody signed in', async () => {
    const headers = { ...posted(), cookie: await cookieOf('worker') };
    const body = 'name=%E5%B7%A5%00&gender=&birth_year=&employment_kind=&trade=%00&skill_level=';
    expect((await raw('/me/file?_action=file.keepMine', { method: 'POST', headers, body })).status).toBe(400);
  });

  it.each(['{"a":"\\u0000"}', '{"batch":"\0"}', '\ud800', '{"device":"\\ud800"}', 'not json', '[]', '', 'null'])(
    'is refused in JSON: %j',
    async (body) => {
      const headers = { ...posted('application/json'), cookie: await cookieOf('worker') };
      const { status } = await raw('/api/study', { method: 'POST', headers, body });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );

  it.each([
    'gk_session=%00',
    'gk_session=base64-%E0%A4%A',
    'gk_session=base64-AAAA',
    'gk_session=base64-////',
    'gk_session=base64-bnVsbA',
    'gk_session=base64-eyJhY2Nlc3NfdG9rZW4iOiJcdTAwMDAifQ',
    'gk_session=%7B%7D',
    'gk_session.0=base64-%ff',
    'gk_as=%00',
    'gk_lang=%E0%A4%A',
    'gk_theme=%00; gk_text=%ff',
    'gk_device=%00',
  ])('in a cookie is no cookie: %s', async (cookie) => {
    expect((await raw('/sign-in', { headers: { cookie } })).status).toBe(200);
    expect((await raw('/me', { headers: { cookie } })).status).toBe(303);
  });
});

describe('a host that is not ours', () => {
  const pages = [
    '/',
    '/sign-in',
    '/me',
    '/courses',
    '/verify/DEM0GXK0NGKE00000501',
    '/.well-known/did.json',
    '/nothing',
    '//x/',
  ];
  it.each(pages)('appears nowhere in the answer: %s', async (path) => {
    for (const headers of [
      { host: 'evil.example' },
      { host: 'evil.example:4321' },
      { host: '127.0.0.1@evil.example' },
      { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' },
    ] as Record<string, string>[])
      expect((await raw(path, { headers })).text).not.toContain('evil.example');
  });

  it('appears in no link that a person makes', async () => {
    const headers = { cookie: await cookieOf('worker'), host: 'evil.example' };
    for (const path of ['/learn/plan', '/records/shares/00000000-0000-4000-8000-000000000501', '/me'])
      expect((await raw(path, { headers })).text).not.toContain('evil.example');
  });

  it('is not taken from the first line of a request', async () => {
    expect((await raw('http://evil.example/sign-in')).status).toBe(400);
    for (const path of ['//evil.example/', '//evil.example/sign-in/', '/\\evil.example/', '//evil.example/..'])
      expect((await raw(path)).text).not.toMatch(/"location":"(https?:)?[/\\]{2}evil/);
  });
});

describe('a password that everybody knows', () => {
  const known = ['woaini1314', 'p@ssw0rd', 'Passw0rd!', 'qazwsxedc', 'iloveyou1', '5201314520', '1qaz2wsx3edc'];
  known.push('abcdefgh', '87654321a', 'asdfghjkl', 'zhangwei123', 'aa123456', 'football1', 'Sunshine2024', '12341234');
  it.each(known)('is refused: %s', async (password) => {
    const fields = { name: 'x@people.example', code: '123456', person_name: '某人', new_password: password };
    const { status, text } = await visit().post('/sign-up?_action=account.signUp', fields);
    expect(status).toBe(400);
    expect(wordsOf(text)).toContain(errors.errors_password_too_common);
  });

  it.each([
    ['her phone number', { name: '13900001234', new_password: 'a13900001234' }],
    ['her address', { name: 'liuxiangyang@people.example', new_password: 'liuxiangyang7' }],
    ['her name', { name: 'y@people.example', person_name: 'Liu Xiangyang', new_password: 'XiangyangLiu1' }],
  ])('so is one that holds %s', async (_what, given) => {
    const fields = { code: '123456', person_name: '某人', ...given };
    const { status, text } = await visit().post('/sign-up?_action=account.signUp', fields);
    expect(status).toBe(400);
    expect(wordsOf(text)).toContain(errors.errors_password_too_common);
  });

  it('is refused to somebody who changes hers to her own name', async () => {
    const visitor = await newPerson('zhongxinchengyi@people.example', 'long and unheard of');
    const fields = { password: 'long and unheard of', new_password: 'zhongxinchengyi!' };
    expect((await visitor.post('/me/security?_action=account.changePassword', fields)).status).toBe(422);
  });
});

describe('a file of ours', () => {
  it('is for our own pages only', async () => {
    const asset = /\/_astro\/[^"]+\.css/.exec((await visit().get('/')).text)?.[0] ?? '';
    for (const path of ['/', asset, '/health', '/nothing'])
      expect((await visit().get(path)).headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
  });
});
