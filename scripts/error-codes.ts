// Writes docs/error-codes.md: every word by which the product refuses, its HTTP status, where it is said, and what people read.
// `--check` writes nothing and fails when the file is not what the sources say.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const target = join(root, 'docs/error-codes.md');

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name === 'compiled' || name.endsWith('.test.ts')) continue;
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/\.(sql|ts|astro)$/.test(name)) yield path;
  }
}

/** How a refusal looks in each language we write: the word, and the status where it is said beside it. */
const patterns = [
  /business_error\(\s*'([a-z_]+)',\s*'PT(\d{3})'/g,
  /raise exception '([a-z_]+)' using errcode = 'PT(\d{3})'/g,
  /new Failure\(\s*'([a-z_]+)',\s*(\d{3})/g,
  /'?(?:\d{5}|\d{2}[A-Z]\d{2}|PGRST\d{3})'?: \['([a-z_]+)', (\d{3})\]/g,
];

interface Refusal {
  statuses: Set<string>;
  places: Set<string>;
}

function collect(words: readonly string[]): Map<string, Refusal> {
  const found = new Map<string, Refusal>(words.map((word) => [word, { statuses: new Set(), places: new Set() }]));
  for (const folder of ['supabase/migrations', 'src']) {
    for (const path of sources(join(root, folder))) {
      const text = readFileSync(path, 'utf8');
      for (const pattern of patterns) {
        for (const [, word = '', status = ''] of text.matchAll(pattern)) found.get(word)?.statuses.add(status);
      }
      for (const word of words) if (text.includes(`'${word}'`)) found.get(word)?.places.add(relative(root, path));
    }
  }
  return found;
}

const read = (locale: string) =>
  JSON.parse(readFileSync(join(root, `content/i18n/${locale}/errors.json`), 'utf8')) as Record<string, string>;
const [zh, en] = [read('zh-CN'), read('en')];
// Titles and advice of the error page are texts of that page, not refusals.
const words = Object.keys(zh)
  .map((key) => key.replace(/^errors_/, ''))
  .filter((word) => !/^(title_|advice_|go_home$|offline)/.test(word))
  .sort();

const rows = [...collect(words)].map(([word, { statuses, places }]) => {
  // A word without a status is the message of a field's rule: the form comes back with it.
  const status = [...statuses].sort().join(', ') || '400';
  return `| \`${word}\` | ${status} | ${zh[`errors_${word}`]} | ${en[`errors_${word}`]} | ${[...places].join('<br>')} |`;
});

const text = `# Error codes

Every refusal is a stable word with facts. In SQL: \`private.business_error(word, 'PT' || status, facts)\`; in TypeScript: \`new Failure(word,
status, facts)\`; in a form's schema the word is the message of the rule. \`src/platform/sentences.ts\` turns words into sentences, once. Written by
\`npm run error-codes\` from the sources.

| word | HTTP | zh-CN | en | said in |
|---|---|---|---|---|
${rows.join('\n')}
`;

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('docs/error-codes.md is not what the sources say: run `npm run error-codes`.');
  process.exitCode = 1;
}
