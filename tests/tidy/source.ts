import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path to text of every file we write. A rule reads this map only, so a flaw can be planted in memory. */
export type Files = ReadonlyMap<string, string>;

const root = join(import.meta.dirname, '../..');
const text = /\.(ts|astro|svelte|css|sql|json|md|yaml|mjs|js)$|^\.ci\//;

/** What is written by machines, or is no source. */
const notOurs = /^(package-lock\.json|src\/platform\/database-types\.ts|content\/courses\/)/;

function listed(): string[] {
  const git = (...flags: string[]) =>
    execFileSync('git', ['ls-files', ...flags], { cwd: root, encoding: 'utf8' }).split('\n');
  const gone = new Set(git('--deleted'));
  return [...git(), ...git('--others', '--exclude-standard')].filter((path) => path !== '' && !gone.has(path));
}

export function repository(): Files {
  const paths = listed().filter((path) => text.test(path) && !notOurs.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

export const lockFile = () => readFileSync(join(root, 'package-lock.json'), 'utf8');

export const withFlaw = (files: Files, planted: Record<string, string>): Files =>
  new Map([...files, ...Object.entries(planted)]);

export function* matching(files: Files, pattern: RegExp): Generator<[path: string, text: string]> {
  for (const [path, content] of files) if (pattern.test(path)) yield [path, content];
}

const codeLines = (content: string) => content.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

/** What a file imports, in whatever way, as written. */
export function importsOf(content: string): string[] {
  const found = codeLines(content).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, target]) => target ?? '');
}

/** The path in this repository that an import names, when it names one. */
export function resolved(from: string, target: string): string | undefined {
  if (target.startsWith('#')) return `src/${target.slice(1)}`;
  return target.startsWith('.') ? join(from, '..', target) : undefined;
}
