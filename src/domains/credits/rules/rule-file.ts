import { isScalar, LineCounter, parseAllDocuments, visit, type Document } from 'yaml';
import { readRuleSet } from '#domains/credits/rules/check.ts';
import { buildLibrary, type Library } from '#domains/credits/rules/library.ts';
import { Refusal, type Path } from '#domains/credits/rules/refusal.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';

// A rule file is YAML (or JSON) with one rule set per document, so that versions and issuers' own rules can stand
// beside each other.

export type RuleDocument = { raw: unknown; set: RuleSet };
export type RuleFile = { documents: RuleDocument[]; library: Library };

const LONGEST = 1_000_000;

/** Numbers stay the text that was written: YAML would make floats of them. */
function exactly(document: Document.Parsed): unknown {
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'number' || typeof node.value === 'bigint')
        node.value = node.source ?? String(node.value);
    },
  });
  return document.toJS({ maxAliasCount: 1000 });
}

function lineOf(document: Document.Parsed, path: Path, lines: LineCounter): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = node && typeof node === 'object' && 'range' in node ? (node.range as number[] | null) : null;
    if (range && (length > 0 || isScalar(node) || path.length === 0)) return lines.linePos(range[0] ?? 0).line;
  }
  return 1;
}

function readDocument(document: Document.Parsed, file: string, lines: LineCounter): RuleDocument {
  const [broken] = document.errors;
  if (broken) {
    const line = lines.linePos(broken.pos[0]).line;
    throw new Refusal([], `this is not valid YAML: ${broken.message.split('\n')[0] ?? ''}`, `${file}:${line}`);
  }
  try {
    const raw = exactly(document);
    return { raw, set: readRuleSet(raw) };
  } catch (error) {
    if (error instanceof Refusal) throw error.in(`${file}:${lineOf(document, error.path, lines)}`);
    if (error instanceof RangeError) throw new Refusal([], 'this file is nested too deeply', file);
    if (error instanceof ReferenceError) throw new Refusal([], 'this file refers to itself too often', file);
    throw error;
  }
}

export function readRuleFile(text: string, file: string): RuleFile {
  if (text.length > LONGEST) throw new Refusal([], 'this file is too large for a rule set', file);
  const lines = new LineCounter();
  const found = parseAllDocuments(text, { lineCounter: lines, schema: 'core', version: '1.2' });
  if (!Array.isArray(found) || found.length === 0) throw new Refusal([], 'there is no rule set in this file', file);
  const documents = found.map((document) => readDocument(document, file, lines));
  return { documents, library: joined(documents, file) };
}

function joined(documents: readonly RuleDocument[], file: string): Library {
  try {
    return buildLibrary(documents.map(({ set }) => set));
  } catch (error) {
    if (error instanceof Refusal) throw error.in(file);
    throw error;
  }
}

/** Several files as one library, checked against each other. */
export function joinFiles(files: readonly RuleFile[], names: string): Library {
  return joined(
    files.flatMap(({ documents }) => documents),
    names,
  );
}
