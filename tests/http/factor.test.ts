import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisations } from '../support/people.ts';
import { startProduct, type Product } from '../support/product.ts';
import { nameOf, visit, wordsOf, type Visitor } from '../support/visitor.ts';

// A product of its own: what a federation asks, it asks of everybody.
let product: Product;
beforeAll(async () => void (product = await startProduct()));
afterAll(() => product.stop());

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an authenticator does, written down a second time. */
function figures(secret: string, halfMinutes: number): string {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000) + halfMinutes));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = (mac[19] ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const page = '/me/factor';
const post = (visitor: Visitor, deed: string, fields: Record<string, string> = {}, back = '') =>
  visitor.post(`${page}?_action=factor.${deed}${back}`, fields);

async function setUp(visitor: Visitor): Promise<{ secret: string; codes: string[] }> {
  await post(visitor, 'begin');
  const shown = (await visitor.get(page)).text;
  const secret = /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(shown)?.[1]?.replaceAll(' ', '') ?? '';
  expect(secret).toHaveLength(32);
  expect((await post(visitor, 'keep', { code: '000000' })).status).toBe(422);
  const kept = (await post(visitor, 'keep', { code: figures(secret, 0) })).text;
  const codes = [...kept.matchAll(/<code[^>]*>([0-9A-Z ]{14})<\/code>/g)].map(([, code]) => code ?? '');
  expect(codes).toHaveLength(10);
  return { secret, codes };
}

describe('a second factor', () => {
  it('opens the desk that asks for it, in each session, and nothing else waits for it', async () => {
    const desk = `/organisations/${organisations.federation}`;
    const officer = visit(product.url);
    await officer.signIn(nameOf('officer'));
    const rule = (required: string) =>
      officer.post(`${desk}/factor?_action=factor.keepRule`, { organisation: organisations.federation, required });
    expect((await rule('yes')).status, 'before she has one herself').toBe(409);
    const { secret, codes } = await setUp(officer);
    expect((await rule('yes')).status).toBe(200);
    expect((await officer.get(desk)).status).toBe(200);

    const reviewer = visit(product.url);
    await reviewer.signIn(nameOf('reviewer'));
    expect((await reviewer.get('/learn')).status).toBe(200);
    expect(await reviewer.get('/panels')).toMatchObject({ status: 303, location: `${page}?back=%2Fpanels` });

    const again = visit(product.url);
    await again.signIn(nameOf('officer'));
    const asked = await again.get(`${desk}/bank`);
    const back = encodeURIComponent(`${desk}/bank`);
    expect(asked.location).toBe(`${page}?back=${back}`);
    expect(wordsOf((await again.get(asked.location ?? '')).text)).toContain('asks for a second factor');
    expect((await post(again, 'show', { code: '123456' }, `&back=${back}`)).status).toBe(422);
    const opened = await post(again, 'show', { code: figures(secret, 1) }, `&back=${back}`);
    expect(opened).toMatchObject({ status: 303, location: `${desk}/bank` });
    expect((await again.get(`${desk}/bank`)).status).toBe(200);

    const paper = visit(product.url);
    await paper.signIn(nameOf('officer'));
    expect((await post(paper, 'show', { code: codes[3] ?? '' })).status).toBe(303);
    expect((await post(paper, 'show', { code: codes[3] ?? '' })).status).toBe(422);
    expect((await rule('no')).status).toBe(200);
    expect((await reviewer.get('/panels')).status).toBe(200);
  });
});
