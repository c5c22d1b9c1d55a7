-- The demo world with what tests need beyond it: sessions for everyone who can sign in, people whom nobody knows, one row of
-- everything that the demo world leaves empty. Run once, before the world is copied for each test file.

insert into auth.users (id, email) values
  ('00000000-0000-4000-8000-0000000009a1', 'stranger@accounts.gongke.invalid'),
  ('00000000-0000-4000-8000-0000000009a2', 'unattached@accounts.gongke.invalid'),
  ('00000000-0000-4000-8000-0000000009a3', 'house-officer@accounts.gongke.invalid');
insert into public.workers (id, name) values
  ('00000000-0000-4000-8000-000000000191', '路人甲'),
  ('00000000-0000-4000-8000-000000000192', '干部丙');
insert into private.accounts (user_id, worker_id) values
  ('00000000-0000-4000-8000-0000000009a1', '00000000-0000-4000-8000-000000000191'),
  ('00000000-0000-4000-8000-0000000009a3', '00000000-0000-4000-8000-000000000192');

insert into auth.sessions (id, user_id, created_at)
select md5('session ' || u.id)::uuid, u.id, now() from auth.users u;

-- The union of one enterprise: an officer who sees its people. And one whose time is over, which must open nothing today.
insert into public.memberships (worker_id, organisation_id, role, valid_from, valid_until) values
  ('00000000-0000-4000-8000-000000000192', '00000000-0000-4000-8000-000000000010', 'officer', '2022-01-01', null),
  ('00000000-0000-4000-8000-000000000191', '00000000-0000-4000-8000-000000000010', 'manager', '2019-01-01', '2019-12-31'),
  ('00000000-0000-4000-8000-000000000191', '00000000-0000-4000-8000-000000000020', 'manager', '2999-01-01', null);

-- Everyone has something that is hers alone, so that no expectation of `own` is about nothing.
insert into public.worker_groups (worker_id, "group")
select a.worker_id, g from private.accounts a, unnest('{migrant,hardship}'::public.worker_group[]) g on conflict do nothing;
insert into public.audit_entries (worker_id, actor_id, action) select a.worker_id, a.worker_id, 'account.opened' from private.accounts a;
insert into public.audit_entries (worker_id, actor_id, organisation_id, action) values
  ('00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000103', '00000000-0000-4000-8000-000000000010', 'worker.opened'),
  ('00000000-0000-4000-8000-000000000102', '00000000-0000-4000-8000-000000000106', '00000000-0000-4000-8000-000000000020', 'worker.opened');

-- Two sheets that wait: the manager's own, and one of somebody who no longer keeps these people.
insert into public.roster_imports (id, house_id, importer_id, file_name, headers, mapping) values
  ('00000000-0000-4000-8000-000000000b01', '00000000-0000-4000-8000-000000000010', '00000000-0000-4000-8000-000000000103', '名单', '[]', '{}'),
  ('00000000-0000-4000-8000-000000000b02', '00000000-0000-4000-8000-000000000010', '00000000-0000-4000-8000-000000000104', '名单', '[]', '{}');
insert into public.roster_import_rows (import_id, row_no, cells, problems) values
  ('00000000-0000-4000-8000-000000000b01', 2, '["X1"]', '[]'),
  ('00000000-0000-4000-8000-000000000b02', 2, '["X2"]', '[]');
