import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveProject } from '../support/hosted.ts';
import { startProduct, type Product } from '../support/product.ts';
import { codeFor, visit } from '../support/visitor.ts';

// A project elsewhere, as far as it can be had on this machine: the same build talks to it over the network, with its own keys.

let project: Awaited<ReturnType<typeof serveProject>>;
let product: Product;
const log = join(mkdtempSync(join(tmpdir(), 'gongke-hosted-log-')), 'product.log');

beforeAll(async () => {
  project = await serveProject();
  product = await startProduct({ env: project.env, logFile: log });
});
afterAll(async () => {
  await product.stop();
  await project.close();
});

function runScript(args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...project.env, LANG: 'en' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, output })));
}

describe('on a project elsewhere', () => {
  it('starts without services of its own, and shows no demo sign-ins', async () => {
    expect(product.output()).not.toMatch(/Database|demo\.gongke/);
    expect((await visit(product.url).get('/ready')).status).toBe(200);
  });

  it('is fit for use when it is asked', async () => {
    expect(await runScript(['scripts/verify-hosted.ts'])).toMatchObject({ code: 0 });
  });

  it('lets the first officer sign up, founds her federation and shows it to her', async () => {
    const visitor = visit(product.url);
    const name = '+8613900000055';
    await visitor.post('/sign-up?_action=account.requestSignUpCode', { name });
    const fields = {
      name,
      code: await codeFor(name, log),
      person_name: '干部丙',
      new_password: 'correct horse battery',
    };
    expect((await visitor.post('/sign-up?_action=account.signUp', fields)).status).toBe(303);
    expect(await runScript(['scripts/federation.ts', '测试市总工会', '13900000055'])).toMatchObject({ code: 0 });
    expect((await visitor.get('/me')).text).toContain('测试市总工会');
  });

  it('is not fit for use once a table was opened', async () => {
    const { script } = project.backend.database;
    await script('grant select on public.workers to anon; alter table public.workers disable row level security');
    const { code, output } = await runScript(['scripts/verify-hosted.ts']);
    await script('revoke select on public.workers from anon; alter table public.workers enable row level security');
    expect(code).toBe(1);
    expect(output).toContain('✗ a visitor reads no workers');
  });
});
