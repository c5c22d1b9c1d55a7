import { m } from '#platform/i18n/compiled/messages.js';
import type { Database } from '#platform/database-types.ts';
import type { Membership, Role } from '#platform/session.ts';

type Enums = Database['public']['Enums'];
type Labels<Word extends string> = Record<Word, () => string>;

export const roleLabels: Labels<Role> = {
  worker: m.membership_role_worker,
  manager: m.membership_role_manager,
  trainer: m.membership_role_trainer,
  reviewer: m.membership_role_reviewer,
  officer: m.membership_role_officer,
  bank_officer: m.membership_role_bank_officer,
  auditor: m.membership_role_auditor,
};

export const kindLabels: Labels<Membership['kind']> = {
  federation: m.membership_kind_federation,
  district: m.membership_kind_district,
  industry: m.membership_kind_industry,
  enterprise: m.membership_kind_enterprise,
  team: m.membership_kind_team,
  school: m.membership_kind_school,
  provider: m.membership_kind_provider,
};

export const genderLabels: Labels<Enums['gender']> = {
  female: m.membership_gender_female,
  male: m.membership_gender_male,
  unstated: m.membership_gender_unstated,
};

export const employmentLabels: Labels<Enums['employment_kind']> = {
  regular: m.membership_employment_kind_regular,
  contract: m.membership_employment_kind_contract,
  dispatch: m.membership_employment_kind_dispatch,
  flexible: m.membership_employment_kind_flexible,
  apprentice: m.membership_employment_kind_apprentice,
  retired: m.membership_employment_kind_retired,
  unemployed: m.membership_employment_kind_unemployed,
};

export const skillLabels: Labels<Enums['skill_level']> = {
  apprentice: m.membership_skill_level_apprentice,
  junior: m.membership_skill_level_junior,
  intermediate: m.membership_skill_level_intermediate,
  senior: m.membership_skill_level_senior,
  technician: m.membership_skill_level_technician,
  senior_technician: m.membership_skill_level_senior_technician,
  special_technician: m.membership_skill_level_special_technician,
  chief_technician: m.membership_skill_level_chief_technician,
};

export const groupLabels: Labels<Enums['worker_group']> = {
  migrant: m.membership_group_migrant,
  women: m.membership_group_women,
  laid_off: m.membership_group_laid_off,
  hardship: m.membership_group_hardship,
};

const auditLabels: Partial<Record<string, () => string>> = {
  'worker.changed': m.membership_audit_worker_changed,
  'worker.opened': m.membership_audit_worker_opened,
  'worker.looked_up': m.membership_audit_worker_looked_up,
  'worker.erased': m.membership_audit_worker_erased,
  'share.opened': m.membership_audit_share_opened,
  'certificate.worded': m.membership_audit_certificate_worded,
  'attendance.noted': m.membership_audit_attendance_noted,
  'attendance.own': m.membership_audit_attendance_own,
  'post.kept': m.membership_audit_post_kept,
  'post.removed': m.membership_audit_post_removed,
  'redemption.accepted': m.membership_audit_redemption_accepted,
  'redemption.refused': m.membership_audit_redemption_refused,
  'appeal.made': m.membership_audit_appeal_made,
  'appeal.upheld': m.membership_audit_appeal_upheld,
  'appeal.dismissed': m.membership_audit_appeal_dismissed,
  'outcomes.imported': m.membership_audit_outcomes_imported,
  'pilot.kept': m.membership_audit_pilot_kept,
  'catalogue.kept': m.membership_audit_catalogue_kept,
  'rules.drafted': m.membership_audit_rules_drafted,
  'rules.signed': m.membership_audit_rules_signed,
  'rules.withdrawn': m.membership_audit_rules_withdrawn,
  'claim.quorum': m.membership_audit_claim_quorum,
  'claim.verified': m.membership_audit_claim_verified,
  'claim.refused': m.membership_audit_claim_refused,
  'account.opened': m.membership_audit_account_opened,
  'account.activated': m.membership_audit_account_activated,
  'account.name_proven': m.membership_audit_account_name_proven,
  'account.name_dropped': m.membership_audit_account_name_dropped,
  'account.slip_issued': m.membership_audit_account_slip_issued,
  'roster.created': m.membership_audit_roster_created,
  'roster.changed': m.membership_audit_roster_changed,
  'roster.moved': m.membership_audit_roster_moved,
  'roster.left': m.membership_audit_roster_left,
  'roster.claimed': m.membership_audit_roster_claimed,
  'membership.began': m.membership_audit_membership_began,
  'membership.ended': m.membership_audit_membership_ended,
  'account.factor_kept': m.membership_audit_factor_kept,
  'account.factor_dropped': m.membership_audit_factor_dropped,
  'membership.accepted': m.membership_audit_membership_accepted,
  'membership.declined': m.membership_audit_membership_declined,
  'organisation.founded': m.membership_audit_organisation_founded,
};

/** What an audit entry says was done; an action nobody named yet is shown as it is. */
export const auditLabel = (action: string): string => auditLabels[action]?.() ?? action;

export const roleLabel = (role: Role): string => roleLabels[role]();

/** The choices of a select, in the order in which the words are declared. */
export function choicesOf<Word extends string>(labels: Labels<Word>): { value: Word; label: string }[] {
  return (Object.keys(labels) as Word[]).map((value) => ({ value, label: labels[value]() }));
}
