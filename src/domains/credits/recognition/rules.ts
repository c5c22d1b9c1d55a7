import type { Awaiting, WaitingOutcome } from '#domains/credits/recognition/schema.ts';
import { termsOf, type Terms } from '#domains/credits/rulebook/policy.ts';
import { assess, type Assessment } from '#domains/credits/rules/assess.ts';
import { factText } from '#domains/credits/rules/facts.ts';
import { grantedBy } from '#domains/credits/rules/granted.ts';
import { candidates, inForce, nameOf, type Library } from '#domains/credits/rules/library.ts';
import { toText } from '#domains/credits/rules/rational.ts';
import { reportOf, type Report } from '#domains/credits/rules/report.ts';
import { readBatch } from '#domains/credits/rules/schema-batch.ts';
import type { Granted } from '#domains/credits/rules/schema-outcome.ts';
import type { RuleSet } from '#domains/credits/rules/schema-rule-set.ts';

type Asked = Pick<Awaiting, 'worker' | 'outcomes' | 'granted'>;

/** An outcome as the rules are told of it: JSON that the engine reads. */
export type ToldOutcome = { id: string; issuer?: string | undefined } & Record<string, unknown>;

type Told = Omit<WaitingOutcome, 'organisation'> & { organisation: string | undefined };

/** A completed course as the rules know it. What the platform saw itself is verified at birth. */
const asCourse = ({ course, minutes }: Told) => ({ kind: 'course', course, minutes, mode: 'online' });

/** What somebody vouches for. A training elsewhere is a course of its own, told by who gave it and what it was called. */
function asVerified({ kind, name, facts }: Told) {
  const { issuer, started, level, role, rank, grade, score, hours, trade, level_of_contest, team, implemented } = facts;
  const training = kind === 'training' ? { kind: 'course', course: `${issuer}: ${name}`, mode: 'lecture' } : { kind };
  const contest = kind === 'contest' ? name : undefined;
  const own = Object.entries({ trade, level_of_contest, team, implemented, contest }).filter(([, value]) => value);
  return {
    ...training,
    institution: issuer,
    started,
    level,
    role,
    rank,
    grade,
    score,
    hours,
    facts: Object.fromEntries(own),
  };
}

export const asOutcome = (worker: string | undefined, told: Told): ToldOutcome => ({
  ...(told.kind === 'course_completed' ? asCourse(told) : asVerified(told)),
  ...{ id: told.id, worker, issuer: told.organisation, name: told.name, ended: told.ended },
  ...{ jurisdiction: 'CN', verified: true },
});

/** What was granted, as JSON that the next assessment reads: exact amounts as text. */
const keptParts = ({ parts }: Granted) =>
  parts.map(({ amount, rounding, ...part }) => ({
    ...part,
    amount: toText(amount),
    ...(rounding ? { rounding: { before: toText(rounding.before), after: toText(rounding.after) } } : {}),
  }));

/** What these rules can be told of: a panel may have granted something in a unit of which they don't speak. */
function spokenOf(library: Library, granted: Asked['granted']): Asked['granted'] {
  const spoken = ({ unit }: { unit: string }) => library.some(({ units }) => unit in units);
  return granted
    .map(({ parts, ...outcome }) => ({ ...outcome, parts: parts.filter(spoken) }))
    .filter(({ parts }) => parts.length > 0);
}

export interface Decision extends Terms {
  outcome: string;
  organisation: string;
  rule_set: string;
  rule_version: string;
  told: ToldOutcome;
  report: Report['outcomes'][number];
  granted: object[] | null;
  parts: { unit: string; amount: string; dated_on: string; expires_on: string | undefined }[];
}

/** The set that decided, or the one that would have on that day: a refusal rests on rules as well. */
function deciderOf({ outcome, decidedBy }: Assessment['results'][number], library: Library): RuleSet | undefined {
  const [name] = Object.values(decidedBy);
  const day = factText(outcome.facts['ended']) ?? '';
  return candidates(library, outcome).find((set) => (name ? nameOf(set) === name : inForce(set, day)));
}

/** Assesses what waits of one worker together with all she was granted before. */
export const decide = (library: Library, { worker, outcomes, granted }: Asked, at: string): Decision[] =>
  decideOn(
    library,
    outcomes.map((one) => asOutcome(worker, one)),
    granted,
    at,
  );

export function decideOn(
  library: Library,
  told: readonly ToldOutcome[],
  granted: Asked['granted'],
  at: string,
): Decision[] {
  const assessment = assess({ library, ...readBatch({ outcomes: told, granted: spokenOf(library, granted) }), at });
  const { outcomes: reports } = reportOf(library, assessment);
  const grants = new Map(grantedBy(assessment).map((one) => [one.id, one]));
  return told.map((one) => {
    const { id, issuer = '' } = one;
    const report = reports.find((one) => one.id === id);
    if (!report) throw new Error(`the rules said nothing of ${id}`);
    const result = assessment.results.find(({ outcome }) => outcome.id === id);
    const decider = result && deciderOf(result, library);
    const grant = grants.get(id);
    return {
      ...{
        outcome: id,
        organisation: issuer,
        rule_set: decider?.id ?? 'none',
        rule_version: decider?.version ?? '0',
        report,
        told: one,
        ...termsOf(decider?.policy, at),
      },
      granted: grant ? keptParts(grant) : null,
      parts: report.parts.map(({ unit, smallest_units, date, expires_on }) => ({
        unit,
        amount: smallest_units,
        dated_on: date,
        expires_on,
      })),
    };
  });
}

/** A course that somebody thinks of taking. */
export interface Planned {
  course: string;
  name: string;
  minutes: number;
}
type Previewed = Pick<Asked, 'worker' | 'granted'> & {
  planned: readonly Planned[];
  /** Whose rules go before the general ones. */
  federation?: string | undefined;
};

/** What these would bring if she completed them on that day. The same engine, the same rules: it can't promise more. */
export function preview(library: Library, { worker, planned, granted, federation }: Previewed, at: string): Assessment {
  const told = { kind: 'course_completed', ended: at, facts: {}, organisation: federation };
  const outcomes = planned.map((one) => asOutcome(worker, { ...one, ...told, id: one.course }));
  return assess({ library, ...readBatch({ outcomes, granted: spokenOf(library, granted) }), at });
}

/** What one result would be worth by itself, whatever else she has. */
export function worthOf(library: Library, told: Omit<Told, 'minutes' | 'course'>, at: string): Assessment {
  const outcome = asOutcome(undefined, { ...told, minutes: null, course: null });
  return assess({ library, ...readBatch([outcome]), at });
}

/** What all of somebody's results are worth together, as if nothing had been granted before. */
export function worthTogether(
  library: Library,
  { worker, outcomes }: Pick<Asked, 'worker' | 'outcomes'>,
  at: string,
): Assessment {
  return assess({ library, ...readBatch(outcomes.map((one) => asOutcome(worker, one))), at });
}
