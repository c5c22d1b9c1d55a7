import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { embeddedUrl, type EmbeddedBackend } from './backend.ts';
import type { Database } from './connection.ts';
import { demoPassword, demoPeople } from './demo.ts';

const seedSql = join(import.meta.dirname, '../seed.sql');
const afterCourses = ['seed-menus.sql', 'seed-life.sql'].map((name) => join(import.meta.dirname, '..', name));

export async function isSeeded(database: Database): Promise<boolean> {
  return (await database.query('select 1 from public.organisations limit 1')).length > 0;
}

async function openDemoAccount({ fetch, database, secrets }: EmbeddedBackend, key: string): Promise<void> {
  const person = demoPeople[key];
  if (!person) throw new Error(`no demo person ${key}`);
  const answer = await fetch(
    new Request(`${embeddedUrl}/auth/v1/admin/users`, {
      method: 'POST',
      headers: { apikey: secrets.secretKey, 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${randomUUID()}@accounts.gongke.invalid`, password: demoPassword }),
    }),
  );
  const { id } = (await answer.json()) as { id: string };
  await database.query('insert into private.accounts (user_id, worker_id) values ($1::uuid, $2::uuid)', [
    id,
    person.workerId,
  ]);
  await database.query(
    `insert into private.sign_in_names (name, kind, user_id, proven_at) values ($1, $2::public.sign_in_kind, $3::uuid, now())`,
    [person.signInName, person.kind, id],
  );
}

/** The named world that development, tests and screenshots share. */
export async function seed(backend: EmbeddedBackend): Promise<void> {
  await backend.database.script(await readFile(seedSql, 'utf8'));
  for (const key of Object.keys(demoPeople)) await openDemoAccount(backend, key);
}

/** What names courses waits until those are published. */
export async function seedAfterCourses({ database }: EmbeddedBackend): Promise<void> {
  for (const path of afterCourses) await database.script(await readFile(path, 'utf8'));
}
