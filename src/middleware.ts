import { defineMiddleware, sequence } from 'astro:middleware';
import { randomUUID } from 'node:crypto';
import { userDb } from '#platform/db.ts';
import { asFailure } from '#platform/errors.ts';
import { submittedFields } from '#platform/forms.ts';
import { paraglideMiddleware } from '#platform/i18n/compiled/server.js';
import { describe, log } from '#platform/log.ts';
import { dropSession, personOf } from '#platform/session.ts';

/** What can be read without signing in. Everything else asks who is there: a page that forgets to ask is closed, not open. */
const open = [
  /^\/$/,
  /^\/(sign-in|sign-up|reset|activate|offline|gallery|preferences|health|ready|courses|verify|calendar|status|\.well-known)(\/|$)/,
  /^\/(404|500|error)$/,
];

const speak = defineMiddleware(({ request }, next) => paraglideMiddleware(request, () => next()));

/** Numbers every request, writes down how it ended, and turns whatever was thrown into one honest page. */
const account = defineMiddleware(async (context, next) => {
  // Showing a failure is a second pass through here, with everything already known.
  if (context.locals.failure) return next();
  const began = performance.now();
  context.locals.requestId = randomUUID();
  let response: Response;
  try {
    response = await next();
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.status >= 500) {
      const { requestId: request } = context.locals;
      log('error', 'request_failed', { request, route: context.routePattern, why: describe(failure.cause) });
    }
    context.locals.failure = failure;
    const page = await context.rewrite(
      new Request(new URL('/error', context.url), { headers: context.request.headers }),
    );
    response = new Response(page.body, { status: failure.status, headers: page.headers });
  }
  response.headers.set('x-request-id', context.locals.requestId);
  if (response.headers.get('content-type') === 'text/html')
    response.headers.set('content-type', 'text/html; charset=utf-8');
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store');
  log('info', 'request', {
    request: context.locals.requestId,
    method: context.request.method,
    route: context.routePattern,
    status: response.status,
    elapsed_ms: Math.round(performance.now() - began),
  });
  return response;
});

const introduce = defineMiddleware(async (context, next) => {
  if (context.locals.failure) return next();
  const { cookies, request, url } = context;
  context.locals.db = userDb(context);
  context.locals.person = null;
  context.locals.submitted = await submittedFields(context);
  if (/^\/(health|ready)$/.test(url.pathname)) return next();
  context.locals.person = await personOf(context.locals.db, cookies);
  if (!context.locals.person) dropSession(cookies, request.headers.get('cookie'));
  if (context.locals.person || context.routePattern === '/404' || open.some((path) => path.test(url.pathname)))
    return next();
  const wantsData = url.pathname.startsWith('/api/') || request.headers.get('accept')?.includes('application/json');
  if (wantsData) return Response.json({ error: 'not_signed_in' }, { status: 401 });
  return context.redirect(`/sign-in?back=${encodeURIComponent(url.pathname + url.search)}`, 303);
});

export const onRequest = sequence(speak, account, introduce);
