// Shows what was kept on this device when there is no network, or one that does not answer. It keeps nothing by itself: what is
// in the cache, a lesson's page put there because somebody asked for it. See src/domains/learning/client/kept.ts.
const kept = 'kept';
const copyOf = (path) => caches.match(path, { cacheName: kept });
const patience_ms = 4000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === 'POST' && pathname === '/sign-out') event.respondWith(signOut(request));
  else if (request.method !== 'GET') return;
  else if (request.mode === 'navigate') event.respondWith(page(request, pathname));
  else if (/^\/(_astro|media)\//.test(pathname)) event.respondWith(part(request));
});

/** A phone may be shared: what one person kept is not there for the next. */
async function signOut(request) {
  const response = await fetch(request);
  await caches.delete(kept);
  return response;
}

/** The network first, because it knows more; what was kept when it is silent for too long. */
async function page(request, pathname) {
  const copy = await copyOf(pathname);
  const silence = new Promise((resolve) => setTimeout(resolve, patience_ms));
  const answer = fetch(request).catch(() => undefined);
  const first = await (copy ? Promise.race([answer, silence]) : answer);
  return first ?? copy ?? (await copyOf('/offline')) ?? Response.error();
}

async function part(request) {
  const copy = await copyOf(request.url);
  return copy ? cut(copy, request.headers.get('range')) : fetch(request);
}

/** Players and readers ask for a range of a file, and a cache holds it whole. */
async function cut(whole, range) {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) return whole;
  const blob = await whole.blob();
  const first = Number(from);
  const last = Math.min(to === '' ? blob.size - 1 : Number(to), blob.size - 1);
  if (first > last) return new Response(null, { status: 416, headers: { 'content-range': `bytes */${blob.size}` } });
  return new Response(blob.slice(first, last + 1), {
    status: 206,
    headers: {
      'content-type': whole.headers.get('content-type') ?? 'application/octet-stream',
      'content-length': String(last + 1 - first),
      'content-range': `bytes ${first}-${last}/${blob.size}`,
      'accept-ranges': 'bytes',
    },
  });
}
