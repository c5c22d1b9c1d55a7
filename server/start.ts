import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { knowsPlaces } from '../src/platform/address.ts';
import { env as readEnvironment, type Env } from '../src/platform/env.ts';
import { log } from '../src/platform/log.ts';
import { demoSignIns } from '../supabase/embedded/demo.ts';
import { buildWhenNeeded } from './build.ts';
import { keepDoingChores } from './chores.ts';
import { resetDataFolder } from './data-folder.ts';
import { openEmbedded } from './embedded.ts';
import { close, coursewareServer, listen, productServer } from './http.ts';
import { refuse, run, say } from './words.ts';

const dist = join(import.meta.dirname, '../dist');

async function listenOrRefuse(server: Server, port: number, host: string): Promise<void> {
  try {
    await listen(server, port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      refuse(
        `端口 ${port} 已被占用：请停止占用它的程序，或用 PORT 指定别的端口（工课用它和下一个）。`,
        `Port ${port} is in use: stop what is using it, or name another in PORT (Gongke takes that one and the next).`,
      );
    }
    refuse(`无法监听 ${host}:${port}（${code}）。`, `Can't listen on ${host}:${port} (${code}).`);
  }
}

/** Asked before the work of a first start, not after it. */
async function wantPorts({ PORT, HOST }: Env): Promise<void> {
  for (const port of [PORT, PORT + 1]) {
    const probe = createServer();
    await listenOrRefuse(probe, port, HOST);
    await close(probe);
  }
}

/** Behind a proxy that it may not believe, the product takes everybody for one visitor. It goes on, and says what that costs. */
function warnOfProxy(env: Env): void {
  if (knowsPlaces(env)) return;
  const words = say(
    '没有设置 TRUSTED_PROXIES：工课分不清谁从哪里来，猜密码的人会让所有人登录变慢（不会锁住谁）。前面有一层代理就设 1。',
    'TRUSTED_PROXIES is not set: visitors can’t be told apart, so whoever guesses passwords makes signing in slower for all (and locks out nobody). Behind one proxy, set it to 1.',
  );
  process.stderr.write(`\n  ${words}\n`);
  log('warn', 'places_unknown', { set: 'TRUSTED_PROXIES' });
}

function welcome(env: Env): void {
  const url = env.PUBLIC_ORIGIN ?? `http://${env.HOST === '0.0.0.0' ? '127.0.0.1' : env.HOST}:${env.PORT}`;
  process.stdout.write(`\n  ${say('工课已就绪', 'Gongke is ready')}  ${url}\n\n`);
  if (env.SUPABASE_URL !== undefined || env.GONGKE_DEMO === 'no') return;
  for (const { title, signInName, password } of demoSignIns()) {
    process.stdout.write(`    ${signInName.padEnd(30)} ${password}   ${title}\n`);
  }
  process.stdout.write(`\n  ${say('Ctrl-C 停止', 'Ctrl-C stops')}\n\n`);
}

async function start(): Promise<void> {
  const env = readEnvironment();
  await wantPorts(env);
  if (process.argv.includes('--reset')) resetDataFolder(env.GONGKE_DATA);
  await buildWhenNeeded();
  const embedded = env.SUPABASE_URL === undefined ? await openEmbedded(env) : undefined;

  const entry = (await import(pathToFileURL(join(dist, 'server/entry.mjs')).href)) as { handler: never };
  const product = productServer(env, join(dist, 'client'), entry.handler);
  const courseware = coursewareServer();

  const stopChores = keepDoingChores();

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await Promise.all([close(product), close(courseware)]);
    await stopChores();
    await embedded?.close();
  };
  try {
    await listenOrRefuse(product, env.PORT, env.HOST);
    await listenOrRefuse(courseware, env.PORT + 1, env.HOST);
  } catch (error) {
    await stop();
    throw error;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void stop().then(() => process.exit(0)));
  }
  warnOfProxy(env);
  welcome(env);
}

await run(start);