-- A course with a lesson of each nature: a film with a pace, a text without one, a check with every type of question.
select public.clerk_publish_course($course${"slug": "test-course", "version": 1, "digest": "0000000000000000000000000000000000000000000000000000000000000000", "kind": "position", "category": "skill", "trade": "welder", "level": "all", "audiences": ["all"], "provider": "school", "hours_min": 9, "coverage_pct": 90, "checks": ["check"], "listing": {"title": {"zh-CN": "电焊工试验课", "en": "Welding test course"}, "summary": {"zh-CN": "只为试验。"}}, "search": "'电焊':1 '焊工':2 'i:dh':1 'i:hg':2", "content": {"title": {"zh-CN": "电焊工试验课", "en": "Welding test course"}}, "lessons": [{"slug": "film", "position": 1, "kind": "video", "title": {"zh-CN": "影片"}, "study_min": 5, "extent": 600000, "pace": 2000, "flows": true, "floor_ms": 300000, "content": {"files": {"a.mp4": {"size": 1, "sha256": "x"}}}}, {"slug": "text", "position": 2, "kind": "article", "title": {"zh-CN": "文章"}, "study_min": 1, "extent": 60000, "pace": 1000, "floor_ms": 60000, "content": {}}, {"slug": "check", "position": 3, "kind": "quiz", "title": {"zh-CN": "测验"}, "study_min": 3, "extent": 0, "floor_ms": 0, "content": {}}], "banks": {"check": {"draw": 7, "shuffle": {"questions": true, "options": true}, "attempts": 2, "time_limit_min": 10, "pass_pct": 80, "questions": [{"id": "s", "type": "single", "options": [{"id": "a", "text": {"zh-CN": "甲"}}, {"id": "b", "text": {"zh-CN": "乙"}}], "answer": "b", "stem": {"zh-CN": "题 s"}, "explanation": {"zh-CN": "解析 s"}}, {"id": "m", "type": "multiple", "options": [{"id": "a", "text": {"zh-CN": "甲"}}, {"id": "b", "text": {"zh-CN": "乙"}}, {"id": "c", "text": {"zh-CN": "丙"}}], "answer": ["a", "c"], "stem": {"zh-CN": "题 m"}, "explanation": {"zh-CN": "解析 m"}}, {"id": "t", "type": "true_false", "answer": false, "stem": {"zh-CN": "题 t"}, "explanation": {"zh-CN": "解析 t"}}, {"id": "o", "type": "ordering", "items": [{"id": "a", "text": {"zh-CN": "甲"}}, {"id": "b", "text": {"zh-CN": "乙"}}], "answer": ["b", "a"], "stem": {"zh-CN": "题 o"}, "explanation": {"zh-CN": "解析 o"}}, {"id": "p", "type": "matching", "left": [{"id": "l", "text": {"zh-CN": "左"}}], "right": [{"id": "r", "text": {"zh-CN": "右"}}, {"id": "x", "text": {"zh-CN": "余"}}], "answer": {"l": "r"}, "stem": {"zh-CN": "题 p"}, "explanation": {"zh-CN": "解析 p"}}, {"id": "f", "type": "fill_in", "accept": [["通风", "ventilate"], ["检测"]], "stem": {"zh-CN": "题 f"}, "explanation": {"zh-CN": "解析 f"}}, {"id": "n", "type": "numeric", "answer": 9.09, "tolerance": 0.1, "stem": {"zh-CN": "题 n"}, "explanation": {"zh-CN": "解析 n"}}]}}, "facets": [{"facet": "trade", "code": "welder", "name": {"zh-CN": "焊工"}}]}$course$);
insert into public.enrolments (worker_id, id, course_id, version, sponsor_id, completed_at)
select a.worker_id, md5('enrolment ' || a.worker_id)::uuid, c.id, c.version,
  case when a.worker_id = '00000000-0000-4000-8000-000000000101' then '00000000-0000-4000-8000-000000000010'::uuid end, now()
