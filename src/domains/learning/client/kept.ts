/**
 * Lessons that are kept on this device: the page, all that it is made of, and its film or booklet, in one cache that the service
 * worker reads. What is known of each is written on its page, so that there is no second list to fall out of step.
 */
export interface Kept {
  path: string;
  title: string;
  bytes: number;
  parts: string[];
}

const cacheName = 'kept';
const offline = '/offline';
const header = 'x-kept';

export const canKeep = (): boolean => 'caches' in globalThis && 'serviceWorker' in navigator;

/** A header holds plain letters only. */
const written = (kept: Kept): string => encodeURIComponent(JSON.stringify(kept));

export async function keptLessons(): Promise<Kept[]> {
  const cache = await caches.open(cacheName);
  const found: Kept[] = [];
  for (const request of await cache.keys()) {
    const note = (await cache.match(request))?.headers.get(header);
    if (note) found.push(JSON.parse(decodeURIComponent(note)) as Kept);
  }
  return found;
}

const local = (address: string): string => new URL(address, location.origin).pathname;

/** What a page is made of: its sheets and scripts, and what those name in turn. Names that lead nowhere are passed over. */
async function assetsOf(html: string, cache: Cache): Promise<string[]> {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const named = [...page.querySelectorAll('link[rel=stylesheet], link[rel=icon], script[src]')];
  const waiting = named.map((one) => local(one.getAttribute('href') ?? one.getAttribute('src') ?? ''));
  const found = new Set<string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    const response = (await cache.match(path)) ?? (await fetch(path));
    if (!response.ok) continue;
    found.add(path);
    await cache.put(path, response.clone());
    if (!/\.m?js$/.test(path)) continue;
    const text = await response.text();
    for (const [, name] of text.matchAll(/["'`](?:\.\/|\/?_astro\/)([\w.-]+\.(?:m?js|css))["'`]/g))
      waiting.push(`/_astro/${name}`);
  }
  return [...found];
}

const plain = (response: Response): Record<string, string> =>
  Object.fromEntries(
    ['content-type', 'content-security-policy'].flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );

async function fetched(path: string): Promise<Response> {
  const response = await fetch(path, { headers: { accept: '*/*' } });
  if (!response.ok || response.redirected) throw new Error(`${response.status} ${path}`);
  return response;
}

/** A file as it comes in, so that somebody can see it come. */
async function whole(path: string, came: (bytes: number) => void): Promise<Response> {
  const response = await fetched(path);
  const reader = response.body?.getReader();
  const pieces: BlobPart[] = [];
  for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
    pieces.push(piece.value);
    came(piece.value.length);
  }
  return new Response(new Blob(pieces), { headers: plain(response) });
}

/** The server grants that this page be kept: what is told of it when there is a network again is believed for that. */
async function granted(page: string): Promise<void> {
  const [, sitting] = /data-sitting="([^"]+)"/.exec(page) ?? [];
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const response = await fetch('/api/keep', { method: 'POST', headers, body: JSON.stringify({ sitting }) });
  if (!response.ok) throw new Error(`${response.status} /api/keep`);
}

/**
 * Keeps a lesson, or nothing of it. The page that is kept does not know how late it will be read: the clock of the device will, and it is
 * told how far that clock is from the server's.
 */
export async function keep(path: string, title: string, files: string[], came: (bytes: number) => void): Promise<void> {
  await navigator.serviceWorker.register('/sw.js');
  await navigator.storage?.persist?.();
  const cache = await caches.open(cacheName);
  const around = await fetched(offline);
  const aroundText = await around.text();
  const response = await fetched(path);
  const made = await response.text();
  await granted(made);
  const text = made.replace(/data-now="(\d+)"/, (_, now) => `data-now="" data-skew="${Number(now) - Date.now()}"`);
  const parts = [...(await assetsOf(text, cache)), ...(await assetsOf(aroundText, cache)), ...files];
  let bytes = text.length;
  for (const file of files) {
    await cache.put(
      file,
      await whole(file, (more) => {
        bytes += more;
        came(bytes);
      }),
    );
  }
  await cache.put(offline, new Response(aroundText, { headers: plain(around) }));
  const note = written({ path, title, bytes, parts });
  await cache.put(path, new Response(text, { headers: { ...plain(response), [header]: note } }));
}

/** Takes a lesson away, with all that no other one needs. */
export async function drop(path: string): Promise<void> {
  const cache = await caches.open(cacheName);
  const all = await keptLessons();
  const needed = new Set(all.filter((one) => one.path !== path).flatMap(({ parts }) => parts));
  for (const part of all.find((one) => one.path === path)?.parts ?? []) if (!needed.has(part)) await cache.delete(part);
  await cache.delete(path);
}

export const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;
