import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPolicy, signaturesFor, termsOf } from '#domains/credits/rulebook/policy.ts';
import { readRuleFile } from '#domains/credits/rules/rule-file.ts';

const text = readFileSync('content/rules/city-federation.yaml', 'utf8');
function withPolicy(change: (text: string) => string) {
  const [document] = readRuleFile(change(text), 'rules').documents;
  if (!document) throw new Error('no rules');
  return document.set;
}

describe('the policy of rules', () => {
  it('goes with what they decide', () => {
    const { policy } = withPolicy((rules) =>
      rules
        .replace('appeals: { days: 30', 'appeals: { days: 15')
        .replace('quorum: 2', 'quorum: 3')
        .replace('decision_days: 30', 'decision_days: 10'),
    );
    expect(termsOf(policy, '2026-12-20')).toEqual({ appeal_until: '2027-01-04', panel_quorum: 3, answer_days: 10 });
    expect(termsOf(undefined, '2026-12-20')).toEqual({ appeal_until: '2027-01-19', panel_quorum: 2, answer_days: 30 });
    expect(signaturesFor(withPolicy((rules) => rules.replace('signatures: 2', 'signatures: 3')))).toBe(3);
  });

  it.each([
    ['quorum: 2', 'quorum: 1', 'policy.panel.quorum'],
    ['signatures: 2', 'signatures: 1', 'policy.signatures'],
    ['times: 1', 'times: 2', 'policy.appeals.times'],
    ['other_reviewers: true', 'other_reviewers: false', 'policy.appeals.other_reviewers'],
  ])('is refused where the bank does otherwise: %s -> %s', (from, to, path) => {
    expect(() => checkPolicy(withPolicy((rules) => rules))).not.toThrow();
    expect(() => checkPolicy(withPolicy((rules) => rules.replace(from, to)))).toThrow(path);
  });
});
