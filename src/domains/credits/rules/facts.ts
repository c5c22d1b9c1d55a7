import { parseRatio, type Ratio } from '#domains/credits/rules/rational.ts';

// A fact is one thing known about an outcome. Rules speak of facts by name; a name nobody declared is a typing error
// and is refused.

export type FactValue = string | boolean | readonly string[] | Readonly<Record<string, string>>;
export type Facts = (name: string) => FactValue | undefined;
export type FactType = 'text' | 'number' | 'flag' | 'list' | 'numbers' | 'day';

/** The facts every outcome may carry. A rule set declares what else its scheme needs under `facts`. */
export const OUTCOME_FACTS = {
  kind: 'text',
  name: 'text',
  institution: 'text',
  source: 'text',
  jurisdiction: 'text',
  programme: 'text',
  exam: 'text',
  course: 'text',
  activity: 'text',
  mode: 'text',
  role: 'text',
  rank: 'text',
  level: 'text',
  grade: 'text',
  hours: 'number',
  minutes: 'number',
  minutes_per_hour: 'number',
  hours_by_mode: 'numbers',
  minutes_by_mode: 'numbers',
  credits: 'number',
  credit_unit: 'text',
  score: 'number',
  attendance: 'number',
  match: 'number',
  scores: 'numbers',
  tags: 'list',
  verified: 'flag',
  started: 'day',
  ended: 'day',
  awarded: 'day',
} as const satisfies Record<string, FactType>;

/**
 * What the engine adds by itself: who and which, the matched rule, the root of a chain of outcomes, and the age at the
 * assessment.
 */
export const ADDED_FACTS = {
  outcome: 'text',
  issuer: 'text',
  rule: 'text',
  origin: 'text',
  age_months: 'number',
  age_days: 'number',
} as const satisfies Record<string, FactType>;

/** What is known of the programme the credits are to count towards. */
export const PROGRAMME_FACTS = {
  programme_id: 'text',
  programme_kind: 'text',
  programme_level: 'text',
  programme_credits: 'number',
} as const satisfies Record<string, FactType>;

export type FactTypes = Readonly<Record<string, FactType>>;

export const KNOWN_FACTS: FactTypes = { ...OUTCOME_FACTS, ...ADDED_FACTS, ...PROGRAMME_FACTS };

export function factNumber(value: FactValue | undefined): Ratio | undefined {
  return typeof value === 'string' ? parseRatio(value) : undefined;
}

export function factText(value: FactValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : undefined;
}

/** Two spellings of one name: width, case, spaces and punctuation do not make another certificate. */
export function normalised(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '');
}
