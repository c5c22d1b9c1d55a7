-- A tree of its own, far from everybody whom tests can be: what is hers and theirs must be closed to all of them. One row of each thing
-- that has an id, so that "not yours" is asked and not only "not there".
insert into public.organisations (id, parent_id, kind, name) values
  ('00000000-0000-4000-8000-0000000f0001', null, 'federation', '远方总工会'),
  ('00000000-0000-4000-8000-0000000f0010', '00000000-0000-4000-8000-0000000f0001', 'enterprise', '远方厂'),
  ('00000000-0000-4000-8000-0000000f0011', '00000000-0000-4000-8000-0000000f0010', 'team', '远方一班'),
  ('00000000-0000-4000-8000-0000000f0030', '00000000-0000-4000-8000-0000000f0001', 'school', '远方学校');
insert into auth.users (id, email) values ('00000000-0000-4000-8000-0000000f09a1', 'far@accounts.gongke.invalid');
insert into public.workers (id, name) values ('00000000-0000-4000-8000-0000000f0101', '远方职工');
insert into private.accounts (user_id, worker_id) values
  ('00000000-0000-4000-8000-0000000f09a1', '00000000-0000-4000-8000-0000000f0101');
insert into private.sign_in_names (name, kind, user_id, proven_at) values
  ('+8613700000001', 'phone', '00000000-0000-4000-8000-0000000f09a1', now());
insert into auth.sessions (id, user_id, created_at) values
  ('00000000-0000-4000-8000-0000000f0901', '00000000-0000-4000-8000-0000000f09a1', now());
insert into private.trusted_devices (user_id, device) values ('00000000-0000-4000-8000-0000000f09a1', repeat('f', 64));
insert into public.memberships (worker_id, id, organisation_id, role) values
  ('00000000-0000-4000-8000-0000000f0101', '00000000-0000-4000-8000-0000000f0201', '00000000-0000-4000-8000-0000000f0011', 'worker');
insert into public.roster_entries (house_id, employee_no, organisation_id, worker_id, name, activated_at) values
  ('00000000-0000-4000-8000-0000000f0010', 'F001', '00000000-0000-4000-8000-0000000f0011',
    '00000000-0000-4000-8000-0000000f0101', '远方职工', now());
insert into private.invitations (id, organisation_id, sign_in_name, role, invited_by) values
  ('00000000-0000-4000-8000-0000000f0202', '00000000-0000-4000-8000-0000000f0010', '+8613700000001', 'officer',
    '00000000-0000-4000-8000-0000000f0101');

create temporary view far_lesson as
select c.id as course_id, c.slug as course, l.version, l.slug as lesson
from public.courses c join public.lessons l on l.course_id = c.id and l.version = c.version order by c.slug, l.position limit 1;
insert into public.enrolments (worker_id, id, course_id, version, completed_at)
select '00000000-0000-4000-8000-0000000f0101', '00000000-0000-4000-8000-0000000f0301', course_id, version, now() from far_lesson;
insert into private.sittings (worker_id, id, enrolment_id, lesson, opened_at)
select '00000000-0000-4000-8000-0000000f0101', '00000000-0000-4000-8000-0000000f0302', '00000000-0000-4000-8000-0000000f0301', lesson, now()
from far_lesson;
insert into public.outcomes (worker_id, id, kind, achieved_at, hours_min) values
  ('00000000-0000-4000-8000-0000000f0101', '00000000-0000-4000-8000-0000000f0303', 'training', now(), 45);
insert into public.claims (worker_id, id, organisation_id, kind, title, issuer, achieved_on) values
  ('00000000-0000-4000-8000-0000000f0101', '00000000-0000-4000-8000-0000000f0401', '00000000-0000-4000-8000-0000000f0010',
    'contest', '远方竞赛', '远方', '2026-01-01');
insert into public.appeals (worker_id, id, organisation_id, claim_id, wish) values
  ('00000000-0000-4000-8000-0000000f0101', '00000000-0000-4000-8000-0000000f0608', '00000000-0000-4000-8000-0000000f0001',
    '00000000-0000-4000-8000-0000000f0401', '远方的申诉');
insert into public.hour_reviews (worker_id, id, enrolment_id, course_id, version, hours_min, reasons)
select '00000000-0000-4000-8000-0000000f0101', '00000000-0000-4000-8000-0000000f060a', '00000000-0000-4000-8000-0000000f0301',
  course_id, version, 45, '[{"reason": "many_devices", "devices": 9}]' from far_lesson;
insert into public.shares (worker_id, id, code, audience, outcomes) values
  ('00000000-0000-4000-8000-0000000f0101', '00000000-0000-4000-8000-0000000f0501', 'FAR0GXK0NGKE00000501', '远方',
    '{00000000-0000-4000-8000-0000000f0303}');
insert into public.menus (id, organisation_id, title, audiences, valid_from, valid_until) values
  ('00000000-0000-4000-8000-0000000f0601', '00000000-0000-4000-8000-0000000f0010', '{"zh-CN": "远方菜单"}', '{all}',
    '2020-01-01', '2099-12-31');
insert into public.classroom_sessions (id, organisation_id, course_id, lesson, place, starts_at, ends_at, seats, open_to, created_by)
select '00000000-0000-4000-8000-0000000f0602', '00000000-0000-4000-8000-0000000f0010', course_id, lesson, '远方教室',
  now() + interval '1 minute', now() + interval '9 hours', 9, 'below', '00000000-0000-4000-8000-0000000f0101' from far_lesson;
insert into public.lesson_posts (worker_id, id, course_id, lesson, body, by_teacher)
select '00000000-0000-4000-8000-0000000f0101', '00000000-0000-4000-8000-0000000f0603', course_id, lesson, '远方的问题', false from far_lesson;
insert into public.study_plans (worker_id, id, goal, begins_on, weeks, weekly_min) values
  ('00000000-0000-4000-8000-0000000f0101', '00000000-0000-4000-8000-0000000f0604', '远方的计划', private.today(), 4, 60);
insert into public.roster_imports (id, house_id, importer_id, file_name, headers, mapping) values
  ('00000000-0000-4000-8000-0000000f0605', '00000000-0000-4000-8000-0000000f0010', '00000000-0000-4000-8000-0000000f0101',
    '远方名单', '[]', '{}');
insert into public.programmes (id, organisation_id, title, unit_id, total, most_pct)
select '00000000-0000-4000-8000-0000000f0606', '00000000-0000-4000-8000-0000000f0030', '远方专业', u.id, 1000, 50
from public.credit_units u order by u.id limit 1;
insert into private.rule_versions (id, organisation_id, set_id, version, in_force_from, source, digest, drafted_by) values
  ('00000000-0000-4000-8000-0000000f0607', '00000000-0000-4000-8000-0000000f0001', 'far', '1', '2099-01-01', 'x', 'x',
    '00000000-0000-4000-8000-0000000f0101');
drop view far_lesson;
