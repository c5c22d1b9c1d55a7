import { assess, type Assessment } from '#domains/credits/rules/assess.ts';
import { readRuleSet } from '#domains/credits/rules/check.ts';
import { grantedBy } from '#domains/credits/rules/granted.ts';
import { isRecord } from '#domains/credits/rules/exact.ts';
import { buildLibrary, type Library } from '#domains/credits/rules/library.ts';
import { add, same, sum, toText, ZERO, type Ratio } from '#domains/credits/rules/rational.ts';
import { redeem, type Lot } from '#domains/credits/rules/redeem.ts';
import { pathText, Refusal } from '#domains/credits/rules/refusal.ts';
import type { RuleDocument, RuleFile } from '#domains/credits/rules/rule-file.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import type { AssessedCase, RefusedCase } from '#domains/credits/rules/schema-test.ts';

// Runs the cases a rule set carries. Nothing is thrown for a case that fails: the officer wants to see all of them.

export type CaseResult = { set: string; name: string; problems: string[] };

type Amounts = Record<string, Ratio>;

function compareAmounts(what: string, want: Amounts, have: (name: string) => Ratio, problems: string[]): void {
  for (const [name, amount] of Object.entries(want)) {
    const got = have(name);
    if (!same(amount, got)) problems.push(`${what} ${name}: expected ${toText(amount)}, got ${toText(got)}`);
  }
}

function unitOf(expected: AssessedCase['expect'], set: RuleSet): string {
  return expected.unit ?? Object.keys(set.units)[0] ?? '';
}

function periodAmounts(assessment: Assessment, unit: string, id: string): Map<string, Ratio> {
  const byPeriod = new Map<string, Ratio>();
  for (const { outcome, parts } of assessment.results) {
    if (outcome.id !== id) continue;
    for (const part of parts) {
      if (part.unit !== unit) continue;
      for (const label of Object.values(part.periods))
        byPeriod.set(label, add(byPeriod.get(label) ?? ZERO, part.amount));
    }
  }
  return byPeriod;
}

function lists(
  what: string,
  want: Record<string, string[]> | undefined,
  have: (name: string) => string[],
  problems: string[],
): void {
  for (const [name, items] of Object.entries(want ?? {})) {
    const got = have(name);
    const missing = items.filter((item) => !got.includes(item));
    if (missing.length > 0)
      problems.push(`${what} ${name}: expected ${missing.join(', ')}, got ${got.join(', ') || 'nothing'}`);
  }
}

function checkStandings(test: AssessedCase, { standings }: Assessment, problems: string[]): void {
  for (const [name, met] of Object.entries(test.expect.requirements ?? {})) {
    const lines = standings.filter(({ requirement }) => requirement === name);
    const got = lines.length > 0 && lines.every((line) => line.met);
    const shown = lines.map((line) => `${toText(line.have)} of ${toText(line.need)}`).join('; ');
    if (got !== met || lines.length === 0) {
      problems.push(`requirement ${name}: expected ${met ? 'met' : 'not met'}, got ${shown || 'no answer'}`);
    }
  }
}

function checkRedemptions(test: AssessedCase, assessment: Assessment, problems: string[]): void {
  let lots: readonly Lot[] = assessment.results.flatMap(({ outcome, parts }) =>
    parts.map(({ unit, amount, expiresOn }) => ({ outcome: outcome.id, unit, amount, left: amount, expiresOn })),
  );
  const answers = (test.redeem ?? []).map((request) => {
    const done = redeem(lots, request);
    lots = done.lots;
    return done.answer;
  });
  const want = test.expect.redemptions ?? [];
  if (want.join() !== answers.join())
    problems.push(`redemptions: expected ${want.join(', ')}, got ${answers.join(', ')}`);
}

function runAssessed(test: AssessedCase, set: RuleSet, library: Library): string[] {
  const { outcomes, granted, programme, about, values: settings, at, expect } = test;
  const assessment = assess({ library, outcomes, granted, programme, about, settings, at });
  const problems: string[] = [];
  const unit = unitOf(expect, set);
  const result = (id: string) => assessment.results.find(({ outcome }) => outcome.id === id);
  compareAmounts('credits', expect.credits ?? {}, (id) => result(id)?.credits[unit] ?? ZERO, problems);
  if (expect.total)
    compareAmounts('total', { [unit]: expect.total }, (name) => assessment.totals[name] ?? ZERO, problems);
  for (const [id, want] of Object.entries(expect.periods ?? {})) {
    const have = periodAmounts(assessment, unit, id);
    compareAmounts(`periods of ${id}`, want, (label) => have.get(label) ?? ZERO, problems);
  }
  const expiries = Object.entries(expect.expires_on ?? {}).map(([id, day]): [string, string[]] => [id, [day]]);
  lists(
    'expires_on',
    Object.fromEntries(expiries),
    (id) => result(id)?.parts.map((p) => p.expiresOn ?? '') ?? [],
    problems,
  );
  lists('courses', expect.courses, (id) => result(id)?.parts.map((part) => part.course ?? '') ?? [], problems);
  lists('reasons', expect.reasons, (id) => result(id)?.trace.map(({ reason }) => reason) ?? [], problems);
  checkStandings(test, assessment, problems);
  checkRedemptions(test, assessment, problems);
  // Every case also proves that what it grants is not granted again.
  const again = sum(
    Object.values(
      assess({
        library,
        outcomes,
        granted: [...test.granted, ...grantedBy(assessment)],
        programme,
        about,
        settings,
        at,
      }).totals,
    ),
  );
  if (again.n !== 0n) problems.push(`granted again: ${toText(again)} would be paid twice`);
  return problems;
}

function steps(path: string): string[] {
  return path.split(/[.[\]]/).filter((step) => step !== '');
}

function changed(raw: unknown, path: readonly string[], value: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(raw))
    return raw.map((item: unknown, i) => (String(i) === step ? changed(item, rest, value) : item));
  const record = isRecord(raw) ? raw : {};
  return { ...record, [step]: changed(record[step], rest, value) };
}

function runRefused(test: RefusedCase, document: RuleDocument, others: Library): string[] {
  let raw = document.raw;
  for (const [path, value] of Object.entries(test.change)) raw = changed(raw, steps(path), value);
  try {
    buildLibrary([...others, readRuleSet(raw)]);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const place = pathText(error.path);
    return place.startsWith(test.refused) ? [] : [`expected a refusal at ${test.refused}, got one at ${error.message}`];
  }
  return [`expected a refusal at ${test.refused}, but the change was accepted`];
}

export function runOwnTests(file: RuleFile): CaseResult[] {
  return file.documents.flatMap((document) =>
    document.set.tests.map((test): CaseResult => {
      const others = file.documents.filter((other) => other !== document).map(({ set }) => set);
      const base = { set: `${document.set.id}@${document.set.version}`, name: test.name };
      try {
        return {
          ...base,
          problems:
            'change' in test ? runRefused(test, document, others) : runAssessed(test, document.set, file.library),
        };
      } catch (error) {
        if (error instanceof Refusal) return { ...base, problems: [error.message] };
        throw error;
      }
    }),
  );
}
