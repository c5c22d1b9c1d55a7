import { Refusal } from '#domains/credits/rules/refusal.ts';
import type { Policy, RuleSet } from '#domains/credits/rules/schema-rule-set.ts';

// What a rule set says about procedure, and the bank carries out: the terms of a decision go with it, whatever is in force later.

/** How long a decision can be appealed against, how many of a panel have to agree on an appeal, and in how many days. */
export interface Terms {
  appeal_until: string;
  panel_quorum: number;
  answer_days: number;
}

/** What holds where the rules say nothing, and for what is not decided by rules. */
const usual = { days: 30, quorum: 2, signatures: 2 };

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

export const termsOf = (policy: Policy | undefined, decided_on: string): Terms => ({
  appeal_until: daysAfter(decided_on, policy?.appeals?.days ?? usual.days),
  panel_quorum: policy?.panel?.quorum ?? usual.quorum,
  answer_days: policy?.decision_days ?? usual.days,
});

export const signaturesFor = ({ policy }: RuleSet): number => policy?.signatures ?? usual.signatures;

const atLeastTwo = 'there are at least two here';

/** A rule set must not promise what this bank does otherwise. */
export function checkPolicy({ policy }: RuleSet): void {
  const refuse = (path: string[], what: string): never => {
    throw new Refusal(['policy', ...path], what);
  };
  if (policy?.panel && policy.panel.quorum < usual.quorum) refuse(['panel', 'quorum'], atLeastTwo);
  if (policy?.signatures !== undefined && policy.signatures < usual.signatures) refuse(['signatures'], atLeastTwo);
  if (policy?.appeals && policy.appeals.times > 1)
    refuse(['appeals', 'times'], 'a decision is appealed against once here');
  if (policy?.appeals?.other_reviewers === false)
    refuse(['appeals', 'other_reviewers'], 'whoever decided hears no appeal here');
}
