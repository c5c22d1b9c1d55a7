import { importsOf, matching, resolved, type Files } from './source.ts';

/** Who may use what. A domain may use itself and, beyond that, what the table below says. */
const layers: Record<string, string[]> = {
  pages: ['pages', 'layouts', 'ui', 'domains', 'platform'],
  layouts: ['layouts', 'ui', 'domains', 'platform'],
  domains: ['domains', 'ui', 'platform'],
  actions: ['domains', 'platform'],
  'middleware.ts': ['platform'],
  ui: ['ui'],
  platform: ['platform'],
};

/** Which domain builds on which. It has no cycle, and a test says so. */
export const domainTable: Record<string, string[]> = {
  membership: [],
  courses: ['membership'],
  learning: ['membership', 'courses', 'credits'],
  menus: ['membership', 'courses'],
  records: ['membership', 'courses', 'credits'],
  credits: [],
  panels: [],
};

/** What a domain shows to others: its thinking, its words and its access to data, but neither its pages nor its writes. */
const shared = /\/(rules|data|schema|labels)(\.ts$|\/)/;

const source = /^src\/.*\.(ts|astro|svelte)$/;
const layerOf = (path: string) => path.split('/')[1] ?? '';
const domainOf = (path: string) => (layerOf(path) === 'domains' ? path.split('/')[2] : undefined);

export function wrongLayers(files: Files): string[] {
  const wrong: string[] = [];
  for (const [path, content] of matching(files, source)) {
    for (const target of importsOf(content)) {
      const to = resolved(path, target);
      if (!to?.startsWith('src/')) continue;
      const allowed = layers[layerOf(path)];
      if (allowed && !allowed.includes(layerOf(to))) wrong.push(`${path} -> ${target}`);
      const [from, other] = [domainOf(path), domainOf(to)];
      if (!from || !other || from === other) continue;
      if (!domainTable[from]?.includes(other) || !shared.test(to)) wrong.push(`${path} -> ${target}`);
    }
  }
  return wrong;
}

export function cycles(table: Record<string, string[]>): string[] {
  const reaches = (from: string, to: string, seen: string[]): boolean =>
    (table[from] ?? []).some((next) => next === to || (!seen.includes(next) && reaches(next, to, [...seen, next])));
  return Object.keys(table).filter((name) => reaches(name, name, []));
}

export function strangeImports(files: Files): string[] {
  const wrong: string[] = [];
  for (const [path, content] of matching(files, source)) {
    for (const target of importsOf(content)) {
      const inSource = resolved(path, target)?.startsWith('src/');
      if (!inSource || target.startsWith('#platform/i18n/compiled/')) continue;
      if (!target.startsWith('#') && !path.includes('/pages/')) wrong.push(`${path}: ${target} is not a # path`);
      if (!/\.(ts|astro|svelte|css|js|json|typ)(\?\w+)?$/.test(target))
        wrong.push(`${path}: ${target} has no extension`);
    }
    if (/^export\s+(\*|(type\s+)?\{[^}]*\})\s+from/m.test(content)) wrong.push(`${path} passes on what is another's`);
  }
  return wrong;
}

const io = /^node:|\/(data|db|clerk|backend|env|log|messages)\.ts$|^(postgres|nodemailer|@supabase\/)/;

/** `rules.ts` and `schema.ts` think; whoever calls them reads and writes. */
export function impureRules(files: Files): string[] {
  const wrong: string[] = [];
  for (const [path, content] of matching(files, /^src\/domains\/.*\/(rules|schema)\.ts$/)) {
    // A form may ask what year it is; a rule is told.
    const clock = path.endsWith('rules.ts') && /Date\.now\(|new Date\(\)/.test(content);
    for (const target of importsOf(content)) if (io.test(target)) wrong.push(`${path} -> ${target}`);
    if (clock || /\bfetch\(|process\.env/.test(content)) wrong.push(`${path} looks at the world`);
  }
  return wrong;
}

/** What goes to browsers: islands, and the scripts of pages. */
function clientEntries(files: Files): Map<string, string[]> {
  const entries = new Map<string, string[]>();
  for (const [path, content] of matching(files, /^src\/.*\.svelte$/)) entries.set(path, importsOf(content));
  for (const [path, content] of matching(files, /^src\/.*\.astro$/)) {
    const scripts = [...content.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].flatMap(([, script]) =>
      importsOf(script ?? ''),
    );
    if (scripts.length > 0) entries.set(path, scripts);
  }
  return entries;
}

const forbidden =
  /\/(data|db|clerk|backend|env|session|errors|log)\.ts$|i18n\/compiled|^src\/actions|^@supabase\/|^astro:actions$|^node:/;

// A type is gone before anything is sent or run.
const importsAtRunTime = (content: string) => importsOf(content.replace(/^import type .*$/gm, ''));

/** Everything that these imports bring with them, followed through every import. */
function reached(files: Files, entry: string, imports: string[]): Set<string> {
  const open = imports.map((target) => resolved(entry, target) ?? target);
  const seen = new Set<string>();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const from = path;
    open.push(...importsAtRunTime(files.get(path) ?? '').map((target) => resolved(from, target) ?? target));
  }
  return seen;
}

/** What a browser would get, and must never get. */
export function leaksToBrowsers(files: Files): string[] {
  return [...clientEntries(files)].flatMap(([entry, imports]) =>
    [...reached(files, entry, imports)].filter((path) => forbidden.test(path)).map((path) => `${entry} ~> ${path}`),
  );
}

/** The build compiles the messages. What builds, or runs where nothing was built, can't use them. */
export function needsABuild(files: Files): string[] {
  return [...matching(files, /^astro\.config\.mjs$|^(server|scripts|supabase)\/.*\.ts$/)].flatMap(([entry, content]) =>
    [...reached(files, entry, importsAtRunTime(content))]
      .filter((path) => path.includes('i18n/compiled'))
      .map((path) => `${entry} ~> ${path}`),
  );
}

/** The secret key is named where it is read and where it is used, and the clerk is called from data only. */
export function keyHolders(files: Files): string[] {
  const wrong: string[] = [];
  const may = /^src\/platform\/(env|backend|clerk)(\.test)?\.ts$/;
  for (const [path, content] of matching(files, source)) {
    if (/SUPABASE_SECRET_KEY|sb_secret_|secretKey/.test(content) && !may.test(path))
      wrong.push(`${path} knows the key`);
    const callsClerk = importsOf(content).some((target) => target.endsWith('/clerk.ts'));
    if (callsClerk && !/^src\/domains\/.*\/data\.ts$|^src\/pages\/ready\.ts$/.test(path))
      wrong.push(`${path} calls the clerk`);
  }
  return wrong;
}
