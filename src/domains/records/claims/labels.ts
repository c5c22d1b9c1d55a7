import { levelLabels } from '#domains/courses/labels.ts';
import { worthToday } from '#domains/credits/recognition/data.ts';
import type { Claim, ClaimKind, FactName, Queued } from '#domains/records/claims/schema.ts';
import { factNames, flags, skillLevels } from '#domains/records/claims/schema.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { formatDate } from '#ui/format.ts';

export const kindLabels: Record<ClaimKind, () => string> = {
  skill_level: m.records_kind_skill_level,
  certificate: m.records_kind_certificate,
  training: m.records_kind_training,
  contest: m.records_kind_contest,
  degree: m.records_kind_degree,
  teaching: m.records_kind_teaching,
  mentoring: m.records_kind_mentoring,
  proposal: m.records_kind_proposal,
  work: m.records_kind_work,
};

export const factLabels: Record<FactName, () => string> = {
  trade: m.records_fact_trade,
  level: m.records_fact_level,
  level_of_contest: m.records_fact_level_of_contest,
  rank: m.records_fact_rank,
  team: m.records_fact_team,
  role: m.records_fact_role,
  hours: m.records_fact_hours,
  score: m.records_fact_score,
  grade: m.records_fact_grade,
  implemented: m.records_fact_implemented,
  number: m.records_fact_number,
  started: m.records_fact_started,
};

const levels = Object.values(levelLabels).slice(1);
const valueLabels: Record<string, () => string> = {
  ...Object.fromEntries(skillLevels.map((level, index) => [level, levels[index] ?? (() => level)])),
  高中: m.records_degree_high_school,
  中专: m.records_degree_vocational,
  大专: m.records_degree_college,
  本科: m.records_degree_bachelor,
  硕士: m.records_degree_master,
  博士: m.records_degree_doctor,
  enterprise: m.records_contest_enterprise,
  city: m.records_contest_city,
  province: m.records_contest_province,
  national: m.records_contest_national,
  passed: m.records_grade_passed,
  excellent: m.records_grade_excellent,
  lecturer: m.records_role_lecturer,
  assistant: m.records_role_assistant,
  lead: m.records_role_lead,
  member: m.records_role_member,
};
const rankLabels: Record<string, () => string> = {
  1: m.records_rank_1,
  2: m.records_rank_2,
  3: m.records_rank_3,
  other: m.records_rank_other,
};

/** A fact in words. A choice is kept as the rules of credits name it; what was typed stays as it was typed. */
export function factValue(name: string, value: string): string {
  if (name === 'rank') return rankLabels[value]?.() ?? value;
  if (flags.some((flag) => flag === name)) return m.records_fact_yes();
  if (name === 'started') return formatDate(getLocale(), value);
  return valueLabels[value]?.() ?? value;
}

/** What was said about it, in the order in which it is asked. */
export const factLines = (facts: Record<string, string>): { key: string; value: string }[] =>
  factNames.flatMap((name) =>
    facts[name] === undefined ? [] : [{ key: factLabels[name](), value: factValue(name, facts[name]) }],
  );

type Standing = 'waiting' | 'verified' | 'refused' | 'withdrawn';
export const standingOf = ({ claim_decisions }: Claim): Standing => claim_decisions?.verdict ?? 'waiting';
export const standingLabels: Record<Standing, () => string> = {
  waiting: m.records_claim_waiting,
  verified: m.records_claim_verified,
  refused: m.records_claim_refused,
  withdrawn: m.records_claim_withdrawn,
};
export const standingTone = { waiting: 'info', verified: 'good', refused: 'bad', withdrawn: 'plain' } as const;

/** What the rules of today would give for a claim by itself. */
export const worth = ({ id, kind, title, issuer, achieved_on, facts, federation }: Queued) =>
  worthToday({
    ...{ id, kind, ended: achieved_on, name: title, facts: { ...facts, title, issuer } },
    organisation: federation ?? undefined,
  });

/** What somebody at the desk thinks of a claim, where others have to agree. */
export const deskVote = ({ name, verdict, reason }: Queued['votes'][number]): string =>
  [name ?? '—', standingLabels[verdict](), reason].filter(Boolean).join(' · ');
