import type { Assessment } from '#domains/credits/rules/assess.ts';
import type { Granted } from '#domains/credits/rules/schema-outcome.ts';

/**
 * What an assessment gave, in the form in which the next one must be told of it. Outcomes that brought nothing are left
 * out, so that they can be assessed again: when the rest of their set is there, when a missing fact has been added, or
 * when their sliver completes a rounded sum.
 */
export function grantedBy({ results }: Assessment): Granted[] {
  return results.flatMap(({ outcome, parts }): Granted[] => {
    if (parts.length === 0) return [];
    const told = parts.map(({ unit, amount, date, rule, course, expiresOn, rounding }) => ({
      unit,
      amount,
      date,
      rule,
      course,
      expires_on: expiresOn,
      rounding,
    }));
    return [{ ...outcome, parts: told }];
  });
}
