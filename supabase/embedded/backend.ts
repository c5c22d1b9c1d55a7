import './service-switches.ts';
import './hashing.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from '@supabase/lite';
import { adminUsers } from './admin-users.ts';
import type { Database } from './connection.ts';
import { FileStore } from './files.ts';
import { migrate } from './migrate.ts';
import { quietly } from './quiet.ts';
import type { Secrets } from './secrets.ts';

/** The address that requests to the embedded backend carry. Nothing listens there: they are answered in this process. */
export const embeddedUrl = 'http://supabase.internal';

export interface EmbeddedBackend {
  database: Database;
  files: FileStore;
  secrets: Secrets;
  fetch(request: Request): Promise<Response>;
}

const sqlFile = (name: string) => readFile(join(import.meta.dirname, name), 'utf8');

function createApp(database: Database, files: FileStore, secrets: Secrets) {
  const app = new App({
    connection: database.connection,
    auth: {
      enabled: true,
      enable_signup: false,
      site_url: embeddedUrl,
      jwt_secret: secrets.jwtSecret,
      jwt_expiry: 3600,
      publishable_key: secrets.publishableKey,
      secret_key: secrets.secretKey,
      minimum_password_length: 8,
    },
    storage: { enabled: true, file_size_limit: '2GiB' },
    studio: { enabled: false },
    options: { server: { admin: false, disableStudio: true } },
  });
  app._storageAdapter = files as never;
  return app;
}

/** What a hosted project answers without a key: files that are public or whose address is signed. */
const needsNoKey = /^\/storage\/v1\/object\/(public|sign)\//;

/** A hosted project has a gateway that asks for the key; the services behind it don't all ask again. */
function keyless(request: Request, { publishableKey, secretKey }: Secrets): Response | undefined {
  const key = request.headers.get('apikey');
  if (key === publishableKey || key === secretKey || needsNoKey.test(new URL(request.url).pathname)) return undefined;
  return Response.json({ message: 'Invalid API key' }, { status: 401 });
}

export interface BackendOptions {
  database: Database;
  filesDir: string;
  secrets: Secrets;
  onProgress?: (version: string) => void;
}

/** Brings a bare database to the state of a Supabase project with our migrations, and answers requests as one. */
export async function startBackend({
  database,
  filesDir,
  secrets,
  onProgress,
}: BackendOptions): Promise<EmbeddedBackend> {
  const files = new FileStore(filesDir);
  await database.script(await sqlFile('roles.sql'));
  const app = createApp(database, files, secrets);
  await quietly(() => app.ensureSystemSchema());
  await database.script(await sqlFile('after-services.sql'));
  await migrate(database, onProgress);
  return {
    database,
    files,
    secrets,
    fetch: async (request) =>
      keyless(request, secrets) ??
      (await adminUsers(request, database, secrets.secretKey)) ??
      database.oneRequest(() => quietly(() => app.fetch(request))),
  };
}
