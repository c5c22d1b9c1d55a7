import { choicesOf, kindLabels, roleLabels } from '#domains/membership/labels.ts';
import type { AuditEntry } from '#domains/membership/organisations/data.ts';
import { shortId } from '#domains/membership/organisations/rules.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';

const actionLabels: Record<string, () => string> = {
  'account.activated': m.roster_deed_account_activated,
  'account.opened': m.roster_deed_account_opened,
  'account.slip_issued': m.roster_deed_account_slip_issued,
  'membership.began': m.roster_deed_membership_began,
  'membership.ended': m.roster_deed_membership_ended,
  'organisation.factor_rule': m.roster_deed_factor_rule,
  'membership.offered': m.roster_deed_membership_offered,
  'membership.confirmed': m.roster_deed_membership_confirmed,
  'membership.accepted': m.roster_deed_membership_accepted,
  'membership.declined': m.roster_deed_membership_declined,
  'membership.withdrawn': m.roster_deed_membership_withdrawn,
  'organisation.founded': m.roster_deed_organisation_founded,
  'roster.changed': m.roster_deed_roster_changed,
  'roster.claimed': m.roster_deed_roster_claimed,
  'roster.created': m.roster_deed_roster_created,
  'roster.exported': m.roster_deed_roster_exported,
  'roster.left': m.roster_deed_roster_left,
  'roster.moved': m.roster_deed_roster_moved,
  'worker.changed': m.roster_deed_worker_changed,
  'worker.erased': m.roster_deed_worker_erased,
  'share.opened': m.roster_deed_share_opened,
  'certificate.worded': m.roster_deed_certificate_worded,
  'attendance.noted': m.roster_deed_attendance_noted,
  'attendance.own': m.roster_deed_attendance_own,
  'post.kept': m.roster_deed_post_kept,
  'post.removed': m.roster_deed_post_removed,
  'redemption.accepted': m.roster_deed_redemption_accepted,
  'redemption.refused': m.roster_deed_redemption_refused,
  'appeal.made': m.roster_deed_appeal_made,
  'appeal.upheld': m.roster_deed_appeal_upheld,
  'appeal.dismissed': m.roster_deed_appeal_dismissed,
  'outcomes.imported': m.roster_deed_outcomes_imported,
  'pilot.kept': m.roster_deed_pilot_kept,
  'catalogue.kept': m.roster_deed_catalogue_kept,
  'rules.drafted': m.roster_deed_rules_drafted,
  'rules.signed': m.roster_deed_rules_signed,
  'rules.withdrawn': m.roster_deed_rules_withdrawn,
  'claim.quorum': m.roster_deed_claim_quorum,
  'claim.verified': m.roster_deed_claim_verified,
  'claim.refused': m.roster_deed_claim_refused,
  'worker.looked_up': m.roster_deed_worker_looked_up,
  'worker.opened': m.roster_deed_worker_opened,
};

/** A deed in words; one that a later capability writes and nobody has worded yet keeps its own name. */
export const actionLabel = (action: string): string => actionLabels[action]?.() ?? action;

export const actionChoices = () => choicesOf(actionLabels);

const words: Record<string, Record<string, () => string>> = { role: roleLabels, kind: kindLabels };
const factLabels: Record<string, () => string> = {
  role: m.roster_holder_role,
  kind: m.roster_kind,
  fields: m.roster_fact_fields,
  instead_of: m.roster_fact_instead_of,
};
const fieldNames: Record<string, () => string> = {
  name: m.roster_field_name,
  gender: m.roster_field_gender,
  birth_year: m.roster_field_birth_year,
  employment_kind: m.roster_field_employment_kind,
  trade: m.roster_field_trade,
  skill_level: m.roster_field_skill_level,
};

function factText(key: string, value: unknown): string {
  if (Array.isArray(value))
    return value.map((one) => fieldNames[String(one)]?.() ?? String(one)).join(getLocale() === 'zh-CN' ? '、' : ', ');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return key === 'instead_of' ? shortId(text) : (words[key]?.[text]?.() ?? text);
}

/** The facts of an entry in words: what of them is known by name is named, the rest stays as it was written. */
export function factsText(facts: AuditEntry['facts']): string {
  const colon = getLocale() === 'zh-CN' ? '：' : ': ';
  return Object.entries(facts)
    .map(([key, value]) => `${factLabels[key]?.() ?? key}${colon}${factText(key, value)}`)
    .join(getLocale() === 'zh-CN' ? '；' : '; ');
}

export const actorName = ({ actor, actor_id }: AuditEntry): string =>
  actor ?? (actor_id === null ? m.roster_actor_system() : shortId(actor_id));

export const subjectName = ({ subject, worker_id }: AuditEntry): string => subject ?? shortId(worker_id);

const doneSentences: Record<string, () => string> = {
  founded: m.roster_done_founded,
  renamed: m.roster_done_renamed,
  invited: m.roster_done_invited,
  confirmed: m.roster_done_confirmed,
  withdrawn: m.roster_done_withdrawn,
  ended: m.roster_done_ended,
};

/** What was just done, when the address of the page says so. */
export const doneSentence = (done: string | null): string | undefined => doneSentences[done ?? '']?.();
