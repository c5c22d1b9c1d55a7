import { checkValidity } from '#domains/credits/rules/check.ts';
import { findCycle } from '#domains/credits/rules/cycles.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import type { Outcome } from '#domains/credits/rules/schema-outcome.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';

// Several rule sets beside each other: versions, frameworks, issuers' own rules. For one outcome and one unit exactly
// one of them speaks.

export type Library = readonly RuleSet[];

export const nameOf = (set: RuleSet): string => `${set.id}@${set.version}`;

function overlap(a: RuleSet, b: RuleSet): boolean {
  const [aUntil, bUntil] = [a.in_force.until ?? '9999-12-31', b.in_force.until ?? '9999-12-31'];
  return a.in_force.from <= bUntil && b.in_force.from <= aUntil;
}

function ambiguous(a: RuleSet, b: RuleSet): string | undefined {
  if (a.precedence !== b.precedence || a.jurisdiction !== b.jurisdiction || !overlap(a, b)) return undefined;
  const issuers =
    a.issuers && b.issuers ? a.issuers.some((issuer) => b.issuers?.includes(issuer)) : a.issuers === b.issuers;
  return issuers ? Object.keys(a.units).find((unit) => unit in b.units) : undefined;
}

function checkPair(a: RuleSet, b: RuleSet): void {
  if (nameOf(a) === nameOf(b)) throw new Refusal(['version'], `${nameOf(a)} is there twice`);
  if (a.id === b.id && overlap(a, b)) {
    throw new Refusal(['in_force'], `versions ${a.version} and ${b.version} of ${a.id} are in force at the same time`);
  }
  const replaced = b.lineage?.replaces.includes(nameOf(a)) || a.lineage?.replaces.includes(nameOf(b));
  if (replaced && overlap(a, b)) {
    throw new Refusal(
      ['in_force'],
      `${nameOf(a)} and ${nameOf(b)} are in force at the same time, yet one replaces the other`,
    );
  }
  const unit = a.id === b.id ? undefined : ambiguous(a, b);
  if (unit !== undefined) {
    throw new Refusal(
      ['precedence'],
      `${nameOf(a)} and ${nameOf(b)} both decide on ${unit}; give one a higher precedence`,
    );
  }
}

function checkFramework(set: RuleSet, sets: Library): void {
  const under = set.lineage?.under;
  if (under === undefined) return;
  const framework = sets.find((other) => nameOf(other) === under);
  if (!framework) throw new Refusal(['lineage', 'under'], `the framework ${under} is not among the rule sets given`);
  checkValidity(set, framework.policy?.validity_max, `the framework ${under}`);
}

/** Puts rule sets together, or refuses when two of them would both speak or their ancestry runs in a circle. */
export function buildLibrary(sets: readonly RuleSet[]): Library {
  const lineage = new Map<string, string[]>();
  for (const set of sets) {
    const { under, replaces = [], derives_from = [] } = set.lineage ?? {};
    lineage.set(nameOf(set), [...(under === undefined ? [] : [under]), ...replaces, ...derives_from]);
  }
  const cycle = findCycle(lineage);
  if (cycle) throw new Refusal(['lineage'], `the lineage runs in a circle: ${cycle.join(' -> ')}`);
  sets.forEach((set, i) => {
    sets.slice(0, i).forEach((other) => checkPair(other, set));
    checkFramework(set, sets);
  });
  return [...sets].sort((a, b) => (a.in_force.from + nameOf(a) < b.in_force.from + nameOf(b) ? -1 : 1));
}

/** Whether a set may speak of an outcome: by who issued it and where. */
export function covers(set: RuleSet, outcome: Outcome): boolean {
  if (set.issuers && !set.issuers.includes(outcome.issuer)) return false;
  const where = outcome.facts['jurisdiction'];
  if (set.jurisdiction === '*' || typeof where !== 'string') return true;
  return where === set.jurisdiction || where.startsWith(`${set.jurisdiction}-`);
}

// The issuer's own rules go before general ones, and a city's before a country's, unless a precedence says otherwise.
const weight = (set: RuleSet): number =>
  set.precedence * 10_000 + (set.issuers ? 1000 : 0) + (set.jurisdiction === '*' ? 0 : set.jurisdiction.length);

/**
 * The rule sets for an outcome, foremost first, whatever their dates: dates are judged by each set's own way of dating.
 */
export function candidates(library: Library, outcome: Outcome): RuleSet[] {
  return library.filter((set) => covers(set, outcome)).sort((a, b) => weight(b) - weight(a));
}

export const inForce = (set: RuleSet, date: string): boolean =>
  set.in_force.from <= date && (set.in_force.until === undefined || date <= set.in_force.until);
