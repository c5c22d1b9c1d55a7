import { matching, type Files } from './source.ts';

type Texts = Map<string, string>;
const locales = ['zh-CN', 'en'] as const;

function textsOf(files: Files, locale: string): Texts {
  const texts: Texts = new Map();
  for (const [, content] of matching(files, new RegExp(`^content/i18n/${locale}/`)))
    for (const [key, sentence] of Object.entries(JSON.parse(content) as Record<string, string>))
      texts.set(key, sentence);
  return texts;
}

const sources = /^(src|server|scripts|supabase|content\/rules)\/.*\.(ts|astro|svelte|sql|yaml)$/;
const allText = (files: Files) =>
  [...matching(files, sources)]
    .filter(([path]) => !path.endsWith('.test.ts'))
    .map(([, content]) => content)
    .join('\n');

/** Keys of one language that the other lacks, and sentences that take other facts in the other. */
export function unequalTexts(files: Files): string[] {
  const [zh, en] = [textsOf(files, locales[0]), textsOf(files, locales[1])];
  const facts = (sentence: string) =>
    [...sentence.matchAll(/\{(\w+)\}/g)]
      .map(([, name]) => name)
      .sort()
      .join();
  const wrong: string[] = [];
  for (const key of new Set([...zh.keys(), ...en.keys()])) {
    const [chinese, english] = [zh.get(key), en.get(key)];
    if (chinese === undefined || english === undefined) wrong.push(`${key} is in one language only`);
    else if (facts(chinese) !== facts(english)) wrong.push(`${key}: {${facts(chinese)}} and {${facts(english)}}`);
    else if (chinese.trim() === '' || english.trim() === '') wrong.push(`${key} is empty`);
  }
  return wrong;
}

/** A text is in the file of its first word, once. */
export function misplacedTexts(files: Files): string[] {
  const wrong: string[] = [];
  for (const locale of locales) {
    for (const [path, content] of matching(files, new RegExp(`^content/i18n/${locale}/`))) {
      const noun = /([^/]+)\.json$/.exec(path)?.[1] ?? '';
      const keys = [...content.matchAll(/^\s*"(\w+)":/gm)].map(([, key]) => key ?? '');
      for (const key of keys) if (!key.startsWith(`${noun}_`)) wrong.push(`${path}: ${key}`);
      for (const key of new Set(keys))
        if (keys.filter((one) => one === key).length > 1) wrong.push(`${path}: ${key} twice`);
    }
  }
  return wrong;
}

/** One person is not 你 on one page and 您 on the next. */
export const formalTexts = (files: Files): string[] =>
  [...textsOf(files, 'zh-CN')].flatMap(([key, sentence]) => (sentence.includes('您') ? [key] : []));

/** A key is used where it is written whole, or where its beginning is followed by a word that the sources know. */
export function unusedTexts(files: Files): string[] {
  const text = allText(files);
  const words = new Set(text.match(/\w+/g));
  const begins = [
    ...new Set([...text.matchAll(/[`']([a-z]+(?:_[a-z]+)*_)(?:\$\{|' ?\+)/g)].map(([, begin]) => begin ?? '')),
  ];
  // `credits_explain_${met ? 'met' : 'not_met'}${group ? '_in' : ''}` is made of three.
  const made = (rest: string) =>
    words.has(rest) ||
    [...rest.matchAll(/_/g)].some(({ index }) => words.has(rest.slice(0, index)) && words.has(rest.slice(index)));
  const known = (key: string) =>
    begins.some((begin) =>
      [begin, `errors_${begin}`].some((start) => key.startsWith(start) && made(key.slice(start.length))),
    );
  return [...textsOf(files, 'zh-CN').keys()].filter((key) => !words.has(key) && !known(key));
}

export function missingTexts(files: Files): string[] {
  const texts = textsOf(files, 'zh-CN');
  const wrong = new Set<string>();
  for (const [path, content] of matching(files, /^src\/.*\.(ts|astro|svelte)$/))
    for (const [, key = ''] of content.matchAll(/\bm\.([a-z]\w*_\w+)/g))
      if (!texts.has(key)) wrong.add(`${path}: ${key}`);
  for (const word of refusals(files)) if (!texts.has(`errors_${word}`)) wrong.add(`errors_${word}`);
  return [...wrong];
}

const said = [
  /business_error\(\s*'([a-z_]+)'/g,
  /raise exception '([a-z_]+)'/g,
  /new Failure\(\s*'([a-z_]+)'/g,
  /\b(?:error|message): '([a-z]+(?:_[a-z]+)+)'/g,
  /\.(?:min|max|length|regex|literal|refine)\([^()]*(?:\([^()]*\)[^()]*)*,\s*'([a-z]+(?:_[a-z]+)+)'\)/g,
];

/** Every word by which something is refused, wherever it is said. */
export function refusals(files: Files): Set<string> {
  const words = new Set<string>();
  const places = /^supabase\/migrations\/.*\.sql$|^src\/(?!ui\/).*\.(ts|astro)$/;
  for (const [path, content] of matching(files, places)) {
    if (path.endsWith('.test.ts')) continue;
    const patterns = path.endsWith('schema.ts') ? said : said.slice(0, 3);
    for (const pattern of patterns) for (const [, word] of content.matchAll(pattern)) words.add(word ?? '');
  }
  words.delete('');
  return words;
}
