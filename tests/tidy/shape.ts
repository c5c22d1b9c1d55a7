import { matching, type Files } from './source.ts';

const linesOf = (content: string) => content.split('\n').length - 1;

/** A file is about one thing. SQL is not counted: a domain is one migration, in the order of its dependencies. */
export function longFiles(files: Files): string[] {
  const wrong: string[] = [];
  for (const [path, content] of matching(files, /\.(ts|astro|svelte|css)$/)) {
    const limit = /^src\/pages\/.*\.astro$/.test(path) && !path.includes('/_') ? 80 : 250;
    if (linesOf(content) > limit) wrong.push(`${path}: ${linesOf(content)} lines of ${limit}`);
  }
  return wrong;
}

/** The content security policy forbids both; a page that has one would look right only to whoever wrote it. */
export function inlineAttributes(files: Files): string[] {
  const wrong: string[] = [];
  for (const [path, content] of matching(files, /^src\/.*\.(astro|svelte)$/)) {
    const markup = content.replace(/^---[\s\S]*?^---/m, '').replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '');
    const isIsland = path.endsWith('.svelte');
    for (const [, name = ''] of markup.matchAll(/<[a-z][^<>]*?\s(style|on[a-z]+)=(?:["'{`])/g))
      if (!(isIsland && name.startsWith('on'))) wrong.push(`${path}: ${name}`);
  }
  return wrong;
}

interface Manifest {
  scripts: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}
const manifestOf = (files: Files) => JSON.parse(files.get('package.json') ?? '{}') as Manifest;

export function looseVersions(files: Files): string[] {
  const { dependencies, devDependencies } = manifestOf(files);
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} ${version}`);
}

/** Where packages come from is the business of the machine that installs them. */
export function registryHosts(files: Files, lock: string): string[] {
  const wrong = lock.includes('"resolved"') ? ['package-lock.json says where packages come from'] : [];
  for (const [path, content] of files)
    if (/registry\.(?=npm)[a-z]+\.|npmmirror\./.test(content) && path !== 'tests/tidy/shape.ts') wrong.push(path);
  return wrong;
}

/** Commands and files that documents name exist. */
export function staleDocuments(files: Files): string[] {
  const { scripts } = manifestOf(files);
  const wrong: string[] = [];
  for (const [path, content] of matching(files, /\.md$/)) {
    for (const [, name = ''] of content.matchAll(/npm run ([a-z][\w:-]*)/g))
      if (!(name in scripts)) wrong.push(`${path}: npm run ${name}`);
    for (const [, file = ''] of content.matchAll(
      /`((?:src|server|scripts|supabase|tests|docs|content)\/[\w./[\]-]+\.\w+)`/g,
    ))
      if (!files.has(file) && !/compiled|database-types|content\/courses/.test(file)) wrong.push(`${path}: ${file}`);
  }
  return wrong;
}
