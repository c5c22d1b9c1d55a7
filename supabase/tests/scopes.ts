import { organisations } from '../../tests/support/people.ts';
import { around, desks, heldBelow, houseOf, menusOf, ofMenu, peopleOf } from './walks.ts';

/**
 * Which rows a word means, said a second time and another way than in the policies: by walking parents instead of the closure
 * table, by joining instead of helper functions, and with the rights of the owner. `$1` is the worker who asks.
 */
export type Scope = 'own' | 'house' | 'subtree' | 'around' | 'desk' | 'staff' | 'trail' | 'groups' | 'all';

/** For each table: what identifies a row, and which rows each word means. */
export const scopes: Record<string, { key: string; words: Partial<Record<Scope, string>> }> = {
  organisations: {
    key: 'id::text',
    words: {
      around: `id in ${around} or kind in ('school', 'provider')`,
      own: `kind in ('school', 'provider')`,
      subtree: `parent_id in (${heldBelow('officer')})`,
      house: `kind = 'team' and id in (${houseOf('manager')})`,
    },
  },
  organisation_paths: {
    key: `ancestor_id || ' ' || descendant_id`,
    words: { around: `descendant_id in ${around}` },
  },
  organisation_tallies: {
    key: 'organisation_id::text',
    words: { subtree: `organisation_id in (${heldBelow('manager', 'officer', 'auditor')})` },
  },
  workers: {
    key: 'id::text',
    words: { own: 'id = $1', house: `id in (${peopleOf('manager', 'officer')})` },
  },
  worker_groups: {
    key: `worker_id || ' ' || "group"`,
    words: {
      own: 'worker_id = $1',
      groups: `"group" in ('migrant', 'women') and worker_id in (${peopleOf('manager')})`,
      house: `worker_id in (${peopleOf('officer')})`,
    },
  },
  memberships: {
    key: `worker_id || ' ' || id`,
    words: {
      own: 'worker_id = $1',
      house: `organisation_id in (${houseOf('manager', 'officer')})`,
      staff: `role <> 'worker' and organisation_id in (${heldBelow('officer', 'auditor')})`,
    },
  },
  roster_entries: {
    key: `house_id || ' ' || employee_no`,
    words: { own: 'worker_id = $1', house: `organisation_id in (${houseOf('manager', 'officer')})` },
  },
  roster_imports: {
    key: 'id::text',
    words: { own: 'importer_id = $1' },
  },
  roster_import_rows: {
    key: `import_id || ' ' || row_no`,
    words: { own: 'import_id in (select i.id from public.roster_imports i where i.importer_id = $1)' },
  },
  credit_units: { key: 'id', words: {} },
  credit_assessments: { key: `worker_id || ' ' || outcome_id`, words: { own: 'worker_id = $1' } },
  classroom_sessions: {
    key: 'id::text',
    words: { around: `open_to = 'everyone' or organisation_id in ${around}`, own: `open_to = 'everyone'` },
  },
  classroom_signups: { key: `worker_id || ' ' || session_id`, words: { own: 'worker_id = $1' } },
  study_plans: { key: `worker_id || ' ' || id`, words: { own: 'worker_id = $1' } },
  study_plan_courses: { key: `worker_id || ' ' || plan_id || ' ' || course_id`, words: { own: 'worker_id = $1' } },
  course_ratings: { key: `worker_id || ' ' || course_id`, words: { own: 'worker_id = $1' } },
  course_tallies: { key: 'course_id::text', words: {} },
  lesson_posts: { key: `worker_id || ' ' || id`, words: { own: 'worker_id = $1' } },
  post_reports: { key: `worker_id || ' ' || post_id`, words: { own: 'worker_id = $1' } },
  programmes: { key: 'id::text', words: {} },
  redemption_requests: { key: `worker_id || ' ' || voucher_id`, words: { own: 'worker_id = $1' } },
  claims: { key: `worker_id || ' ' || id`, words: { own: 'worker_id = $1', desk: `organisation_id in ${desks}` } },
  pilot_enterprises: { key: `federation_id || ' ' || enterprise_id`, words: {} },
  result_catalogues: { key: 'organisation_id::text', words: {} },
  appeals: { key: `worker_id || ' ' || id`, words: { own: 'worker_id = $1' } },
  panel_cases: { key: `worker_id || ' ' || id`, words: { own: 'worker_id = $1' } },
  shares: { key: `worker_id || ' ' || id`, words: { own: 'worker_id = $1' } },
  certificates: { key: `worker_id || ' ' || share_id`, words: { own: 'worker_id = $1' } },
  certificate_templates: { key: `organisation_id || ' ' || kind`, words: {} },
  claim_decisions: {
    key: `worker_id || ' ' || claim_id`,
    words: {
      own: 'worker_id = $1',
      desk: `claim_id in (select c.id from public.claims c where c.organisation_id in ${desks})`,
    },
  },
  audit_entries: {
    key: `worker_id || ' ' || id`,
    words: { own: 'worker_id = $1', trail: `organisation_id in (${heldBelow('auditor')})` },
  },
  courses: { key: 'slug', words: {} },
  course_versions: { key: `course_id || ' ' || version`, words: {} },
  lessons: { key: `course_id || ' ' || version || ' ' || slug`, words: {} },
  course_facets: { key: `facet || ' ' || code`, words: {} },
  menus: { key: 'id::text', words: menusOf('organisation_id', 'published_at') },
  menu_sections: { key: `menu_id || ' ' || position`, words: menusOf(...ofMenu) },
  menu_dishes: { key: `menu_id || ' ' || section || ' ' || course_id`, words: menusOf(...ofMenu) },
  tray_dishes: { key: `worker_id || ' ' || course_id`, words: { own: 'worker_id = $1' } },
  enrolments: {
    key: `worker_id || ' ' || id`,
    words: { own: 'worker_id = $1', house: `sponsor_id in (${houseOf('manager', 'officer')})` },
  },
  study_progress: {
    key: `worker_id || ' ' || enrolment_id || ' ' || lesson`,
    words: {
      own: 'worker_id = $1',
      house: `enrolment_id in (select e.id from public.enrolments e where e.sponsor_id in (${houseOf('manager', 'officer')}))`,
    },
  },
  study_days: { key: `worker_id || ' ' || day`, words: { own: 'worker_id = $1' } },
  outcomes: {
    key: `worker_id || ' ' || id`,
    words: { own: 'worker_id = $1', house: `sponsor_id in (${houseOf('manager', 'officer')})` },
  },
  hour_reviews: { key: `worker_id || ' ' || id`, words: { own: 'worker_id = $1' } },
  quiz_attempts: { key: `worker_id || ' ' || enrolment_id || ' ' || number`, words: { own: 'worker_id = $1' } },
};

