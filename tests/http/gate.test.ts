import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zeroBits } from '../../src/domains/membership/gate/rules.ts';
import { startProduct, type Product } from '../support/product.ts';
import { nameOf, visit, type Visitor } from '../support/visitor.ts';

// Behind a proxy that is trusted, so that a crowd may come from as many places as it likes.
let product: Product;
beforeAll(async () => void (product = await startProduct({ env: { TRUSTED_PROXIES: '1' } })));
afterAll(() => product.stop());

const signIn = '/sign-in?_action=account.signIn';
const from = (place: string) => ({ 'x-forwarded-for': place });
const tryAs = (visitor: Visitor, name: string, password: string, place: string) =>
  visitor.post(signIn, { name, password }, from(place));
const wrong = 'not the password';
const demo = 'gongke-2026';

describe('two hundred guesses at one name at the same moment', () => {
  it('are looked at five times, and keep its owner out nowhere else', async () => {
    const name = nameOf('trainer');
    const guess = () => tryAs(visit(product.url), name, wrong, '203.0.113.7');
    const statuses = (await Promise.all(Array.from({ length: 200 }, guess))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(195);
    expect((await tryAs(visit(product.url), name, demo, '203.0.113.7')).status).toBe(429);
    expect((await tryAs(visit(product.url), name, demo, '203.0.113.8')).status).toBe(303);
  });
});

describe('a device that opened an account before', () => {
  it('gets through while everybody else at that place waits, and only with the right password', async () => {
    const [place, name] = ['203.0.113.20', nameOf('auditor')];
    const hers = visit(product.url);
    await hers.get('/sign-in', from(place));
    expect((await tryAs(hers, name, demo, place)).status).toBe(303);
    // Her session is over; what is left is the device.
    for (const cookie of [...hers.cookies.keys()]) if (cookie.startsWith('gk_session')) hers.cookies.delete(cookie);
    for (let count = 0; count < 6; count++) await tryAs(visit(product.url), name, wrong, place);
    expect((await tryAs(visit(product.url), name, demo, place)).status).toBe(429);
    expect((await tryAs(hers, name, wrong, place)).status).toBe(422);
    expect((await tryAs(hers, name, demo, place)).status).toBe(303);
  });
});

function solve(challenge: string): string {
  const { bits } = JSON.parse(Buffer.from(challenge.split('.')[0] ?? '', 'base64url').toString()) as { bits: number };
  for (let nonce = 0; ; nonce++) {
    const text = `${challenge}.${nonce}`;
    if (zeroBits(createHash('sha256').update(text).digest()) >= bits) return text;
  }
}

describe('an address that failed at many names', () => {
  it('is slower, never locked, and goes on at once for whoever lets her browser work', async () => {
    const place = '203.0.113.40';
    const fail = (n: number) => tryAs(visit(product.url), `nobody-${n}@demo.gongke.example`, wrong, place);
    for (let count = 0; count < 51; count++) expect((await fail(count)).status).toBe(422);
    const slow = await tryAs(visit(product.url), nameOf('reviewer'), demo, place);
    expect(slow.status).toBe(429);
    const challenge = /data-challenge="([^"]+)"/.exec(slow.text)?.[1] ?? '';
    const work = solve(challenge);
    const worked = (fields: Record<string, string>, where: string) =>
      visit(product.url).post(signIn, { name: nameOf('reviewer'), password: demo, ...fields }, from(where));
    expect((await worked({ work: `${challenge}.x` }, place)).status).toBe(429);
    expect((await worked({ work }, place)).status).toBe(303);
    // Once, and nowhere else.
    expect((await worked({ work }, place)).status).toBe(429);
  });
});

describe('eighty sign-ins of nobody at the same moment', () => {
  it('leave the pages of everybody else as quick as they are', async () => {
    const reader = visit(product.url);
    for (let count = 0; count < 5; count++) await reader.get('/courses', from('198.51.100.1'));
    let going = true;
    const crowd = Promise.all(
      Array.from({ length: 80 }, (_, n) =>
        tryAs(visit(product.url), `crowd-${n}@demo.gongke.example`, wrong, `198.51.100.${n + 2}`),
      ),
    ).finally(() => (going = false));
    const times: number[] = [];
    while (going) {
      const began = performance.now();
      expect((await reader.get('/courses', from('198.51.100.1'))).status).toBe(200);
      times.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await crowd).map(({ status }) => status)).toEqual(Array.from({ length: 80 }, () => 422));
    const sorted = times.sort((a, b) => a - b);
    // The middle one: one page may meet the machine while it does something else.
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(200);
  });
});

describe('behind a proxy that nobody named', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'gongke-product-'));
  let unnamed: Product;
  beforeAll(async () => void (unnamed = await startProduct({ dataDir })));
  afterAll(async () => {
    await unnamed.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('the product says so once, and what fails from everywhere locks nobody out', async () => {
    const name = nameOf('reviewer');
    for (let count = 0; count < 8; count++) await tryAs(visit(unnamed.url), name, wrong, `198.51.100.${count}`);
    expect((await tryAs(visit(unnamed.url), nameOf('trainer'), demo, '198.51.100.9')).status).toBe(303);
    expect(unnamed.output().match(/proxy_not_trusted/g)).toHaveLength(1);
  });

  it('what it keeps is for the one it runs as, also what somebody else made', async () => {
    await unnamed.stop();
    chmodSync(dataDir, 0o755);
    chmodSync(join(dataDir, 'secrets.json'), 0o644);
    unnamed = await startProduct({ dataDir });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    const wide = [];
    for (const one of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
      const { mode } = statSync(join(one.parentPath, one.name), { throwIfNoEntry: false }) ?? { mode: 0 };
      if ((mode & 0o077) !== 0) wide.push(join(one.parentPath, one.name));
    }
    expect(wide).toEqual([]);
  });
});
