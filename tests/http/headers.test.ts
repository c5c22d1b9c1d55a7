import { Agent, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { nameOf, visit, wordsOf } from '../support/visitor.ts';

const pages = ['/', '/sign-in', '/sign-up', '/reset', '/activate', '/gallery', '/offline'];

interface RawRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  agent?: Agent;
}

/** One request as the wire sees it: fetch would not let us lie about a host or about a length. */
function raw(path: string, options: RawRequest = {}) {
  return new Promise<{ status: number; headers: Record<string, string | string[] | undefined>; text: string }>(
    (resolve, reject) => {
      const { method = 'GET', headers = {}, agent = false, body } = options;
      const sent = httpRequest(inject('productUrl') + path, { method, headers, agent });
      sent.on('error', reject);
      sent.on('response', (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      sent.end(body);
    },
  );
}

describe('every page', () => {
  it.each(pages)('%s carries the policies', async (path) => {
    const { headers, status } = await visit().get(path);
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(headers.get('permissions-policy')).toContain('microphone=()');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('cache-control')).toContain('no-store');
  });

  it.each(pages)('%s has no inline handler, no style attribute and no token', async (path) => {
    const visitor = visit();
    await visitor.signIn(nameOf('manager'));
    const { text } = await visitor.get(path);
    expect(text).not.toMatch(/<[^>]+\s(on[a-z]+|style)=/i);
    expect(text).not.toMatch(/eyJ[A-Za-z0-9_-]{10,}|sb_(secret|publishable)_/);
  });

  it('has the number of its request in the header and on the page', async () => {
    const { headers, text } = await visit().get('/');
    const id = headers.get('x-request-id') ?? '';
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(text).toContain(id);
  });

  it.each([
    ['zh-CN', 'zh-CN', '登录'],
    ['en', 'en', 'Sign in'],
  ])('is in the language that the browser asks for: %s', async (asked, lang, words) => {
    const visitor = visit();
    visitor.cookies.delete('gk_lang');
    const { text } = await visitor.get('/', { 'accept-language': asked });
    expect(text).toContain(`<html lang="${lang}"`);
    expect(text).toContain(words);
  });
});

describe('what is not there', () => {
  it.each(['/nothing', '/me/nothing', '/organisations', '/.env', '/_astro/nothing.js', '/%00', '/%E0%A4%A'])(
    '%s is an honest answer, soon',
    async (path) => {
      const visitor = visit();
      await visitor.signIn(nameOf('worker'));
      const reply = await visitor.get(path);
      expect([400, 404]).toContain(reply.status);
      expect(reply.text).not.toMatch(/at .*\.(ts|mjs):\d+/);
    },
  );

  it('is a page in words with a way home', async () => {
    const { status, text } = await visit().get('/nothing');
    expect(status).toBe(404);
    expect(wordsOf(text)).toMatch(/not found/i);
    expect(text).toContain('href="/"');
  });
});

describe('methods and bodies', () => {
  const origin = () => ({ origin: inject('productUrl') });

  it.each(['PUT', 'DELETE', 'PATCH'])('%s of a page is not taken for reading it', async (method) => {
    const { status } = await raw('/sign-in', { method, headers: origin() });
    expect([404, 405]).toContain(status);
  });

  it('of an endpoint that only answers are refused', async () => {
    expect([404, 405]).toContain((await raw('/health', { method: 'POST', headers: origin() })).status);
  });

  it('that are too large are refused before they are read', async () => {
    const headers = {
      ...origin(),
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(2 ** 21),
    };
    expect((await raw('/sign-in?_action=account.signIn', { method: 'POST', headers })).status).toBe(413);
  });

  it('that are too large and do not say so are cut off', async () => {
    const headers = {
      ...origin(),
      'content-type': 'application/x-www-form-urlencoded',
      'transfer-encoding': 'chunked',
    };
    const answer = raw('/sign-in?_action=account.signIn', {
      method: 'POST',
      headers,
      body: `name=${'x'.repeat(20 * 2 ** 20)}`,
    });
    const status = await answer.then((reply) => reply.status).catch(() => 'closed');
    expect(status === 'closed' || Number(status) >= 400).toBe(true);
    expect((await visit().get('/health')).status).toBe(200);
  });

  it('that nobody reads hold up nobody', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const headers = { ...origin(), 'content-type': 'multipart/form-data; boundary=x' };
    const began = performance.now();
    expect((await raw('/me', { method: 'POST', headers, body: 'x'.repeat(900_000), agent })).status).toBe(303);
    expect((await raw('/health', { agent })).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(5000);
    agent.destroy();
  });

  it('from another site change nothing, whatever they call themselves', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])
      expect(
        (
          await raw('/preferences', {
            method: 'POST',
            headers: { origin: 'https://evil.example', 'content-type': type },
            body: 'a=b',
          })
        ).status,
      ).toBe(403);
  });

  it('do not believe a host that a visitor claims', async () => {
    const { text, headers } = await raw('/me', {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    expect(text + JSON.stringify(headers)).not.toContain('evil.example');
  });
});

describe('what machines ask', () => {
  it('is answered', async () => {
    expect(JSON.parse((await visit().get('/health')).text)).toEqual({ status: 'ok' });
    expect(JSON.parse((await visit().get('/ready')).text)).toEqual({ status: 'ready' });
  });

  it('without signing in is 401 in JSON, not a page', async () => {
    const reply = await visit().get('/me', { accept: 'application/json' });
    expect(reply.status).toBe(401);
    expect(JSON.parse(reply.text)).toEqual({ error: 'not_signed_in' });
  });
});

describe('assets', () => {
  it('are kept for ever and travel compressed', async () => {
    const asset = /\/_astro\/[^"]+\.css/.exec((await visit().get('/')).text)?.[0] ?? '';
    const { headers } = await visit().get(asset, { 'accept-encoding': 'br' });
    expect(headers.get('cache-control')).toContain('immutable');
    expect(headers.get('content-encoding')).toBe('br');
  });
});

describe('behind TLS', () => {
  let product: Product | undefined;
  beforeAll(async () => void (product = await startProduct({ env: { PUBLIC_ORIGIN: 'https://learn.example.cn' } })));
  afterAll(() => product?.stop());

  it('says so: HSTS, Secure cookies, and its own origin in the check', async () => {
    const visitor = visit(product?.url);
    const page = await visitor.get('/');
    expect(page.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
    const form = { name: nameOf('worker'), password: 'gongke-2026' };
    const path = '/sign-in?_action=account.signIn';
    const signedIn = await visitor.post(path, form, { origin: 'https://learn.example.cn' });
    expect(signedIn.status).toBe(303);
    const session = signedIn.setCookies.filter((line) => line.startsWith('__Host-gk_session'));
    expect(session.length).toBeGreaterThan(0);
    for (const line of session) expect(line).toMatch(/; Path=\/;.*; Secure/i);
    expect((await visit(product?.url).post(path, form)).status).toBe(403);
  });
});
