import { isDay } from '#domains/credits/rules/dates.ts';
import { KNOWN_FACTS, type FactTypes } from '#domains/credits/rules/facts.ts';
import { compare, parseRatio } from '#domains/credits/rules/rational.ts';
import { Refusal, type Path } from '#domains/credits/rules/refusal.ts';
import type { Expression, LookupTable } from '#domains/credits/rules/schema-expression.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import type { Range, Test } from '#domains/credits/rules/schema-when.ts';
import { visitRuleSet } from '#domains/credits/rules/visit.ts';

// Every name a rule speaks must be declared, and every bound must be one the fact can have. A misspelt fact would
// otherwise deny in silence.

export const factTypes = (set: RuleSet): FactTypes => ({ ...KNOWN_FACTS, ...set.facts });

function checkBound(set: RuleSet, fact: string, bound: string, path: Path): void {
  const scale = set.scales[fact];
  if (scale && !scale.includes(bound)) throw new Refusal(path, `"${bound}" is not on the scale "${fact}"`);
  if (scale) return;
  if (factTypes(set)[fact] === 'day' ? !isDay(bound) : !parseRatio(bound)) {
    throw new Refusal(path, `"${bound}" is no bound for "${fact}": expected a number, a day, or a step of its scale`);
  }
}

function before(set: RuleSet, fact: string, a: string, b: string): boolean {
  const scale = set.scales[fact];
  if (scale) return scale.indexOf(a) < scale.indexOf(b);
  const [x, y] = [parseRatio(a), parseRatio(b)];
  return x && y ? compare(x, y) < 0 : a < b;
}

function checkRange(set: RuleSet, fact: string, range: Range, path: Path): void {
  for (const [key, bound] of Object.entries(range)) {
    if (bound !== undefined) checkBound(set, fact, bound, [...path, key]);
  }
  const low = range.min ?? range.above;
  const high = range.max ?? range.below;
  if (low !== undefined && high !== undefined && before(set, fact, high, low)) {
    throw new Refusal(path, `nothing can be at least ${low} and at most ${high}`);
  }
}

function checkTest(set: RuleSet, fact: string, test: Test, path: Path): void {
  const type = factTypes(set)[fact];
  if (type === undefined) throw new Refusal(path, `the fact "${fact}" is unknown; declare it under facts`);
  if ('range' in test) checkRange(set, fact, test.range, path);
  if ('every' in test && type !== 'numbers') throw new Refusal(path, `"${fact}" is not a map of numbers`);
  if ('every' in test) checkRange(set, fact, test.every, path);
  if ('has' in test && type !== 'list') throw new Refusal(path, `"${fact}" is not a list`);
  const scale = set.scales[fact];
  const stray = 'is' in test && scale ? test.is.find((text) => !scale.includes(text)) : undefined;
  if (stray !== undefined) throw new Refusal(path, `"${stray}" is not on the scale "${fact}"`);
}

function checkTable(set: RuleSet, by: readonly string[], table: LookupTable, path: Path): void {
  const [fact, ...rest] = by;
  if (fact === undefined) return;
  if (!(fact in factTypes(set))) throw new Refusal(path, `the fact "${fact}" is unknown; declare it under facts`);
  const scale = set.scales[fact];
  for (const [key, value] of Object.entries(table)) {
    const at = [...path, key];
    if (scale && key !== '*' && !scale.includes(key)) throw new Refusal(at, `"${key}" is not on the scale "${fact}"`);
    const nested = !('n' in value && typeof value.n === 'bigint');
    if (nested !== rest.length > 0) {
      throw new Refusal(at, rest.length > 0 ? `expected a map by "${rest[0]}"` : 'expected a number, not a deeper map');
    }
    if (nested) checkTable(set, rest, value as LookupTable, at);
  }
}

function checkExpression(set: RuleSet, found: Expression, path: Path): void {
  if (found.op === 'name') {
    const type = factTypes(set)[found.name];
    const known = found.name in set.values || found.name in set.tables;
    if (!known && type === undefined) {
      throw new Refusal(path, `"${found.name}" is no fact, value or table of this rule set`);
    }
    if (!known && type !== 'number') throw new Refusal(path, `the fact "${found.name}" is not a number`);
  }
  if (found.op === 'lookup') checkTable(set, found.by, found.table, [...path, 'in']);
  if (found.op === 'given' && !(found.unit in set.units)) throw new Refusal(path, `unknown unit "${found.unit}"`);
  const divisor = found.op === 'quotient' ? found.of[1] : undefined;
  if (divisor?.op === 'number' && divisor.value.n === 0n) throw new Refusal(path, 'nothing can be divided by zero');
}

function checkDeclarations(set: RuleSet): void {
  const taken = new Map<string, string>(Object.keys(KNOWN_FACTS).map((name) => [name, 'facts']));
  for (const section of ['facts', 'values', 'tables', 'calendars'] as const) {
    for (const name of Object.keys(set[section])) {
      const other = taken.get(name);
      if (other) throw new Refusal([section, name], `the name "${name}" is already taken under ${other}`);
      taken.set(name, section);
    }
  }
  for (const name of Object.keys(set.scales)) {
    if (!(name in factTypes(set))) throw new Refusal(['scales', name], `there is no fact "${name}" to be scaled`);
  }
  for (const [name, { default: value, min, max }] of Object.entries(set.values)) {
    if ((min && compare(value, min) < 0) || (max && compare(value, max) > 0)) {
      throw new Refusal(['values', name, 'default'], 'this is outside its own bounds');
    }
  }
}

export function checkNames(set: RuleSet): void {
  checkDeclarations(set);
  visitRuleSet(set, {
    test: (fact, test, path) => checkTest(set, fact, test, path),
    expression: (found, path) => checkExpression(set, found, path),
  });
}
