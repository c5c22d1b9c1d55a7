import { provideBackend } from '../src/platform/backend.ts';
import type { Env } from '../src/platform/env.ts';
import { embeddedUrl, startBackend, type EmbeddedBackend } from '../supabase/embedded/backend.ts';
import { openPglite, openPostgres, type Database } from '../supabase/embedded/connection.ts';
import { isSeeded, seed, seedAfterCourses } from '../supabase/embedded/seed.ts';
import { SchemaChanged } from '../supabase/embedded/migrate.ts';
import { loadSecrets } from '../supabase/embedded/secrets.ts';
import { defineUnits } from '../src/domains/credits/rulebook/data.ts';
import { publishCourses } from './courses.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { refuse, Refusal, say, step } from './words.ts';

const hostedRoles = `select 1 from pg_roles where rolname in ('supabase_admin', 'supabase_auth_admin', 'supabase_storage_admin')`;

async function openDatabase(env: Env, folder: DataFolder): Promise<Database> {
  if (env.DATABASE_URL === undefined) return openPglite(folder.database);
  const database = openPostgres(env.DATABASE_URL);
  if ((await database.query(hostedRoles)).length > 0) {
    await database.close();
    refuse(
      'DATABASE_URL 指向一个真正的 Supabase 项目的数据库。内置后端不能接管它：请改用 SUPABASE_URL 和它的密钥。',
      'DATABASE_URL is the database of a real Supabase project, which the embedded services must not touch: set SUPABASE_URL and its keys instead.',
    );
  }
  return database;
}

async function boot(env: Env, folder: DataFolder): Promise<EmbeddedBackend> {
  const secrets = await loadSecrets(folder.path);
  const database = await openDatabase(env, folder);
  return startBackend({ database, filesDir: folder.files, secrets });
}

function explain(thrown: unknown, env: Env, folder: DataFolder): never {
  if (thrown instanceof Refusal) throw thrown;
  if (thrown instanceof SchemaChanged) {
    return refuse(
      `数据库是由旧版本建立的（${thrown.message} 已改变）。1.0 之前不迁移旧数据：请先备份，再运行 npm start -- --reset。`,
      `The database was made by an earlier version (${thrown.message} has changed). Before 1.0 old data are not carried over: back it up, then run npm start -- --reset.`,
    );
  }
  const why = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '').slice(0, 200) : String(thrown);
  if (env.DATABASE_URL !== undefined) {
    return refuse(`无法使用 DATABASE_URL 的数据库：${why}`, `The database of DATABASE_URL can't be used: ${why}`);
  }
  return refuse(
    `数据目录 ${folder.path} 已损坏，打不开（${why}）。请用 npm run restore 恢复备份，或运行 npm start -- --reset 重新开始。`,
    `The data folder ${folder.path} is damaged and can't be opened (${why}). Restore a backup with npm run restore, or begin anew with npm start -- --reset.`,
  );
}

export interface Embedded {
  backend: EmbeddedBackend;
  close(): Promise<void>;
}

/** The backend a newcomer gets without installing anything, answering in this process. */
export async function openEmbedded(env: Env): Promise<Embedded> {
  const folder = openDataFolder(env.GONGKE_DATA);
  let backend: EmbeddedBackend;
  try {
    backend = await step(say('数据库', 'Database'), () => boot(env, folder));
  } catch (thrown) {
    folder.release();
    return explain(thrown, env, folder);
  }
  const { secrets } = backend;
  provideBackend({
    url: embeddedUrl,
    publishableKey: secrets.publishableKey,
    secretKey: secrets.secretKey,
    fetch: (input, init) => backend.fetch(new Request(input, init)),
  });
  const newWorld = env.GONGKE_DEMO === 'yes' && !(await isSeeded(backend.database));
  if (newWorld) await step(say('演示数据', 'Demo world'), () => seed(backend));
  await step(say('课程', 'Courses'), publishCourses);
  if (newWorld) await seedAfterCourses(backend);
  await defineUnits();
  return {
    backend,
    close: async () => {
      await backend.database.close();
      folder.release();
    },
  };
}
