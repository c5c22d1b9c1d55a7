import compression from 'compression';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import sirv from 'sirv';
import type { Env } from '../src/platform/env.ts';
import { limitBody, nameOrigin, readAddress, readCookies, type Handler } from './doors.ts';

type Pages = (request: IncomingMessage, response: ServerResponse) => void;

function secure(env: Env): Handler {
  const https = env.PUBLIC_ORIGIN?.startsWith('https:') ?? false;
  return (_request, response, next) => {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('x-frame-options', 'DENY');
    response.setHeader('referrer-policy', 'strict-origin-when-cross-origin');
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    response.setHeader(
      'permissions-policy',
      'camera=(self), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
    );
    if (https) response.setHeader('strict-transport-security', 'max-age=63072000; includeSubDomains');
    next();
  };
}

/** Pages are read and forms are posted. Anything else would be answered as if it had been read. */
const methods = new Set(['GET', 'HEAD', 'POST']);
const limitMethods: Handler = (request, response, next) => {
  if (methods.has(request.method ?? '')) return next();
  response.writeHead(405, { allow: [...methods].join(', '), 'content-type': 'text/plain; charset=utf-8' });
  response.end('405\n');
};

/** A body that nobody read is thrown away; else the next request on the same connection would wait behind it. */
const drain: Handler = (request, response, next) => {
  response.once('finish', () => {
    if (request.complete) return;
    request.removeAllListeners('readable');
    request.resume();
  });
  next();
};

function chain(handlers: Handler[]): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const run = (index: number): void => handlers[index]?.(request, response, () => run(index + 1));
    run(0);
  };
}

function withTimeouts(server: Server): Server {
  server.headersTimeout = 15_000;
  server.requestTimeout = 120_000;
  server.keepAliveTimeout = 10_000;
  return server;
}

export function productServer(env: Env, clientDir: string, renderPage: Pages): Server {
  // Called without a next handler the pages answer for every address, with an honest 404 where there is nothing.
  const pages: Handler = (request, response) => renderPage(request, response);
  const files = sirv(clientDir, {
    gzip: true,
    brotli: true,
    etag: true,
    setHeaders: (response, path) => {
      const immutable = path.startsWith('/_astro/');
      response.setHeader('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600');
    },
  });
  const compress = compression({ threshold: 1024 }) as unknown as Handler;
  const doors = [secure(env), drain, limitMethods, readAddress, nameOrigin(env), readCookies, limitBody];
  return withTimeouts(createServer(chain([...doors, files as Handler, compress, pages])));
}

/** A second origin for courseware that is not ours to trust: it shares no cookie and no script with the product. */
export function coursewareServer(): Server {
  const answer: Handler = (_request, response) => {
    response.writeHead(404, {
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    response.end('404\n');
  };
  return withTimeouts(createServer(chain([answer])));
}

export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Finishes what is being answered, takes nothing new. */
export function close(server: Server, patience_ms = 10_000): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patience_ms);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
