// The rule engine at the command line: assess outcomes with a rule set, and run the cases a rule set carries.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { assess, type Assessment } from '#domains/credits/rules/assess.ts';
import { isDay } from '#domains/credits/rules/dates.ts';
import { isRecord, parseExactJson } from '#domains/credits/rules/exact.ts';
import { explain, type Language, type Messages } from '#domains/credits/rules/explain.ts';
import { runOwnTests } from '#domains/credits/rules/own-tests.ts';
import { parseRatio, toText, type Ratio } from '#domains/credits/rules/rational.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import { reportOf } from '#domains/credits/rules/report.ts';
import { joinFiles, readRuleFile, type RuleFile } from '#domains/credits/rules/rule-file.ts';
import { readBatch, type Batch } from '#domains/credits/rules/schema-batch.ts';
import type { Library } from '#domains/credits/rules/library.ts';

const USAGE = `Use:
  npm run credits -- assess --rules FILE [--rules FILE ...] --outcomes FILE.json
                            [--at YYYY-MM-DD] [--set name=value] [--json | --explain zh|en]
  npm run credits -- test FILE [FILE ...]`;

interface Said {
  status: 0 | 1 | 2;
  stdout: string;
  stderr: string;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = isRecord(error) ? String(error['code']) : '';
    throw new Refusal([], code === 'ENOENT' ? 'there is no such file' : `this file can not be read (${code})`, file);
  }
}

function readJson(file: string): unknown {
  const text = read(file);
  try {
    return parseExactJson(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : '';
    throw new Refusal([], `this is not valid JSON: ${why}`, file);
  }
}

/** Names the file in a refusal that only knows the place inside it. */
function named<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) throw error.in(file);
    throw error;
  }
}

const ruleFile = (file: string): RuleFile => readRuleFile(read(file), file);

function settingsFrom(pairs: readonly string[], batch: Batch): Record<string, Ratio> {
  const settings: Record<string, Ratio> = { ...batch.values };
  for (const pair of pairs) {
    const [name = '', value = ''] = pair.split('=');
    const number = parseRatio(value);
    if (!number) throw new Refusal([], `--set ${pair}: expected name=number`);
    settings[name] = number;
  }
  return settings;
}

function dayFrom(at: string | undefined, batch: Batch): string {
  const day = at ?? batch.at ?? new Date().toISOString().slice(0, 10);
  if (!isDay(day)) throw new Refusal([], `--at ${day}: expected a real day such as 2026-03-01`);
  return day;
}

function table({ results, totals, caps, standings, at }: Assessment): string {
  const lines = [`assessed on ${at}`];
  for (const { outcome, credits, parts, trace } of results) {
    const amounts = Object.entries(credits).map(([unit, amount]) => `${toText(amount)} ${unit}`);
    lines.push('', `${outcome.id}: ${amounts.join(', ') || 'no credits'}`);
    for (const part of parts) {
      const periods = Object.entries(part.periods).map(([name, label]) => `${name} ${label}`);
      const where = [...periods, part.course, part.expiresOn && `expires ${part.expiresOn}`].filter(Boolean).join(', ');
      lines.push(`  ${toText(part.amount)} ${part.unit} on ${part.date}${where === '' ? '' : ` (${where})`}`);
    }
    for (const line of trace) {
      const facts = Object.entries(line.facts).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
      const from = `${toText(line.before)} -> ${toText(line.after)} ${line.unit}`;
      lines.push(`    ${line.reason} [${line.rule}] ${from} {${facts.join('; ')}} ${line.source}`.trimEnd());
    }
  }
  lines.push('', ...Object.entries(totals).map(([unit, amount]) => `total: ${toText(amount)} ${unit}`));
  for (const { limit, group, used, cap, unit } of caps) {
    lines.push(`cap ${limit}${group === '' ? '' : ` (${group})`}: ${toText(used)} of ${toText(cap)} ${unit}`);
  }
  for (const { requirement, group, have, need, unit, met } of standings) {
    const where = group === '' ? '' : ` (${group})`;
    lines.push(
      `requirement ${requirement}${where}: ${met ? 'met' : 'not met'}, ${toText(have)} of ${toText(need)} ${unit}`,
    );
  }
  return lines.join('\n');
}

function messagesFor(language: string): Messages {
  const file = new URL(`../content/i18n/${language === 'zh' ? 'zh-CN' : 'en'}/credits.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Messages;
}

function show(assessment: Assessment, library: Library, json: boolean, language: string | undefined): string {
  if (json) return JSON.stringify(reportOf(library, assessment), null, 2);
  if (language === undefined) return table(assessment);
  if (language !== 'zh' && language !== 'en') throw new Refusal([], `--explain ${language}: expected zh or en`);
  return explain(assessment, library, messagesFor(language), language satisfies Language);
}

function runAssess(args: string[]): Said {
  const { values } = parseArgs({
    args,
    options: {
      rules: { type: 'string', multiple: true },
      outcomes: { type: 'string' },
      at: { type: 'string' },
      set: { type: 'string', multiple: true },
      json: { type: 'boolean' },
      explain: { type: 'string' },
    },
  });
  const { rules = [], outcomes: file } = values;
  if (rules.length === 0 || file === undefined) throw new Refusal([], `--rules and --outcomes are needed.\n${USAGE}`);
  const library = joinFiles(rules.map(ruleFile), rules.join(', '));
  const batch = named(file, () => readBatch(readJson(file)));
  const settings = settingsFrom(values.set ?? [], batch);
  const at = dayFrom(values.at, batch);
  const { outcomes, granted, programme, about } = batch;
  const assessment = named(file, () => assess({ library, outcomes, granted, programme, about, settings, at }));
  return { status: 0, stdout: show(assessment, library, values.json ?? false, values.explain), stderr: '' };
}

function runTests(args: string[]): Said {
  const { positionals: files } = parseArgs({ args, allowPositionals: true });
  if (files.length === 0) throw new Refusal([], `Name the rule files to test.\n${USAGE}`);
  let failed = 0;
  let passed = 0;
  const lines: string[] = [];
  for (const file of files) {
    for (const { set, name, problems } of runOwnTests(ruleFile(file))) {
      const good = problems.length === 0;
      passed += good ? 1 : 0;
      failed += good ? 0 : 1;
      lines.push(`${good ? 'pass' : 'FAIL'} ${set}: ${name}`, ...problems.map((problem) => `     ${problem}`));
    }
  }
  lines.push(`${passed} passed, ${failed} failed`);
  return { status: failed > 0 ? 1 : 0, stdout: lines.join('\n'), stderr: '' };
}

/** What the command answers: 1 when a case fails, 2 when it was asked wrongly. */
export function credits([command, ...args]: string[]): Said {
  try {
    if (command === 'assess') return runAssess(args);
    if (command === 'test') return runTests(args);
    throw new Refusal([], USAGE);
  } catch (error) {
    const unknownOption =
      error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    if (!(error instanceof Refusal) && !unknownOption) throw error;
    return { status: 2, stdout: '', stderr: error.message };
  }
}

if (import.meta.main) {
  const { status, stdout, stderr } = credits(process.argv.slice(2));
  if (stdout !== '') process.stdout.write(`${stdout}\n`);
  if (stderr !== '') process.stderr.write(`${stderr}\n`);
  process.exitCode = status;
}
