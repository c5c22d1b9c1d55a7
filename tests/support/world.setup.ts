import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startBackend } from '../../supabase/embedded/backend.ts';
import { openPglite, openPostgres, type Database } from '../../supabase/embedded/connection.ts';
import { newSecrets } from '../../supabase/embedded/secrets.ts';
import { seed } from '../../supabase/embedded/seed.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The whole world in a file, for PGlite to load. */
    pgliteDump: string;
    nativeUrl: string;
    nativeTemplate: string;
  }
}

const nativeTemplate = 'gongke_template';
const extras = readFileSync(join(import.meta.dirname, 'world.sql'), 'utf8');

async function settle(database: Database, filesDir: string): Promise<void> {
  await seed(await startBackend({ database, filesDir, secrets: newSecrets() }));
  await database.script(extras);
}

async function dumpPglite(folder: string): Promise<string> {
  const database = await openPglite(undefined);
  await settle(database, join(folder, 'files'));
  if (!('dumpDataDir' in database.connection.driver)) throw new Error('not PGlite');
  const dump = await database.connection.driver.dumpDataDir('none');
  const file = join(folder, 'world.tar');
  writeFileSync(file, new Uint8Array(await dump.arrayBuffer()));
  await database.close();
  return file;
}

/** Builds the world once on each engine. Every test file then gets a copy of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'gongke-world-'));
  const [pgliteDump, native] = await Promise.all([
    dumpPglite(folder),
    startPostgres().then(async (server) => {
      const database = openPostgres(await server.createDatabase(nativeTemplate));
      await settle(database, join(folder, 'files'));
      await database.close();
      return server;
    }),
  ]);
  project.provide('pgliteDump', pgliteDump);
  project.provide('nativeUrl', native.adminUrl);
  project.provide('nativeTemplate', nativeTemplate);
  return async () => {
    await native.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
