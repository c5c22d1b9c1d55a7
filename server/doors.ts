import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Env } from '../src/platform/env.ts';
import { log } from '../src/platform/log.ts';

export type Next = () => void;
export type Handler = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

const MiB = 1024 * 1024;

/** What people upload is large only where people upload. */
const largeBodies: [RegExp, number][] = [
  [/^\/organisations\/[^/]+\/(imports|outcomes|catalogue)/, 16 * MiB],
  [/^\/records\/claims\/new/, 16 * MiB],
  [/^\/organisations\/[^/]+\/credits/, 4 * MiB],
];
const usualBody = 1 * MiB;

export function bodyLimit(path: string): number {
  return largeBodies.find(([pattern]) => pattern.test(path))?.[1] ?? usualBody;
}

function answer(response: ServerResponse, status: number, words: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(`${words}\n`);
}

const tooLarge = '内容太大，没有接收。 / Too large; nothing was received.';

/** What somebody goes on sending after the answer is thrown away, and so is the connection when that does not end. */
function refuseRest(request: IncomingMessage, response: ServerResponse, limit: number): void {
  answer(response, 413, tooLarge);
  let more = 0;
  request.on('data', (chunk: Buffer) => {
    more += chunk.length;
    if (more > 4 * limit) request.destroy();
  });
}

/**
 * A body is as large as what arrives of it. One that says how large it is can't grow beyond that; of any other what arrives is
 * counted, and the pages get it when it is whole.
 */
export const limitBody: Handler = (request, response, next) => {
  const limit = bodyLimit(request.url ?? '/');
  if (request.headers['transfer-encoding'] === undefined) {
    if (Number(request.headers['content-length'] ?? 0) <= limit) return next();
    return answer(response, 413, tooLarge, { connection: 'close' });
  }
  const chunks: Buffer[] = [];
  let arrived = 0;
  const take = (chunk: Buffer) => {
    arrived += chunk.length;
    chunks.push(chunk);
    if (arrived <= limit) return;
    request.off('data', take);
    chunks.length = 0;
    refuseRest(request, response, limit);
  };
  request.on('data', take);
  void once(request, 'end').then(
    () => {
      if (arrived > limit) return;
      Object.assign(request, { body: Buffer.concat(chunks) });
      next();
    },
    () => response.destroy(),
  );
};

/** Text as it can be kept: well encoded, and without the one character that no database holds. */
function isText(encoded: string): boolean {
  try {
    return !decodeURIComponent(encoded).includes('\0');
  } catch {
    return false;
  }
}

/** An address is a path of ours that can be read. Whatever else stands in the first line of a request goes no further. */
export const readAddress: Handler = (request, response, next) => {
  const address = request.url ?? '';
  if (address.startsWith('/') && !address.startsWith('//') && !address.includes('\\') && isText(address)) return next();
  answer(response, 400, '这个地址无法识别。 / This address can’t be read.');
};

/** A cookie that can't be read is none; the others are still good. */
export const readCookies: Handler = (request, _response, next) => {
  const { cookie } = request.headers;
  if (cookie !== undefined) request.headers.cookie = cookie.split(';').filter(isText).join(';');
  next();
};

const unknownHost =
  '工课不是用这个地址访问的。请管理员设置 PUBLIC_ORIGIN。 / This is not where Gongke is reached. Its operator sets PUBLIC_ORIGIN.';
const thisMachine = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** The addresses of this machine itself, as the connection tells them: nobody can forge the one she is connected to. */
function isOurs(host: string, { socket }: IncomingMessage): boolean {
  const address = socket.localAddress?.replace(/^::ffff:/, '') ?? '';
  const shown = address.includes(':') ? `[${address}]` : address;
  return thisMachine.test(host) || host === shown || host === `${shown}:${socket.localPort}`;
}

/** The product knows its own name; what a request claims is not believed. */
export function nameOrigin(env: Env): Handler {
  const origin = env.PUBLIC_ORIGIN ? new URL(env.PUBLIC_ORIGIN) : undefined;
  let noticed = env.TRUSTED_PROXIES > 0;
  return (request, response, next) => {
    const { headers } = request;
    if (!noticed && headers['x-forwarded-for'] !== undefined) {
      noticed = true;
      log('warn', 'proxy_not_trusted', { set: 'TRUSTED_PROXIES' });
    }
    for (const claim of ['forwarded', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'])
      Reflect.deleteProperty(headers, claim);
    if (!origin && !isOurs(headers.host ?? '', request)) return answer(response, 421, unknownHost);
    if (origin) {
      headers.host = origin.host;
      // The proxy has ended TLS. Pages ask the connection, because they believe no header either.
      Object.assign(request.socket, { encrypted: origin.protocol === 'https:' });
    }
    next();
  };
}
