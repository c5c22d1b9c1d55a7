import { defineMiddleware, sequence } from 'astro:middleware';
import { randomUUID } from 'node:crypto';
import { submittedFields } from '#platform/body.ts';
import { cookieName } from '#platform/cookies.ts';
import { userDb } from '#platform/db.ts';
import { deviceIdOf } from '#platform/device.ts';
import { asFailure } from '#platform/errors.ts';
import { paraglideMiddleware } from '#platform/i18n/compiled/server.js';
import { describe, log } from '#platform/log.ts';
import { dropSession, hasSession, personOf } from '#platform/session.ts';

/** What can be read without signing in. Everything else asks who is there: a page that forgets to ask is closed, not open. */
const open = [
  /^\/$/,
  /^\/(sign-in|sign-up|reset|activate|offline|gallery|preferences|health|ready|courses|verify|calendar|status|\.well-known)(\/|$)/,
  /^\/(404|500|error)$/,
];

/** The one who speaks every language is asked with what decides on it alone: the cookie of ours, and what the browser prefers. */
const speak = defineMiddleware(({ cookies, request, url }, next) => {
  const headers = new Headers({ 'accept-language': request.headers.get('accept-language') ?? '' });
  const chosen = cookies.get(cookieName(url, 'gk_lang'))?.value;
  if (chosen === 'zh-CN' || chosen === 'en') headers.set('cookie', `gk_lang=${chosen}`);
  return paraglideMiddleware(new Request(url, { headers }), () => next());
});

/** A page leaves when it is whole: a part that fails while it is written is a failure of the page, and not half a page. */
async function whole(response: Response): Promise<Response> {
  if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
  const { status, statusText, headers } = response;
  return new Response(await response.arrayBuffer(), { status, statusText, headers });
}

/** Numbers every request, writes down how it ended, and turns whatever was thrown into one honest page. */
const account = defineMiddleware(async (context, next) => {
  // Showing a failure is a second pass through here, with everything already known.
  if (context.locals.failure) return next();
  const began = performance.now();
  context.locals.requestId = randomUUID();
  let response: Response;
  try {
    response = await whole(await next());
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
  context.locals.device = deviceIdOf(cookies, url);
  context.locals.submitted = await submittedFields(request);
  if (/^\/(health|ready)$/.test(url.pathname)) return next();
  context.locals.person = await personOf(context.locals.db, context);
  const left = !context.locals.person && hasSession(context);
  if (left) dropSession(context);
  // The desk of a role that is locked is opened by the second factor; what is hers as a worker is open anyway.
  if (context.locals.person?.acting?.locked && /^\/(organisations|panels)(\/|$)/.test(url.pathname)) {
    return context.redirect(`/me/factor?back=${encodeURIComponent(url.pathname + url.search)}`, 303);
  }
  if (context.locals.person || context.routePattern === '/404' || open.some((path) => path.test(url.pathname)))
    return next();
  const wantsData = url.pathname.startsWith('/api/') || request.headers.get('accept')?.includes('application/json');
  if (wantsData) return Response.json({ error: 'not_signed_in' }, { status: 401 });
  const back = encodeURIComponent(url.pathname + url.search);
  return context.redirect(`/sign-in?back=${back}${left ? '&left=yes' : ''}`, 303);
});

export const onRequest = sequence(speak, account, introduce);
