import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from './connection.ts';

const migrationsDir = join(import.meta.dirname, '../migrations');

export interface Migration {
  version: string;
  sql: string;
  sha256: string;
}

export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(migrationsDir)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(migrationsDir, name), 'utf8');
      return { version: name.replace(/\.sql$/, ''), sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

export class SchemaChanged extends Error {}

/** Applies what is missing, one transaction a migration. Before 1.0 a migration may be edited, and then old data can't follow. */
export async function migrate(database: Database, onProgress: (version: string) => void = () => {}): Promise<void> {
  const applied = await database.query<{ version: string; sha256: string }>(
    'select version, sha256 from embedded.migrations',
  );
  const known = new Map(applied.map((row) => [row.version, row.sha256]));
  for (const { version, sql, sha256 } of await readMigrations()) {
    const had = known.get(version);
    if (had === sha256) continue;
    if (had !== undefined) throw new SchemaChanged(version);
    onProgress(version);
    const note = `insert into embedded.migrations (version, sha256) values ('${version}', '${sha256}');`;
    await database.script(`${sql}\n${note}`);
  }
}
