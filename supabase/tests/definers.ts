/**
 * Functions of `public` that run with the owner's rights and that a signed-in person may call. Each stands here with the reason
 * why row level security alone can't do it; a function that is not here, or a reason without a function, fails the suite.
 */
export const definers: Record<string, string> = {
  my_frame: 'reads the account behind the session, which lives in private',
  my_sessions: 'sessions belong to the auth service and are not exposed',
  end_session: 'sessions belong to the auth service and are not exposed',
  my_sign_in_names: 'sign-in names live in private',
  drop_sign_in_name: 'sign-in names live in private; locks the account so that the last can not go',
  import_roster: 'writes workers, memberships, roster and audit rows together; checks house and role first',
  leave_roster: 'ends a membership and removes the entry together; checks the place of the entry in the statement',
  issue_activation_codes: 'keeps hashes in private; checks house and role first',
  claim_roster_entry: 'reads a slip by its hash in private; checks who is signed in first',
  found_organisation: 'organisations take no direct insert; checks where the caller holds a role first',
  find_person: 'looks a person up by a name in private; checks role first, and writes it down',
  appoint: 'memberships take no direct insert; checks where the caller holds a role first',
  begin_roster_import:
    'staging takes no direct insert; checks house and role first, and forgets the rows of earlier imports',
  stage_roster_rows:
    'staging takes no direct insert; checks first that the import is the caller’s and the house still hers',
  settle_roster_import:
    'staging takes no direct update; checks first that the import is the caller’s and the house still hers',
  import_staged_rows:
    'imports and forgets rows in one transaction; checks first that the import is the caller’s and the house still hers',
  discard_roster_import:
    'staging takes no direct delete; checks first that the import is the caller’s and the house still hers',
  claim_desks: 'names organisations where somebody decides, whose memberships are not the worker’s to read',
  claim_outcome: 'claims take no direct insert; checks who is signed in first, and that the evidence is there',
  withdraw_claim: 'decisions take no direct insert; checks that the claim is the caller’s',
  decide_claims: 'decides and writes the outcome together; checks that the desk is the caller’s first',
  organisation_claims: 'names those who claim; checks that the desk is the caller’s first',
  share_record: 'shares take no direct insert; checks who is signed in first, and chooses among her own results',
  revoke_share: 'shares take no direct update; checks that the share is the caller’s',
  my_share: 'reads results by the caller’s own share',
  organisation_page:
    'names holders of roles to whoever may appoint or audit them; checks where the caller holds a role first',
  roster_head: 'checks once whether the people are the caller’s to see, so that no row asks again',
  roster_page: 'checks once whether the people are the caller’s to see, so that no row asks again',
  roster_export: 'checks once for thousands of rows, and writes the export down',
  audit_page: 'checks once whether the caller audits here; names only people whom she may see anyway',
  end_membership: 'memberships take no direct update; checks where the caller holds a role in the statement',
  enrol: 'enrolments take no direct insert; checks who is signed in first, and only enrols her',
  open_lesson: 'keeps a sitting in private; checks who is signed in and whose enrolment it is first',
  lesson_file: 'contents of lessons are not granted; checks whose enrolment it is first',
  record_study: 'evidence lives in private and is merged by rule; checks who is signed in first',
  keep_menu: 'menus take no direct write; checks first that the caller manages or governs the organisation',
  publish_menu: 'menus take no direct write; checks first that the caller manages or governs the organisation',
  withdraw_menu: 'menus take no direct write; checks first that the caller manages or governs the organisation',
  my_menu: 'reads my groups and the menus of organisations above mine; checks who is signed in first',
  choose_dishes: 'a tray takes only what my menus offer; writes only what is mine',
  order_tray: 'begins all courses of my tray or none; writes only what is mine',
  order_for_people: 'enrols the people of a house; checks first that the caller manages them',
  my_record: 'names a sponsor she no longer belongs to; reads only what is hers',
  my_learning: 'computes over lessons whose contents are not granted; answers about the caller only',
  where_i_stopped: 'reads progress of the caller only; checks whose enrolment it is first',
  quiz_state: 'the bank with its key lives in private; checks whose enrolment it is first',
  begin_quiz: 'draws from a bank in private; checks whose enrolment it is first',
  answer_quiz: 'marks with the key in private; attempts take no direct write; checks whose enrolment it is first',
  request_redemption: 'the ledger lives in private; the caller asks for herself alone, and is checked first',
  my_passbook: 'the ledger lives in private; answers about the caller alone',
  explain_credits:
    'the ledger lives in private; checks who asks in the look-up, and writes it down when it is not her own',
  settle_credits: 'the ledger lives in private; checks first where the caller keeps a bank',
  reverse_credits: 'the ledger lives in private; checks first where the caller keeps a bank',
  organisation_credits: 'the ledger lives in private; checks first where the caller keeps or audits a bank',
  organisation_batches: 'the ledger lives in private; checks first where the caller keeps or audits a bank',
  batch_transfers: 'the ledger lives in private; checks first where the caller keeps or audits a bank',
};
