import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { nativeDatabase } from '../../tests/support/backend.ts';
import { startBackend } from '../embedded/backend.ts';
import { openPostgres, type Database } from '../embedded/connection.ts';
import { readMigrations } from '../embedded/migrate.ts';
import { newSecrets } from '../embedded/secrets.ts';

const root = join(import.meta.dirname, '../..');
const roles = readFileSync(join(root, 'supabase/embedded/roles.sql'), 'utf8');

/** A project as a host hands it over: roles, auth and storage are there, nothing of ours is. */
async function bareProject(): Promise<string> {
  const url = await nativeDatabase();
  const database = openPostgres(url);
  await startBackend({ database, filesDir: mkdtempSync(join(tmpdir(), 'gongke-push-')), secrets: newSecrets() });
  await database.script(`drop schema private, public, embedded cascade; drop schema if exists supabase_migrations cascade;
    create schema public; ${roles}`);
  await database.close();
  return url;
}

const push = (url: string) =>
  spawnSync(join(root, 'node_modules/.bin/supabase'), ['db', 'push', `--remote=${url}`, '--yes'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, DO_NOT_TRACK: '1', SUPABASE_TELEMETRY_DISABLED: '1', PGSSLMODE: 'disable' },
  });

/** Tables with columns and grants, functions with bodies and grants, policies: what makes two databases the same to us. */
const portrait = `
  select 'table ' || c.oid::regclass || ' ' || coalesce(c.relacl::text, '') || ' ' || c.relrowsecurity || ' ' ||
    string_agg(a.attname || ' ' || a.atttypid::regtype || ' ' || coalesce(a.attacl::text, ''), ', ' order by a.attname) as thing
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'v') group by c.oid
  union all
  select 'function ' || f.oid::regprocedure || ' ' || coalesce(f.proacl::text, '') || ' ' || f.prosecdef || md5(f.prosrc)
  from pg_proc f where f.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    and f.proname <> 'sample_subject' -- what the panels of the tests judge; no migration knows it
  union all
  select 'policy ' || p.tablename || ' ' || p.policyname || ' ' || p.cmd || coalesce(p.qual, '') || coalesce(p.with_check, '')
  from pg_policies p where p.schemaname in ('public', 'private')
  order by 1`;

const portraitOf = async (database: Database) =>
  (await database.query<{ thing: string }>(portrait)).map(({ thing }) => thing);

describe('supabase db push', () => {
  it('brings a bare project to the same state as the embedded services do, and has nothing to do the second time', async () => {
    const url = await bareProject();
    const pushed = push(url);
    expect({ status: pushed.status, said: pushed.status === 0 ? '' : pushed.stderr }).toEqual({ status: 0, said: '' });
    const again = push(url);
    expect(again.stdout + again.stderr).toMatch(/up to date/i);

    const [database, world] = [openPostgres(url), openPostgres(await nativeDatabase(inject('nativeTemplate')))];
    const versions = await database.query<{ version: string }>(
      'select version from supabase_migrations.schema_migrations order by 1',
    );
    const ours = (await readMigrations()).map(({ version }) => version.split('_')[0]);
    expect(versions.map(({ version }) => version)).toEqual(ours);
    const state = await portraitOf(database);
    expect(state.length).toBeGreaterThan(50);
    expect(state).toEqual(await portraitOf(world));
    await database.script('revoke select on public.workers from authenticated');
    expect(await portraitOf(database), 'a missing grant would be seen').not.toEqual(state);
    await Promise.all([database.close(), world.close()]);
  });
});
