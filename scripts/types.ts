// Writes src/platform/database-types.ts from the migrations, as applied to an empty native Postgres.
// `--check` writes nothing and fails when the file is not what the migrations say.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '../supabase/embedded/backend.ts';
import { openPostgres } from '../supabase/embedded/connection.ts';
import { newSecrets } from '../supabase/embedded/secrets.ts';
import { startPostgres } from '../tests/support/postgres.ts';

const target = join(import.meta.dirname, '../src/platform/database-types.ts');
const server = await startPostgres();
const url = await server.createDatabase('types');
const database = openPostgres(url);
await startBackend({ database, filesDir: mkdtempSync(join(tmpdir(), 'gongke-types-')), secrets: newSecrets() });
await database.close();

const cli = join(import.meta.dirname, '../node_modules/.bin/supabase');
const made = spawnSync(cli, ['gen', 'types', 'typescript', `--remote=${url}`, '--schema', 'public'], {
  encoding: 'utf8',
  env: { ...process.env, DO_NOT_TRACK: '1', SUPABASE_TELEMETRY_DISABLED: '1', PGSSLMODE: 'disable' },
});
await server.stop();
if (made.status !== 0) throw new Error(made.stderr);
// The command greets before it answers.
const body = made.stdout.slice(made.stdout.indexOf('export type Json'));
const types = `// Written by \`npm run types\` from supabase/migrations. Not edited by hand.\n${body}`;

if (!process.argv.includes('--check')) writeFileSync(target, types);
else if (readFileSync(target, 'utf8') !== types) {
  console.error('src/platform/database-types.ts is not what the migrations say: run `npm run types`.');
  process.exitCode = 1;
}
