import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startPostgres } from '../support/postgres.ts';
import { startProduct, type ProductOptions } from '../support/product.ts';
import { nameOf, visit } from '../support/visitor.ts';

const folder = mkdtempSync(join(tmpdir(), 'gongke-life-'));
const dataDir = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts what must not start, and answers how it said so. */
async function refusal(options: ProductOptions) {
  const product = await startProduct({ ...options, wait: false });
  const code = await product.exited;
  const said = product
    .output()
    .replaceAll(/^ {2}[…✓].*$/gm, '')
    .trim();
  return { code, said };
}

function expectOneSentence({ code, said }: { code: number | null; said: string }, about: RegExp) {
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(about) });
  expect(said.split('\n')).toHaveLength(1);
  expect(said).not.toMatch(/\bat .*:\d+:\d+/);
}

describe('a life of the product', () => {
  beforeAll(async () => {
    const first = await startProduct({ dataDir });
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(dataDir, 'lock'))).toBe(true);
    expect(await first.stop('SIGINT')).toBe(0);
  });

  it('ends cleanly by Ctrl-C: nothing is left locked', () => {
    expect(readdirSync(dataDir).sort()).not.toContain('lock');
  });

  it('begins again within five seconds, with the same people', async () => {
    const times: number[] = [];
    for (let round = 0; round < 2; round++) {
      const began = performance.now();
      const product = await startProduct({ dataDir });
      times.push(performance.now() - began);
      if (round === 0) expect((await visit(product.url).signIn(nameOf('worker'))).status).toBe(303);
      expect(await product.stop('SIGTERM')).toBe(0);
    }
    // The better of two, because a test machine has other things to do.
    expect(Math.min(...times)).toBeLessThan(5000);
  });

  it('refuses a data folder that another process uses', async () => {
    const product = await startProduct({ dataDir });
    expectOneSentence(await refusal({ dataDir }), /in use by another Gongke process/);
    await product.stop();
  });

  it('takes over from a process that was killed', async () => {
    const killed = await startProduct({ dataDir });
    await killed.stop('SIGKILL');
    expect(existsSync(join(dataDir, 'lock'))).toBe(true);
    const next = await startProduct({ dataDir });
    expect((await visit(next.url).signIn(nameOf('worker'))).status).toBe(303);
    await next.stop();
  });

  it('finishes a request that is running when it is asked to stop', async () => {
    const product = await startProduct({ dataDir });
    const body = new URLSearchParams({ name: nameOf('manager'), password: 'gongke-2026' }).toString();
    const answered = new Promise<number>((resolve, reject) => {
      const slow = request(`${product.url}/sign-in?_action=account.signIn`, {
        method: 'POST',
        headers: {
          origin: product.url,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(body)),
        },
      });
      slow.on('error', reject);
      slow.on('response', (response) => resolve(response.statusCode ?? 0));
      slow.write(body.slice(0, 10));
      setTimeout(() => process.kill(product.pid, 'SIGTERM'), 300);
      setTimeout(() => slow.end(body.slice(10)), 900);
    });
    expect(await answered).toBe(303);
    expect(await product.exited).toBe(0);
  });

  it('begins anew when told to, and touches nothing that is not its own', async () => {
    const strange = join(dataDir, 'holiday.jpg');
    writeFileSync(strange, '');
    expectOneSentence(
      await refusal({ dataDir, args: ['--reset'] }),
      /holds something that is not Gongke's \(holiday\.jpg\)/,
    );
    rmSync(strange);
    const marker = statSync(join(dataDir, 'secrets.json')).mtimeMs;
    const product = await startProduct({ dataDir, args: ['--reset'] });
    expect(statSync(join(dataDir, 'secrets.json')).mtimeMs).toBeGreaterThan(marker);
    await product.stop();
  });
});

describe('what is wrong is said in one sentence', () => {
  it.each([
    [{ PORT: 'abc' }, /PORT: .*number/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL: /],
    [{ SUPABASE_URL: 'https://x.example' }, /SUPABASE_PUBLISHABLE_KEY: expected/],
    [{ PUBLIC_ORIGIN: 'http://learn.example.cn' }, /PUBLIC_ORIGIN: expected https/],
  ])('%o', async (env, about) => {
    expectOneSentence(await refusal({ env, dataDir: join(folder, 'never') }), about);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });

  it('a port in use', async () => {
    const port = await freePort();
    const holder = createServer().listen(port, '127.0.0.1');
    const never = join(folder, 'never');
    const said = await refusal({ env: { PORT: String(port) }, dataDir: never });
    holder.close();
    expectOneSentence(said, new RegExp(`Port ${port} is in use`));
    expect(existsSync(never)).toBe(false);
  });

  it('a data folder that can not be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expectOneSentence(await refusal({ dataDir: join(file, 'data') }), /can't be written to \(ENOTDIR\)/);
    expectOneSentence(await refusal({ dataDir: '/proc/nowhere/data' }), /can't be written to \(ENOENT\)/);
  });

  it('a data folder that is damaged', async () => {
    const damaged = join(folder, 'damaged');
    mkdirSync(join(damaged, 'database/base'), { recursive: true });
    writeFileSync(join(damaged, 'database/PG_VERSION'), '17\n');
    writeFileSync(join(damaged, 'database/base/1'), 'no database');
    expectOneSentence(await refusal({ dataDir: damaged }), /is damaged and can't be opened/);
    expect(existsSync(join(damaged, 'lock'))).toBe(false);
  });

  it('a database that is not there, and one that belongs to a real project', async () => {
    const port = await freePort();
    const nowhere = { DATABASE_URL: `postgres://postgres@127.0.0.1:${port}/none` };
    expectOneSentence(await refusal({ env: nowhere }), /database of DATABASE_URL can't be used/);

    const server = await startPostgres();
    const url = await server.createDatabase('hosted');
    const sql = postgres(url, { max: 1 });
    await sql`create role supabase_admin`;
    expectOneSentence(await refusal({ env: { DATABASE_URL: url } }), /database of a real Supabase project/);
    const made = await sql`select from pg_namespace where nspname in ('auth', 'storage', 'private', 'embedded')`;
    expect(made).toHaveLength(0);
    await sql.end();
    await server.stop();
  });

  it('in Chinese where the terminal is Chinese', async () => {
    const { said } = await refusal({ env: { PORT: 'abc', LANG: 'zh_CN.UTF-8' } });
    expect(said).toMatch(/^环境变量有误：/);
  });
});
