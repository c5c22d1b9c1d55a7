import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './postgres.ts';

const root = join(import.meta.dirname, '../..');

/** The real product as a process of its own, on a data folder and a pair of ports of its own. */
export interface Product {
  url: string;
  dataDir: string;
  pid: number;
  /** What it has printed so far, messages to phones and mailboxes among it. */
  output(): string;
  /** Ends it and answers with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  exited: Promise<number | null>;
}

export interface ProductOptions {
  env?: Record<string, string>;
  dataDir?: string;
  args?: string[];
  /** Where to write what it prints, for tests in other processes to read. */
  logFile?: string;
  /** Whether to wait until it says that it is ready. */
  wait?: boolean;
}

const ready = /(?:Gongke is ready|工课已就绪)/;

/** Two ports in a row that are free, as the courseware origin takes the next one. */
async function freePair(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port < 65_000 && (await isFree(port + 1))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export async function startProduct({
  env = {},
  dataDir,
  args = [],
  logFile,
  wait = true,
}: ProductOptions = {}): Promise<Product> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'gongke-product-'));
  const port = await freePair();
  const child = spawn(process.execPath, [join(root, 'server/start.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: String(port), GONGKE_DATA: folder, LOG_LEVEL: 'warn', LANG: 'en', ...env },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (logFile) appendFileSync(logFile, chunk);
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let gone = false;
  void exited.then(() => (gone = true));
  while (wait && !ready.test(printed)) {
    if (gone) throw new Error(`the product ended before it was ready:\n${printed}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url: `http://127.0.0.1:${env['PORT'] ?? port}`,
    dataDir: folder,
    pid: child.pid ?? 0,
    output: () => printed,
    exited,
    stop: async (signal = 'SIGTERM') => {
      if (!gone) child.kill(signal);
      const code = await exited;
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
