import type { Ratio } from '#domains/credits/rules/rational.ts';

/**
 * Why an amount is what it is. Each word has one sentence per language in content/i18n, under credits_reason_<word>.
 */
export const REASONS = [
  'given',
  'multiplied',
  'added',
  'subtracted',
  'limited',
  'raised',
  'rounded',
  'course',
  'spread',
  'no_rule',
  'no_version',
  'no_date',
  'not_yet',
  'not_met',
  'missing_fact',
  'not_in_table',
  'divided_by_zero',
  'expired',
  'already_granted',
  'not_best',
  'capped',
  'carried',
  'rounded_together',
  'portion_capped',
  'tapered',
  'not_complete',
  'smallest_part',
] as const;
export type Reason = (typeof REASONS)[number];

export type TraceFacts = Readonly<Record<string, string>>;

/**
 * One step on the way to a credit: which rule, by whose authority, from which amount to which, and the facts that
 * decided.
 */
export type TraceLine = {
  rule: string;
  source: string;
  reason: Reason;
  unit: string;
  before: Ratio;
  after: Ratio;
  facts: TraceFacts;
};

/** Stops the computation of one amount with the reason the worker will read. It never leaves the engine. */
export class Denial extends Error {
  readonly reason: Reason;
  readonly facts: TraceFacts;

  constructor(reason: Reason, facts: TraceFacts = {}) {
    super(reason);
    this.reason = reason;
    this.facts = facts;
  }
}
