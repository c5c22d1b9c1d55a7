import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPeople } from '../../supabase/embedded/demo.ts';
import { startPostgres, type NativePostgres } from '../support/postgres.ts';
import { startProduct, type Product } from '../support/product.ts';
import { nameOf, visit, type Reply, type Visitor } from '../support/visitor.ts';
import { actionDoors, routeDoors } from './walk-doors.ts';

// Every address and every form, with ids of people far away, as everybody. What is new walks along by itself.

const root = join(import.meta.dirname, '../..');
const far = readFileSync(join(root, 'tests/support/far.sql'), 'utf8');
const id = (end: string) => `00000000-0000-4000-8000-0000000${end}`;

let server: NativePostgres;
let product: Product;
let lesson = '';
const visitors = new Map<string, Visitor>();

beforeAll(async () => {
  server = await startPostgres();
  const url = await server.createDatabase('walk');
  product = await startProduct({ env: { DATABASE_URL: url } });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(far);
  lesson =
    (await sql<{ lesson: string }[]>`select lesson from private.sittings where id = ${id('f0302')}`)[0]?.lesson ?? '';
  await sql.end();
  visitors.set('visitor', visit(product.url));
  for (const person of Object.keys(demoPeople)) {
    const visitor = visit(product.url);
    await visitor.signIn(nameOf(person));
    visitors.set(person, visitor);
  }
});
afterAll(async () => {
  await product.stop();
  await server.stop();
});

const files = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`);

/** As Astro makes addresses of files. */
const routes = files('src/pages')
  .filter((file) => /\.(astro|ts)$/.test(file) && !/\/_/.test(file))
  .map(
    (file) =>
      file
        .slice('src/pages'.length)
        .replace(/\.(astro|ts)$/, '')
        .replace(/\/index$/, '') || '/',
  )
  .sort();

const actions = [
  ...readFileSync(join(root, 'src/actions/index.ts'), 'utf8').matchAll(/import \* as (\w+) from '#(.+?)'/g),
]
  .flatMap(([, name = '', path = '']) =>
    [...readFileSync(join(root, 'src', path), 'utf8').matchAll(/^export const (\w+) = formAction/gm)].map(
      ([, action = '']) => `${name}.${action}`,
    ),
  )
  .sort();

/** What of the far tree stands for a part of an address. */
const parts: Record<string, string> = {
  id: id('f0010'),
  worker: id('f0101'),
  enrolment: id('f0301'),
  claim: id('f0401'),
  share: id('f0501'),
  menu: id('f0601'),
  session: id('f0602'),
  import: id('f0605'),
  programme: id('f0606'),
  version: id('f0607'),
  voucher: id('f0999'),
  slug: 'nothing-of-ours',
  code: 'FAR0GXK0NGKE00000599',
  kind: 'course',
  file: 'a.pdf',
  format: 'json',
  list: '1',
};
const fill = (route: string, value: (part: string) => string) =>
  route.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_all, part: string) => value(part));
const addressOf = (route: string) => fill(route, (part) => (part === 'lesson' ? lesson : (parts[part] ?? raise(part))));
const raise = (part: string): never => {
  throw new Error(`say what [${part}] of the far tree is`);
};

/** What each form could ask for. What an action does not know it leaves out. */
const fields: Record<string, string> = {
  ...{
    organisation: id('f0010'),
    house: id('f0010'),
    parent: id('f0010'),
    federation: id('f0001'),
    school: id('f0030'),
  },
  ...{ enterprise: id('f0010'), worker: id('f0101'), writer: id('f0101'), asker: id('f0101'), enrolment: id('f0301') },
  ...{ sitting: id('f0302'), outcome: id('f0303'), target: id('f0401'), claim: id('f0401'), share: id('f0501') },
  ...{ menu: id('f0601'), session: id('f0602'), post: id('f0603'), question: id('f0603'), plan: id('f0604') },
  ...{ import: id('f0605'), programme: id('f0606'), rules: id('f0607'), appeal: id('f0608'), review: id('f060a') },
  ...{
    membership: id('f0201'),
    invitation: id('f0202'),
    case: id('f0999'),
    request: id('f0999'),
    device: 'f'.repeat(64),
  },
  ...{ sign_in_name: '13700000001', name: '远方', role: 'worker', accept: 'yes', required: 'yes', verdict: 'granted' },
  ...{ reason: '理由', wish: '理由', upheld: 'no', tie: 'none', about: 'claim', code: '000000', slip: 'ZZZZ2345ZZZZ' },
  ...{ kind: 'team', title: '远方', audience: '远方', body: '远方', lesson: 'x', course: 'x', employee_no: 'F001' },
};

const wordOf = ({ status, location }: Reply): string => {
  if (status === 303 || status === 302) return location?.startsWith('/sign-in') ? 'sign in' : 'led on';
  if (status === 200) return 'shown';
  if (status === 404) return 'not found';
  return [400, 401, 403, 409, 422, 429].includes(status) ? 'refused' : String(status);
};

const slowest_ms = 5000;
async function within(asked: Promise<Reply>, what: string): Promise<Reply> {
  const began = performance.now();
  const reply = await asked;
  expect(performance.now() - began, `${what} takes long`).toBeLessThan(slowest_ms);
  return reply;
}

/** The answers to a visitor, and to everybody who is signed in. */
async function answers(ask: (visitor: Visitor, who: string) => Promise<Reply>): Promise<string> {
  const words = new Set<string>();
  let outside = '';
  for (const [who, visitor] of visitors) {
    const word = wordOf(await ask(visitor, who));
    if (who === 'visitor') outside = word;
    else words.add(word);
  }
  return `${outside} | ${[...words].sort().join(' or ')}`;
}

async function walk(all: readonly string[], ask: (one: string, visitor: Visitor, who: string) => Promise<Reply>) {
  const said: Record<string, string> = {};
  for (const one of all)
    said[one] = await answers((visitor, who) => within(ask(one, visitor, who), `${one} as ${who}`));
  return said;
}

describe('with ids of people far away', () => {
  it('every address answers what the table says', async () => {
    const open = routes.filter((route) => route !== '/sign-out');
    expect(await walk(open, (route, visitor) => visitor.get(addressOf(route)))).toEqual(routeDoors);
  }, 180_000);

  it('every form answers what the table says', async () => {
    const asked = actions.filter((action) => !['account.signOut', 'account.eraseMe'].includes(action));
    expect(await walk(asked, (action, visitor) => visitor.post(`/?_action=${action}`, fields))).toEqual(actionDoors);
  }, 180_000);

  it('what is no id is not found, and nothing breaks', async () => {
    const officer = visitors.get('officer') as Visitor;
    for (const route of routes.filter((one) => one.includes('[')))
      for (const nonsense of ['x', '%00', 'a'.repeat(1500), '%F0%9F%92%A9', "'--", '..%2f..%2fetc']) {
        const { status } = await within(officer.get(fill(route, () => nonsense)), route);
        expect({ route, nonsense, status: status < 500 && status !== 200 }).toEqual({ route, nonsense, status: true });
      }
  }, 120_000);
});
