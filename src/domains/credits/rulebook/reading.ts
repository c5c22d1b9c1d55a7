import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Library } from '#domains/credits/rules/library.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import { readRuleFile, type RuleDocument } from '#domains/credits/rules/rule-file.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';

// Rules as they are written: those that ship with the product, and those that a federation put up.

const file = join(process.cwd(), 'content/rules/city-federation.yaml');
let read: Library | undefined;

/** The rules that ship with the product, read once: they change with it. */
export const shipped = (): Library => (read ??= readRuleFile(readFileSync(file, 'utf8'), file).library);
export const shippedSource = (): string => readFileSync(file, 'utf8');

/** The one rule set of a file. It is refused with the place in the file, in the words of whoever reads rules. */
export function onlyDocument(source: string): RuleDocument {
  const [document, ...more] = readRuleFile(source, 'rules').documents;
  if (!document || more.length > 0) throw new Refusal([], 'expected one rule set in this file');
  return document;
}

export const onlySet = (source: string): RuleSet => onlyDocument(source).set;