from private.accounts a, public.courses c;
insert into public.study_progress (worker_id, enrolment_id, lesson) select e.worker_id, e.id, 'text' from public.enrolments e;
insert into public.study_days (worker_id, day) select a.worker_id, '2026-01-01' from private.accounts a;
insert into public.outcomes (worker_id, id, kind, achieved_at, sponsor_id)
select e.worker_id, e.id, 'course_completed', now(), e.sponsor_id from public.enrolments e;
-- Hours of everybody waited once, and were refused.
insert into public.hour_reviews (worker_id, enrolment_id, course_id, version, hours_min, reasons, decided_at, granted, answer)
select e.worker_id, e.id, e.course_id, e.version, 1, '[{"reason": "many_devices", "devices": 9}]', now(), false, '不像本人学的' from public.enrolments e;
insert into public.quiz_attempts (worker_id, enrolment_id, lesson, number, drawn)
select e.worker_id, e.id, 'check', 1, '[]' from public.enrolments e;
-- A menu of the city that everybody below it sees, a draft of the works, and one menu of the carers; everybody has chosen something.
insert into public.menus (id, organisation_id, title, audiences, valid_from, valid_until, published_at, published_by) values
  ('00000000-0000-4000-8000-000000000d01', '00000000-0000-4000-8000-000000000001', '{"zh-CN": "城市菜单"}', '{all}', '2020-01-01', '2099-12-31', now(), '00000000-0000-4000-8000-000000000106'),
  ('00000000-0000-4000-8000-000000000d02', '00000000-0000-4000-8000-000000000010', '{"zh-CN": "厂里草稿"}', '{all}', '2020-01-01', '2099-12-31', null, null),
  ('00000000-0000-4000-8000-000000000d03', '00000000-0000-4000-8000-000000000020', '{"zh-CN": "家政菜单"}', '{women}', '2020-01-01', '2099-12-31', now(), '00000000-0000-4000-8000-000000000106');
insert into public.menu_sections (menu_id, position, title, rule) select m.id, 1, '{"zh-CN": "必修"}', 'all' from public.menus m;
insert into public.menu_dishes (menu_id, section, course_id, position) select m.id, 1, c.id, 1 from public.menus m, public.courses c;
insert into public.tray_dishes (worker_id, course_id) select a.worker_id, c.id from private.accounts a, public.courses c;

-- A session of the works, one of the carers, one for everyone; everybody wants to come to each.
insert into public.classroom_sessions (id, organisation_id, course_id, lesson, place, starts_at, ends_at, seats, open_to, created_by)
select s.id, s.organisation, c.id, 'text', '教室', now() + interval '1 day', now() + interval '25 hours', 1, s.open_to,
  '00000000-0000-4000-8000-000000000103'
from public.courses c, (values
  ('00000000-0000-4000-8000-000000000e01'::uuid, '00000000-0000-4000-8000-000000000010'::uuid, 'below'),
  ('00000000-0000-4000-8000-000000000e02', '00000000-0000-4000-8000-000000000020', 'below'),
  ('00000000-0000-4000-8000-000000000e03', '00000000-0000-4000-8000-000000000020', 'everyone')
) s (id, organisation, open_to) where c.slug = 'test-course';
insert into public.classroom_signups (worker_id, session_id, enrolment_id, number, state)
select e.worker_id, s.id, e.id, 1, 'left' from public.enrolments e, public.classroom_sessions s;

-- Everybody has a plan.
insert into public.study_plans (worker_id, id, goal, begins_on, weeks, weekly_min)
select a.worker_id, md5('plan ' || a.worker_id)::uuid, '考证', '2026-01-01', 10, 120 from private.accounts a;
insert into public.study_plan_courses (worker_id, plan_id, course_id, position)
select p.worker_id, p.id, c.id, 1 from public.study_plans p, public.courses c;

-- Everybody rated a course, asked something, and objects to what she asked.
insert into public.course_ratings (worker_id, course_id, stars) select a.worker_id, c.id, 4 from private.accounts a, public.courses c;
insert into public.lesson_posts (worker_id, id, course_id, lesson, body, by_teacher)
select a.worker_id, md5('post ' || a.worker_id)::uuid, c.id, 'text', '为什么？', false from private.accounts a, public.courses c;
insert into public.post_reports (worker_id, writer_id, post_id) select p.worker_id, p.worker_id, p.id from public.lesson_posts p;

