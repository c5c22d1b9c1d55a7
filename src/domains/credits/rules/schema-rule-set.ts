import { z } from 'zod';
import { dispatch, identifier, isRecord, notNegative, wholeNumber } from '#domains/credits/rules/exact.ts';
import type { Ratio } from '#domains/credits/rules/rational.ts';
import { calendar } from '#domains/credits/rules/schema-calendar.ts';
import { expression } from '#domains/credits/rules/schema-expression.ts';
import { limit, requirement } from '#domains/credits/rules/schema-limit.ts';
import { DATED_BY, duration, renewal, rule, source, validity, words } from '#domains/credits/rules/schema-rule.ts';
import { ownTest } from '#domains/credits/rules/schema-test.ts';
import { day } from '#domains/credits/rules/schema-when.ts';

/** A value an organisation may set for itself, within the bounds the rule set declares. */
export type Setting = { default: Ratio; min?: Ratio; max?: Ratio };

const setting = dispatch<Setting>((value) =>
  isRecord(value)
    ? z.strictObject({ default: notNegative, min: notNegative.optional(), max: notNegative.optional() })
    : notNegative.transform((number) => ({ default: number, min: number, max: number })),
);

const CONFLICTS = ['own_application', 'own_course', 'own_learner', 'own_organisation', 'relative', 'mentor'] as const;

// The engine does not decide over people. It declares here what the bank's procedures then enforce.
const policy = z.strictObject({
  validity_max: duration.optional(),
  panel: z
    .strictObject({ members: wholeNumber(1, 99), quorum: wholeNumber(1, 99), majority: z.enum(['half', 'two_thirds']) })
    .refine(({ members, quorum }) => quorum <= members, {
      message: 'the quorum is larger than the panel',
      path: ['quorum'],
    })
    .optional(),
  conflict_of_interest: z.array(z.enum(CONFLICTS)).optional(),
  decision_days: wholeNumber(1, 3650).optional(),
  appeals: z
    .strictObject({ days: wholeNumber(1, 3650), times: wholeNumber(1, 9), other_reviewers: z.boolean() })
    .optional(),
  signatures: wholeNumber(1, 9).optional(),
});

const reference = z.string().regex(/^[a-z][a-z0-9_-]*@[^\s@]+$/, 'expected id@version');

const lineage = z.strictObject({
  under: reference.optional(),
  replaces: z.array(reference).default([]),
  derives_from: z.array(reference).default([]),
});

const factType = z.enum(['text', 'number', 'flag', 'day']);

export const ruleSet = z
  .strictObject({
    id: identifier,
    version: z.string().regex(/^[^\s@]{1,40}$/, 'expected a version without spaces'),
    title: words,
    authority: z.string().min(1),
    jurisdiction: z.string().regex(/^(\*|[A-Z]{2,3}(-[A-Z0-9]+)*)$/, 'expected * or a code such as CN or CN-11'),
    issuers: z.array(z.string().min(1)).min(1).optional(),
    precedence: wholeNumber(0, 1000).default(0),
    source,
    in_force: z
      .strictObject({ from: day, until: day.optional() })
      .refine(({ from, until }) => until === undefined || until >= from, {
        message: 'this is before the first day in force',
        path: ['until'],
      }),
    dated_by: z.enum(DATED_BY).default('ended'),
    lineage: lineage.optional(),
    units: z.record(identifier, z.strictObject({ zh: z.string(), en: z.string(), scale: wholeNumber(0, 9) })),
    policy: policy.optional(),
    facts: z.record(identifier, factType).default({}),
    scales: z.record(identifier, z.array(z.string().min(1)).min(2)).default({}),
    values: z.record(identifier, setting).default({}),
    tables: z.record(identifier, expression).default({}),
    calendars: z.record(identifier, calendar).default({}),
    validity: validity.optional(),
    renewal: renewal.optional(),
    rules: z.array(rule).min(1),
    limits: z.array(limit).default([]),
    requirements: z.array(requirement).default([]),
    tests: z.array(ownTest).default([]),
  })
  .refine(({ units }) => Object.keys(units).length > 0, { message: 'expected at least one unit', path: ['units'] });

export type RuleSet = z.infer<typeof ruleSet>;
export type Policy = z.infer<typeof policy>;
