import type { Path } from '#domains/credits/rules/refusal.ts';
import type { Expression } from '#domains/credits/rules/schema-expression.ts';
import type { Limit, Requirement } from '#domains/credits/rules/schema-limit.ts';
import type { Rule } from '#domains/credits/rules/schema-rule.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';
import type { Condition, Test } from '#domains/credits/rules/schema-when.ts';

// Walks every question and every amount in a rule set, so that each check is written once and misses no corner.

export type Visitor = {
  test: (fact: string, test: Test, path: Path) => void;
  expression: (found: Expression, path: Path) => void;
};

export function visitCondition(condition: Condition | undefined, path: Path, visitor: Visitor): void {
  if (!condition) return;
  if ('all' in condition) condition.all.forEach((part) => visitCondition(part, path, visitor));
  else if ('any' in condition) condition.any.forEach((part, i) => visitCondition(part, [...path, 'any', i], visitor));
  else if ('not' in condition) visitCondition(condition.not, [...path, 'not'], visitor);
  else visitor.test(condition.fact, condition.test, [...path, condition.fact]);
}

export function visitExpression(found: Expression | undefined, path: Path, visitor: Visitor): void {
  if (!found) return;
  visitor.expression(found, path);
  switch (found.op) {
    case 'number':
    case 'name':
    case 'given':
      return;
    case 'lookup':
      visitExpression(found.otherwise, [...path, 'otherwise'], visitor);
      return;
    case 'cases':
      found.cases.forEach((one, i) => {
        visitCondition(one.when, [...path, 'cases', i, 'when'], visitor);
        visitExpression(one.value, [...path, 'cases', i, 'value'], visitor);
      });
      visitExpression(found.otherwise, [...path, 'otherwise'], visitor);
      return;
    case 'round':
      visitExpression(found.of, [...path, 'round'], visitor);
      return;
    case 'hours':
      visitExpression(found.per, [...path, 'hours', 'minutes_per_hour'], visitor);
      return;
    default:
      found.of.forEach((part, i) => visitExpression(part, [...path, found.op, i], visitor));
  }
}

function visitRule(rule: Rule, path: Path, visitor: Visitor): void {
  visitCondition(rule.when, [...path, 'when'], visitor);
  visitCondition(rule.requires, [...path, 'requires'], visitor);
  const steps = rule.give ?? [];
  steps.forEach((step, i) => {
    const at = steps.length === 1 ? [...path, 'give'] : [...path, 'give', i];
    visitCondition(step.when, [...at, 'when'], visitor);
    if (step.op !== 'round') visitExpression(step.amount, steps.length === 1 ? at : [...at, step.op], visitor);
  });
}

function visitLimit({ when, select, action }: Limit, path: Path, visitor: Visitor): void {
  visitCondition(when, [...path, 'when'], visitor);
  visitCondition(select, [...path, 'select'], visitor);
  if (action.do === 'cap') {
    visitExpression(action.amount, [...path, 'cap', action.share ? 'of' : 'at_most'], visitor);
    visitExpression(action.carry?.atMost, [...path, 'cap', 'carry', 'at_most'], visitor);
  }
  if (action.do === 'taper') visitExpression(action.above, [...path, 'taper', 'above'], visitor);
  if (action.do === 'together') {
    visitExpression(action.atLeast, [...path, 'together', 'at_least'], visitor);
    action.includes.forEach((part, i) => visitCondition(part, [...path, 'together', 'includes', i], visitor));
  }
}

function visitRequirement({ when, select, need }: Requirement, path: Path, visitor: Visitor): void {
  visitCondition(when, [...path, 'when'], visitor);
  visitCondition(select, [...path, 'select'], visitor);
  if (need.is === 'at_least') {
    visitExpression(need.amount, [...path, 'at_least'], visitor);
    visitExpression(need.surplus?.atMost, [...path, 'surplus', 'at_most'], visitor);
  }
  if (need.is === 'any') need.of.forEach((part, i) => visitRequirement(part, [...path, 'any', i], visitor));
}

export function visitRuleSet(set: RuleSet, visitor: Visitor): void {
  for (const [name, found] of Object.entries(set.tables)) visitExpression(found, ['tables', name], visitor);
  set.rules.forEach((rule, i) => visitRule(rule, ['rules', i], visitor));
  set.limits.forEach((limit, i) => visitLimit(limit, ['limits', i], visitor));
  set.requirements.forEach((found, i) => visitRequirement(found, ['requirements', i], visitor));
}