-- Everybody asked the works to verify something, and took it back.
insert into public.claims (worker_id, id, organisation_id, kind, title, issuer, achieved_on)
select a.worker_id, md5('claim of ' || a.worker_id)::uuid, '00000000-0000-4000-8000-000000000010', 'certificate', '证', '某单位', '2024-05-01'
from private.accounts a;
insert into public.claim_decisions (worker_id, claim_id, verdict, decided_by)
select c.worker_id, c.id, 'withdrawn', c.worker_id from public.claims c;

insert into public.shares (worker_id, id, code, audience, outcomes)
select o.worker_id, o.id, 'Y' || upper(substr(translate(md5(o.id::text), 'ilou', '1100'), 1, 19)), 'x', array[o.id] from public.outcomes o;
-- Each of them is a certificate, and the works have words of their own for theirs.
insert into public.certificates (worker_id, share_id, outcome_id) select s.worker_id, s.id, s.outcomes[1] from public.shares s;
insert into public.certificate_templates (organisation_id, kind, heading, wording, signer) values
  ('00000000-0000-4000-8000-000000000010', 'course', '结业证书', '{name}学完《{title}》。', '总经理');

-- Two units of credit, which tests of the ledger post in.
insert into public.credit_units (id, scale, name_zh, name_en) values ('credit', 2, '学分', 'credits'), ('ects', 1, '欧洲学分', 'ECTS');
-- The school takes credits toward a programme, and everybody asked once and was refused.
insert into public.programmes (id, organisation_id, title, unit_id, total, most_pct) values
  ('00000000-0000-4000-8000-000000000a01', '00000000-0000-4000-8000-000000000030', '大专', 'credit', 12000, 50);
insert into public.redemption_requests (worker_id, voucher_id, organisation_id, programme_id, amount, decided_at, accepted, reason)
select a.worker_id, md5('asked ' || a.worker_id)::uuid, '00000000-0000-4000-8000-000000000030', '00000000-0000-4000-8000-000000000a01', 1, now(),
  false, '不符' from private.accounts a;
insert into public.credit_assessments (worker_id, outcome_id, organisation_id, rule_set, rule_version, told, report, decided_on, seen_lines,
  appeal_until, panel_quorum, answer_days)
select o.worker_id, o.id, '00000000-0000-4000-8000-000000000001', 'x', '1', '{}', '{}', now(), '{}', private.today() + 30, 2, 30 from public.outcomes o;
-- Everybody objected to what her result was given.
insert into public.appeals (worker_id, id, organisation_id, outcome_id, wish)
select o.worker_id, md5('appeal ' || o.id)::uuid, '00000000-0000-4000-8000-000000000001', o.id, '少了' from public.outcomes o;
-- A kind of case that tests open, which two of three of the federation decide; everybody has one that nobody hears yet.
create function private.sample_subject(worker uuid, subject uuid) returns jsonb language sql stable set search_path = ''
as $$ select jsonb_build_object('title', jsonb_build_object('zh-CN', '样品', 'en', 'Sample'), 'facts', jsonb_build_array(
  jsonb_build_object('key', jsonb_build_object('zh-CN', '编号', 'en', 'Number'), 'value', subject))) $$;
insert into private.panel_kinds (kind, title, roles, size, quorum, resolution, days, subject_function) values
  ('sample', '{"zh-CN": "样品", "en": "Samples"}', '{officer,reviewer,auditor}', 3, 2, 'majority', 10, 'sample_subject');
insert into public.panel_cases (worker_id, id, kind, subject_id, origin_id, organisation_id, round, due_at)
select a.worker_id, md5('case ' || a.worker_id)::uuid, 'sample', a.worker_id, '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000001', 0, '2999-01-01' from private.accounts a;
-- A bank somewhere begins with one enterprise; that of the federation is open to all.
insert into public.pilot_enterprises (federation_id, enterprise_id, starts_on) values
  ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000010', '2020-01-01');
-- The federation knows one certificate.
insert into public.result_catalogues (organisation_id, entries) values
  ('00000000-0000-4000-8000-000000000001', '[{"kind": "certificate", "title": "证", "issuer": "某单位", "facts": {}}]');
