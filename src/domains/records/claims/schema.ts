import * as z from 'zod';
import { anyText, count, orNothing } from '#platform/fields.ts';

export const claimKinds = [
  'skill_level',
  'certificate',
  'training',
  'contest',
  'degree',
  'teaching',
  'mentoring',
  'proposal',
  'work',
] as const;
export type ClaimKind = (typeof claimKinds)[number];

export const skillLevels = [
  '学徒工',
  '初级工',
  '中级工',
  '高级工',
  '技师',
  '高级技师',
  '特级技师',
  '首席技师',
] as const;
export const degrees = ['高中', '中专', '大专', '本科', '硕士', '博士'] as const;
export const contestLevels = ['enterprise', 'city', 'province', 'national'] as const;
export const ranks = ['1', '2', '3', 'other'] as const;
export const grades = ['passed', 'excellent'] as const;
/** What somebody was in it. At work it is typed: there are as many as there are jobs. */
const roles: Partial<Record<ClaimKind, readonly string[]>> = {
  teaching: ['lecturer', 'assistant'],
  proposal: ['lead', 'member'],
};

export const factNames = [
  'trade',
  'level',
  'level_of_contest',
  'rank',
  'team',
  'role',
  'hours',
  'score',
  'grade',
  'implemented',
  'number',
  'started',
] as const;
export type FactName = (typeof factNames)[number];

/** What is ticked, or not there at all. */
export const flags: readonly FactName[] = ['team', 'implemented'];

/** What is asked about each kind; true is needed, false may be left open. */
export const askedFacts: Record<ClaimKind, Partial<Record<FactName, boolean>>> = {
  skill_level: { trade: true, level: true, number: false },
  certificate: { number: false, score: false },
  training: { hours: true, score: false },
  contest: { level_of_contest: true, rank: true, team: false },
  degree: { level: true, number: false },
  teaching: { hours: true, role: false },
  mentoring: { grade: true },
  proposal: { implemented: false, role: false },
  work: { started: true, role: false },
};

/** What a choice may be. A fact without choices is typed. */
export const choicesFor = (kind: ClaimKind, fact: FactName): readonly string[] | undefined =>
  ({
    level: kind === 'degree' ? degrees : skillLevels,
    level_of_contest: contestLevels,
    rank: ranks,
    grade: grades,
    role: roles[kind],
  })[fact as string];

export const most = { files: 5, bytes: 10 * 1024 * 1024, bytesInAll: 15 * 1024 * 1024 } as const;

const fact = anyText(60);
const text = (word: string) => z.string({ error: word }).trim().min(1, word).max(100, 'value_too_long');
const day = z.iso.date('date_not_understood');

const form = z.object({
  id: z.guid(),
  kind: z.enum(claimKinds),
  organisation: z.guid('desk_missing'),
  title: text('claim_title_missing'),
  issuer: text('claim_issuer_missing'),
  achieved_on: day.refine((value) => value >= '1950-01-01', 'date_not_understood'),
  ...(Object.fromEntries(factNames.map((name) => [name, fact])) as Record<FactName, typeof fact>),
  files: z.array(z.instanceof(File)).default([]),
  /** The result that is wrong as it stands. */
  corrects: z.preprocess(orNothing, z.guid().optional()),
});
export type ClaimForm = z.output<typeof form>;

const hours = /^\d{1,4}(\.\d)?$/;
/** Of a hundred. */
const score = /^(100|\d{1,2}(\.\d{1,2})?)$/;

export function wrongFact(
  typed: Partial<Record<FactName, string | undefined>> & Pick<ClaimForm, 'kind' | 'achieved_on'>,
  name: FactName,
): string | undefined {
  const value = typed[name];
  if (value === undefined) return askedFacts[typed.kind][name] ? 'value_missing' : undefined;
  if (name === 'hours' && (!hours.test(value) || Number(value) === 0)) return 'hours_not_understood';
  if (name === 'score' && !score.test(value)) return 'score_not_understood';
  if (name === 'started' && (!day.safeParse(value).success || value > typed.achieved_on)) return 'date_not_understood';
  if (flags.includes(name) && value !== 'true') return 'value_not_allowed';
  const choices = choicesFor(typed.kind, name);
  return choices && !choices.includes(value) ? 'value_not_allowed' : undefined;
}

export const claimFormSchema = form.superRefine((typed, context) => {
  for (const name of factNames) {
    const message = name in askedFacts[typed.kind] ? wrongFact(typed, name) : undefined;
    if (message) context.addIssue({ code: 'custom', path: [name], message });
  }
  const files = typed.files.filter(({ size }) => size > 0);
  const inAll = files.reduce((sum, { size }) => sum + size, 0);
  const tooLarge = inAll > most.bytesInAll || files.some(({ size }) => size > most.bytes);
  const message = files.length > most.files ? 'evidence_too_many' : tooLarge ? 'evidence_too_large' : undefined;
  if (message) context.addIssue({ code: 'custom', path: ['files'], message });
});

export const withdrawalSchema = z.object({ claim: z.guid() });

export const decisionSchema = z.object({
  organisation: z.guid(),
  claim: z
    .array(z.string().regex(/^[0-9a-f-]{36}~[0-9a-f-]{36}$/))
    .min(1, 'claim_not_chosen')
    .max(200),
  verdict: z.enum(['verified', 'refused']),
  reason: anyText(500),
});

/** What stands in the record, as the form of a claim asks for it. */
export const standingSchema = z.object({
  kind: z.enum(claimKinds),
  achieved_at: z.string(),
  facts: z.record(z.string(), z.string()),
});

// What the database answers -------------------------------------------------------------------------------------------

export const desksSchema = z.array(z.object({ id: z.guid(), name: z.string() }));

const verdict = z.enum(['verified', 'refused', 'withdrawn']);
const claimed = {
  id: z.guid(),
  worker_id: z.guid(),
  kind: z.enum(claimKinds),
  title: z.string(),
  issuer: z.string(),
  achieved_on: z.iso.date(),
  facts: z.record(z.string(), z.string()),
  files: z.array(z.object({ name: z.string(), type: z.string(), size: z.int() })),
  corrects: z.guid().nullable(),
  claimed_at: z.string(),
};
export const claimSchema = z.object({
  ...claimed,
  organisations: z.object({ name: z.string() }),
  claim_decisions: z.object({ verdict, reason: z.string().nullable(), decided_at: z.string() }).nullable(),
});
export type Claim = z.output<typeof claimSchema>;

/** A claim as whoever decides on it, or hears an appeal about it, reads it. */
export const queuedClaimSchema = z.object({
  ...claimed,
  name: z.string().nullable(),
  own: z.boolean(),
  votes: z.array(z.object({ name: z.string().nullable(), own: z.boolean(), verdict, reason: z.string().nullable() })),
  federation: z.guid().nullable(),
  listed: z.boolean(),
  /** What it is to take the place of. */
  corrected: z.record(z.string(), z.string()).nullish(),
  verdict: verdict.nullable(),
  reason: z.string().nullable(),
  decided_at: z.string().nullable(),
});
export type Queued = z.output<typeof queuedClaimSchema>;
export const queuedSchema = z.object({ more: z.boolean(), quorum: z.int(), claims: z.array(queuedClaimSchema) });

export const quorumSchema = z.object({ organisation: z.guid(), quorum: count('quorum_not_understood', 1, 5) });

export const decidedSchema = z.array(z.object({ worker: z.guid(), claim: z.guid(), refusal: z.string().nullable() }));
