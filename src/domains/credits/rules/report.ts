import type { Assessment } from '#domains/credits/rules/assess.ts';
import type { OutcomeResult } from '#domains/credits/rules/judge.ts';
import type { Library } from '#domains/credits/rules/library.ts';
import { toSmallest, toText, type Ratio } from '#domains/credits/rules/rational.ts';

// The assessment as plain JSON: amounts as exact texts and as whole numbers of smallest units, because JSON numbers
// would be floats again.

const texts = (amounts: Record<string, Ratio>): Record<string, string> =>
  Object.fromEntries(Object.entries(amounts).map(([unit, amount]) => [unit, toText(amount)]));

export function scaleOf(library: Library, unit: string): number {
  return library.find((set) => unit in set.units)?.units[unit]?.scale ?? 0;
}

const smallest = (library: Library, amounts: Record<string, Ratio>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(amounts).map(([unit, amount]) => [unit, String(toSmallest(amount, scaleOf(library, unit)))]),
  );

function reportOutcome(library: Library, { outcome, decidedBy, credits, parts, trace }: OutcomeResult) {
  return {
    id: outcome.id,
    worker: outcome.worker,
    issuer: outcome.issuer,
    credits: texts(credits),
    smallest_units: smallest(library, credits),
    decided_by: decidedBy,
    parts: parts.map((part) => ({
      unit: part.unit,
      amount: toText(part.amount),
      smallest_units: String(toSmallest(part.amount, scaleOf(library, part.unit))),
      date: part.date,
      periods: part.periods,
      rule: part.rule,
      course: part.course,
      expires_on: part.expiresOn,
      rounding: part.rounding && { before: toText(part.rounding.before), after: toText(part.rounding.after) },
    })),
    trace: trace.map((line) => ({ ...line, before: toText(line.before), after: toText(line.after) })),
  };
}

export type Report = ReturnType<typeof reportOf>;

export function reportOf(library: Library, { at, results, totals, caps, standings }: Assessment) {
  return {
    at,
    outcomes: results.map((result) => reportOutcome(library, result)),
    totals: texts(totals),
    caps: caps.map(({ cap, used, ...rest }) => ({ ...rest, cap: toText(cap), used: toText(used) })),
    requirements: standings.map(({ need, have, ...rest }) => ({ ...rest, need: toText(need), have: toText(have) })),
  };
}
