import { describe, expect, it } from 'vitest';
import * as imports from './tidy/imports.ts';
import * as shape from './tidy/shape.ts';
import { lockFile, repository, withFlaw, type Files } from './tidy/source.ts';
import * as texts from './tidy/texts.ts';

// The rules of docs/CONVENTIONS.md that can be checked. Each has a flaw of its own that it must notice.

const files = repository();
const rules: [rule: string, check: (files: Files) => string[], flaw: Record<string, string>][] = [
  [
    'pages, layouts, ui, domains and platform use each other one way',
    imports.wrongLayers,
    { 'src/ui/flaw.ts': `import { env } from '#platform/env.ts';` },
  ],
  [
    "a domain uses another's thinking along the table",
    imports.wrongLayers,
    { 'src/domains/credits/flaw.ts': `import { x } from '#domains/learning/rules.ts';` },
  ],
  [
    "a domain never uses another's writes",
    imports.wrongLayers,
    { 'src/domains/learning/flaw.ts': `import { x } from '#domains/courses/actions.ts';` },
  ],
  [
    'imports are # paths with an extension',
    imports.strangeImports,
    { 'src/domains/credits/flaw.ts': `import { x } from '#domains/credits/rules';` },
  ],
  ['no file only passes on', imports.strangeImports, { 'src/ui/index.ts': `export { name } from '#ui/name.ts';` }],
  [
    'rules and schemas do no I/O',
    imports.impureRules,
    { 'src/domains/credits/rules.ts': `import { readFileSync } from 'node:fs';` },
  ],
  [
    'no data, message or key reaches a browser',
    imports.leaksToBrowsers,
    { 'src/ui/Flaw.svelte': `<script>import { m } from '#platform/i18n/compiled/messages.js';</script>` },
  ],
  [
    'not by a detour either',
    imports.leaksToBrowsers,
    {
      'src/domains/membership/Flaw.astro': `<script>import { x } from '#domains/membership/account/actions.ts';</script>`,
    },
  ],
  [
    'what builds the product and what runs beside it needs no build',
    imports.needsABuild,
    { 'src/platform/errors.ts': `import { m } from '#platform/i18n/compiled/messages.js';` },
  ],
  [
    'the secret key stays with the clerk',
    imports.keyHolders,
    { 'src/domains/membership/flaw.ts': `const key = process.env['SUPABASE_SECRET_KEY'];` },
  ],
  [
    'only data call the clerk',
    imports.keyHolders,
    { 'src/pages/flaw.ts': `import { clerk } from '#platform/clerk.ts';` },
  ],
  ['files are about one thing', shape.longFiles, { 'src/pages/flaw.astro': '\n'.repeat(81) }],
  [
    'no inline style and no inline handler',
    shape.inlineAttributes,
    { 'src/ui/Flaw.astro': '---\n---\n<p class="x" style="color: red">x</p>' },
  ],
  ['versions are exact', shape.looseVersions, { 'package.json': '{"dependencies": {"flaw": "^1.0.0"}}' }],
  [
    'no registry is named',
    (all) => shape.registryHosts(all, lockFile()),
    { 'README.md': `https://registry.${'npmjs'}.org/` },
  ],
  ['documents name what exists', shape.staleDocuments, { 'docs/flaw.md': 'Run `npm run nothing`.' }],
  [
    'both languages say everything, with the same facts',
    texts.unequalTexts,
    { 'content/i18n/en/flaw.json': '{"flaw_text": "Only here"}' },
  ],
  [
    'every text is in the file of its noun',
    texts.misplacedTexts,
    { 'content/i18n/en/flaw.json': '{\n  "other_text": "x"\n}' },
  ],
  ['Chinese says 你 to everybody', texts.formalTexts, { 'content/i18n/zh-CN/flaw.json': '{"flaw_text": "欢迎您"}' }],
  ['no text is unused', texts.unusedTexts, { 'content/i18n/zh-CN/flaw.json': '{"flaw_unused_words": "x"}' }],
  ['no text is missing', texts.missingTexts, { 'src/pages/flaw.ts': `m.membership_there_is_none()` }],
  [
    'every refusal has its sentence',
    texts.missingTexts,
    { 'src/domains/membership/flaw.ts': `throw new Failure('flaw_word', 409)` },
  ],
  [
    'every field says why in words',
    texts.missingTexts,
    { 'src/domains/membership/schema.ts': `z.string().min(1, 'flaw_missing')` },
  ],
];

describe.each(rules)('%s', (_rule, check, flaw) => {
  it('holds', () => expect(check(files)).toEqual([]));

  it('notices a flaw', () => {
    const known = new Set(check(files));
    expect(check(withFlaw(files, flaw)).filter((found) => !known.has(found))).not.toEqual([]);
  });
});

describe('the table of domains', () => {
  it('has no cycle', () => {
    expect(imports.cycles(imports.domainTable)).toEqual([]);
    expect(imports.cycles({ a: ['b'], b: ['c'], c: ['a'] })).toEqual(['a', 'b', 'c']);
  });
});

describe('the list of refusals', () => {
  it('finds the words where they are said', () => {
    const found = texts.refusals(files);
    for (const word of [
      'organisation_cycle',
      'not_signed_in',
      'sign_in_wrong',
      'code_missing',
      'code_not_understood',
      'erasure_not_confirmed',
    ])
      expect(found, word).toContain(word);
  });
});