/** A row to insert for oneself, and the same for somebody else. */
export const inserts: Record<string, (worker: string) => string> = {
  organisations: () => `(parent_id, kind, name) values ('${organisations.factory}', 'team', '新班组')`,
  organisation_paths: () =>
    `(ancestor_id, descendant_id, depth) values ('${organisations.school}', '${organisations.factory}', 1)`,
  organisation_tallies: () => `(organisation_id) values ('${organisations.factory}')`,
  workers: () => `(name) values ('新人')`,
  worker_groups: (worker) => `(worker_id, "group") values ('${worker}', 'laid_off')`,
  memberships: (worker) =>
    `(worker_id, organisation_id, role) values ('${worker}', '${organisations.federation}', 'officer')`,
  roster_entries: (worker) =>
    `(house_id, employee_no, organisation_id, worker_id, name)
     values ('${organisations.factory}', 'X1', '${organisations.factory}', '${worker}', '新人')`,
  roster_imports: (worker) =>
    `(house_id, importer_id, file_name, headers, mapping)
     values ('${organisations.factory}', '${worker}', '名单', '[]', '{}')`,
  roster_import_rows: () =>
    `(import_id, row_no, cells, person) values ('00000000-0000-4000-8000-000000000b01', 9, '[]', '{}')`,
  credit_units: () => `(id, scale, name_zh, name_en) values ('point', 0, '分', 'points')`,
  credit_assessments: (worker) =>
    `(worker_id, outcome_id, organisation_id, rule_set, rule_version, told, report, decided_on, seen_lines, appeal_until, panel_quorum, answer_days)
     select worker_id, id, '${organisations.federation}', 'x', '1', '{}', '{}', now(), '{}', now(), 2, 30 from public.outcomes where worker_id = '${worker}'`,
  classroom_sessions: (worker) =>
    `(id, organisation_id, course_id, lesson, place, starts_at, ends_at, seats, open_to, created_by)
     select gen_random_uuid(), '${organisations.factory}', c.id, 'text', 'x', now(), now() + interval '1 hour', 1, 'below', '${worker}'
     from public.courses c limit 1`,
  classroom_signups: (worker) =>
    `(worker_id, session_id, enrolment_id, number, state)
     select e.worker_id, s.id, e.id, 9, 'waiting' from public.enrolments e, public.classroom_sessions s
     where e.worker_id = '${worker}' limit 1`,
  study_plans: (worker) =>
    `(worker_id, id, goal, begins_on, weeks, weekly_min, ended_at)
     values ('${worker}', gen_random_uuid(), 'x', '2026-01-01', 1, 60, now())`,
  study_plan_courses: (worker) =>
    `(worker_id, plan_id, course_id, position)
     select p.worker_id, p.id, c.id, 1 from public.study_plans p, public.courses c where p.worker_id = '${worker}' limit 1`,
  course_ratings: (worker) => `(worker_id, course_id, stars) select '${worker}', c.id, 1 from public.courses c limit 1`,
  course_tallies: () => `(course_id) select c.id from public.courses c limit 1`,
  lesson_posts: (worker) =>
    `(worker_id, id, course_id, lesson, body, by_teacher)
     select '${worker}', gen_random_uuid(), c.id, 'text', 'x', false from public.courses c limit 1`,
  post_reports: (worker) =>
    `(worker_id, writer_id, post_id) select '${worker}', p.worker_id, p.id from public.lesson_posts p limit 1`,
  programmes: () =>
    `(id, organisation_id, title, unit_id, total, most_pct)
     select gen_random_uuid(), '${organisations.school}', 'x', u.id, 1, 1 from public.credit_units u limit 1`,
  redemption_requests: (worker) =>
    `(worker_id, voucher_id, organisation_id, programme_id, amount)
     select '${worker}', gen_random_uuid(), p.organisation_id, p.id, 1 from public.programmes p limit 1`,
  claims: (worker) =>
    `(worker_id, id, organisation_id, kind, title, issuer, achieved_on)
     values ('${worker}', gen_random_uuid(), '${organisations.factory}', 'work', 'x', 'x', '2020-01-01')`,
  pilot_enterprises: () =>
    `(federation_id, enterprise_id, starts_on) values ('${organisations.federation}', '${organisations.carers}', '2020-01-01')`,
  result_catalogues: () => `(organisation_id, entries) values ('${organisations.carers}', '[]')`,
  appeals: (worker) =>
    `(worker_id, id, organisation_id, claim_id, wish)
     select '${worker}', gen_random_uuid(), '${organisations.federation}', c.id, 'x' from public.claims c where c.worker_id = '${worker}'`,
  panel_cases: (worker) =>
    `(worker_id, id, kind, subject_id, origin_id, organisation_id, due_at)
     values ('${worker}', gen_random_uuid(), 'sample', gen_random_uuid(), '${organisations.factory}', '${organisations.factory}', now())`,
  shares: (worker) =>
    `(worker_id, id, code, audience, outcomes)
     values ('${worker}', gen_random_uuid(), repeat('Z', 20), 'x', array[gen_random_uuid()])`,
  certificates: (worker) =>
    `(worker_id, share_id, outcome_id) select s.worker_id, s.id, s.outcomes[1] from public.shares s where s.worker_id = '${worker}'`,
  certificate_templates: () =>
    `(organisation_id, kind, heading, wording, signer)
     values ('${organisations.carers}', 'level', 'x', '{name} {title}', '')`,
  claim_decisions: (worker) =>
    `(worker_id, claim_id, verdict, decided_by)
     select worker_id, id, 'verified', worker_id from public.claims where worker_id = '${worker}'`,
  audit_entries: (worker) => `(worker_id, action) values ('${worker}', 'worker.opened')`,
  courses: () =>
    `(slug, version, kind, category, level, audiences, provider, hours_min, listing, search)
     values ('planted', 1, 'general', 'safety', 'all', '{all}', 'x', 1, '{}', '')`,
  course_versions: () =>
    `(course_id, version, digest, hours_min, coverage_pct, checks, content)
     select id, 99, repeat('0', 64), 1, 90, '{}', '{}' from public.courses limit 1`,
  lessons: () =>
    `(course_id, version, slug, position, kind, title, study_min, extent, pace, flows, floor_ms, content)
     select id, version, 'planted', 9, 'article', '{}', 1, 1, 1, false, 0, '{}' from public.courses limit 1`,
  course_facets: () => `(facet, code, name) values ('trade', 'planted', '{}')`,
  menus: () =>
    `(organisation_id, title, audiences, valid_from, valid_until)
     values ('${organisations.factory}', '{"zh-CN": "菜单"}', '{all}', '2026-01-01', '2026-12-31')`,
  menu_sections: () =>
    `(menu_id, position, title, rule) select id, 9, '{"zh-CN": "必修"}', 'all' from public.menus limit 1`,
  menu_dishes: () =>
    `(menu_id, section, course_id, position)
     select m.id, 1, c.id, 9 from public.menus m, public.courses c limit 1`,
  tray_dishes: (worker) => `(worker_id, course_id) select '${worker}', id from public.courses limit 1`,
  enrolments: (worker) => `(worker_id, course_id, version) select '${worker}', id, version from public.courses limit 1`,
  study_progress: (worker) =>
    `(worker_id, enrolment_id, lesson) select worker_id, id, 'planted' from public.enrolments where worker_id = '${worker}'`,
  study_days: (worker) => `(worker_id, day) values ('${worker}', '2020-01-01')`,
  outcomes: (worker) => `(worker_id, id, kind, achieved_at) values ('${worker}', gen_random_uuid(), 'planted', now())`,
  hour_reviews: (worker) =>
    `(worker_id, enrolment_id, course_id, version, hours_min, reasons)
     select worker_id, id, course_id, version, 1, '[{}]' from public.enrolments where worker_id = '${worker}'`,
  quiz_attempts: (worker) =>
    `(worker_id, enrolment_id, lesson, number, drawn)
     select worker_id, id, 'planted', 9, '[]' from public.enrolments where worker_id = '${worker}'`,
};
