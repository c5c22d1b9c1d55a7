import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { provideBackend } from '../../src/platform/backend.ts';
import { embeddedUrl, startBackend, type EmbeddedBackend } from '../../supabase/embedded/backend.ts';
import { openPglite, openPostgres, type Database } from '../../supabase/embedded/connection.ts';
import { demoPassword } from '../../supabase/embedded/demo.ts';
import { newSecrets } from '../../supabase/embedded/secrets.ts';
import { engines, type Engine } from './database.ts';
import { workerIds, type Person } from './people.ts';

/** The embedded services over a copy of the world, spoken to as a browser would, without a port. */
export interface TestBackend extends EmbeddedBackend {
  ask(path: string, request?: Ask): Promise<{ status: number; body: unknown; headers: Headers }>;
  /** Signs a person of the demo world in and answers her token. */
  tokenOf(person: Person): Promise<string>;
}

interface Ask {
  method?: string;
  key?: 'publishable' | 'secret' | 'none' | (string & {});
  token?: string;
  body?: unknown;
  raw?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

/** From here on the product's own code talks to this backend, as it does to the embedded one. */
export function provide({ secrets, fetch }: EmbeddedBackend): void {
  provideBackend({
    url: embeddedUrl,
    publishableKey: secrets.publishableKey,
    secretKey: secrets.secretKey,
    fetch: (input, init) => fetch(new Request(input, init)),
  });
}

/** An empty native database, or one copied from the world. */
export async function nativeDatabase(template?: string): Promise<string> {
  const name = `b_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(inject('nativeUrl'), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}${template ? ` template ${template}` : ''}`);
  await admin.end();
  return Object.assign(new URL(inject('nativeUrl')), { pathname: `/${name}` }).href;
}

async function openWorld(engine: Engine): Promise<Database> {
  if (engine === 'native') return openPostgres(await nativeDatabase(inject('nativeTemplate')));
  return openPglite(undefined, new Blob([readFileSync(inject('pgliteDump'))]));
}

function speakTo(backend: EmbeddedBackend): TestBackend {
  const keys: Record<string, string> = {
    publishable: backend.secrets.publishableKey,
    secret: backend.secrets.secretKey,
  };
  const ask: TestBackend['ask'] = async (path, { method, key = 'publishable', token, body, raw, headers } = {}) => {
    const sent = new Headers(headers);
    if (key !== 'none') sent.set('apikey', keys[key] ?? key);
    if (token) sent.set('authorization', `Bearer ${token}`);
    if (body !== undefined) sent.set('content-type', 'application/json');
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await backend.fetch(
      new Request(`${embeddedUrl}${path}`, {
        method: method ?? (payload === undefined ? 'GET' : 'POST'),
        headers: sent,
        ...(payload === undefined ? {} : { body: payload }),
      }),
    );
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json') && text !== '';
    return { status: answer.status, body: json ? JSON.parse(text) : text, headers: answer.headers };
  };
  const tokenOf = async (person: Person): Promise<string> => {
    const [user] = await backend.database.query<{ email: string }>(
      'select u.email from auth.users u join private.accounts a on a.user_id = u.id where a.worker_id = $1::uuid',
      [workerIds[person]],
    );
    const body = { email: user?.email, password: demoPassword };
    const answer = await ask('/auth/v1/token?grant_type=password', { body });
    return (answer.body as { access_token: string }).access_token;
  };
  return { ...backend, ask, tokenOf };
}

/** `before` is what an attacker or a careless migration did to the database before the services began. */
export async function openBackend(engine: Engine, before = ''): Promise<TestBackend & { end(): Promise<void> }> {
  const database = await openWorld(engine);
  if (before) await database.script(before);
  const filesDir = mkdtempSync(join(tmpdir(), 'gongke-files-'));
  const backend = speakTo(await startBackend({ database, filesDir, secrets: newSecrets() }));
  const end = async () => {
    await database.close();
    rmSync(filesDir, { recursive: true, force: true });
  };
  return { ...backend, end };
}

export function onBothBackends(before: string, suite: (backend: () => TestBackend) => void): void {
  describe.each(engines)('on %s', (engine) => {
    let backend: Awaited<ReturnType<typeof openBackend>> | undefined;
    beforeAll(async () => void (backend = await openBackend(engine, before)));
    afterAll(() => backend?.end());
    suite(() => {
      if (!backend) throw new Error('the backend is not open yet');
      return backend;
    });
  });
}
