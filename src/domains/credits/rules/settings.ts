import { compare, toText, type Ratio } from '#domains/credits/rules/rational.ts';
import { Refusal } from '#domains/credits/rules/refusal.ts';
import type { Library } from '#domains/credits/rules/library.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';

export type Settings = Readonly<Record<string, Ratio>>;

/** The values of a rule set with what the organisation has set for itself, inside the bounds the rule set allows. */
export function valuesOf(set: RuleSet, settings: Settings): Record<string, Ratio> {
  const values: Record<string, Ratio> = {};
  for (const [name, { default: value, min, max }] of Object.entries(set.values)) {
    const chosen = settings[name] ?? value;
    if ((min && compare(chosen, min) < 0) || (max && compare(chosen, max) > 0)) {
      const bounds = `${min ? toText(min) : '–'} … ${max ? toText(max) : '–'}`;
      throw new Refusal(['values', name], `${toText(chosen)} is outside the bounds ${bounds}`);
    }
    values[name] = chosen;
  }
  return values;
}

export function checkSettings(library: Library, settings: Settings): void {
  for (const name of Object.keys(settings)) {
    if (!library.some((set) => name in set.values))
      throw new Refusal(['values', name], `no rule set has a value "${name}"`);
  }
}
