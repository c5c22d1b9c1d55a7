-- What the worker of the demo world has learnt so far: in the evenings, some of it her own, some asked for by the works. It rests on the
-- same rows as if she had studied here: when she was in each lesson, the clock of that day, and the result. What the teacher learnt on many
-- phones in one evening waits for people.

create temporary table lived as
select c.id as course_id, c.slug, v.version, v.hours_min, v.coverage_pct, l.slug as lesson, l.position, l.extent,
  l.floor_ms,
  (d.day || ' 19:10')::timestamp at time zone 'Asia/Shanghai' as began_at, d.day::date as day, d.sponsor_id::uuid,
  md5('demo life ' || d.slug)::uuid as enrolment_id, d.worker_id::uuid, d.odd,
  s.spent_ms, sum(s.spent_ms) over (partition by d.slug order by l.position) * interval '1 millisecond' as until
from (values
  ('phone-photography', '2024-05-18', null, '00000000-0000-4000-8000-000000000101', null),
  ('union-knowledge', '2025-04-22', '00000000-0000-4000-8000-000000000010', '00000000-0000-4000-8000-000000000101', null),
  ('digital-skills', '2025-11-06', null, '00000000-0000-4000-8000-000000000101', null),
  ('energy-saving', '2026-06-11', '00000000-0000-4000-8000-000000000010', '00000000-0000-4000-8000-000000000101', null),
  ('work-safety-basics', (private.today() - 2)::text, null, '00000000-0000-4000-8000-000000000104',
    '[{"reason": "many_devices", "devices": 6}]')
) d (slug, day, sponsor_id, worker_id, odd)
join public.courses c on c.slug = d.slug
join public.course_versions v on v.course_id = c.id and v.version = c.version
join public.lessons l on l.course_id = c.id and l.version = c.version
cross join lateral (select greatest(l.study_min * 60000, l.floor_ms) as spent_ms) s;

insert into public.enrolments (worker_id, id, course_id, version, sponsor_id, began_at, completed_at)
select worker_id, enrolment_id, course_id, version, sponsor_id, began_at, began_at + max(until)
from lived group by worker_id, enrolment_id, course_id, version, sponsor_id, began_at;

insert into public.study_progress (worker_id, enrolment_id, lesson, coverage, live, seen_at, completed_at)
select worker_id, enrolment_id, lesson, case when extent > 0 then int4multirange(int4range(0, extent)) else '{}' end,
  tstzmultirange(tstzrange(began_at + until - spent_ms * interval '1 millisecond', began_at + until)), began_at + until, began_at + until
from lived;

insert into private.paid_time (worker_id, enrolment_id, spans, during)
select p.worker_id, p.enrolment_id, range_agg(p.live), private.hull(range_agg(p.live))
from public.study_progress p join lived l on l.enrolment_id = p.enrolment_id and l.lesson = p.lesson
group by p.worker_id, p.enrolment_id;

insert into public.study_days (worker_id, day, live, counted_ms)
select p.worker_id, l.day, range_agg(p.live), private.length_ms(range_agg(p.live))
from public.study_progress p join lived l on l.enrolment_id = p.enrolment_id and l.lesson = p.lesson
group by p.worker_id, l.day;

insert into public.outcomes (worker_id, id, kind, achieved_at, course_id, version, enrolment_id, sponsor_id, hours_min, evidence)
select worker_id, private.course_outcome_id(course_id, version), 'course_completed', began_at + max(until), course_id, version, enrolment_id,
  sponsor_id, hours_min, jsonb_build_object('clock_ms', sum(spent_ms), 'late_ms', 0,
    'floor_ms', sum(floor_ms)::bigint * coverage_pct / 100, 'coverage_pct', coverage_pct,
    'lessons', jsonb_object_agg(lesson, jsonb_build_object('covered', extent, 'extent', extent,
      'clock_ms', spent_ms, 'completed_at', began_at + until)))
from lived where odd is null group by worker_id, enrolment_id, course_id, version, sponsor_id, hours_min, coverage_pct, began_at;

insert into public.hour_reviews (worker_id, id, enrolment_id, course_id, version, hours_min, reasons, opened_at)
select worker_id, '00000000-0000-4000-8000-000000000a01', enrolment_id, course_id, version, hours_min, odd::jsonb, began_at + max(until)
from lived where odd is not null group by worker_id, enrolment_id, course_id, version, hours_min, odd, began_at;

drop table lived;

-- What she achieved elsewhere: one claim that the works verified, and one that waits for them.
insert into public.claims (worker_id, id, organisation_id, kind, title, issuer, achieved_on, facts, claimed_at) values
  ('00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000401', '00000000-0000-4000-8000-000000000010', 'contest',
    '市焊接技能竞赛', '云川市总工会', '2026-05-16', '{"level_of_contest": "city", "rank": "2"}', '2026-05-20 20:00+08'),
  ('00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000402', '00000000-0000-4000-8000-000000000010', 'skill_level',
    '电焊工中级', '云川市技能鉴定中心', '2023-09-10', '{"trade": "焊工", "level": "中级工", "number": "示例 0001"}', '2023-09-20 20:00+08');
insert into public.claim_decisions (worker_id, claim_id, verdict, decided_by, decided_at)
values ('00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000402', 'verified', '00000000-0000-4000-8000-000000000103',
  '2023-09-22 09:00+08');
select private.verify_claim(c) from public.claims c where c.id = '00000000-0000-4000-8000-000000000402';

-- One the works refused, to which she objects; the federation hears her, and one of its two has said what she thinks.
insert into public.claims (worker_id, id, organisation_id, kind, title, issuer, achieved_on, facts, claimed_at) values
  ('00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000403', '00000000-0000-4000-8000-000000000010', 'proposal',
    '焊条余料分类回收', '云川精工机械有限公司', private.today() - 40, '{"implemented": "true"}', now() - interval '20 days');
insert into public.claim_decisions (worker_id, claim_id, verdict, reason, decided_by, decided_at)
values ('00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000403', 'refused', '没有看到实施证明',
  '00000000-0000-4000-8000-000000000103', now() - interval '12 days');
insert into public.appeals (worker_id, id, organisation_id, claim_id, wish, asked_at, due_on)
values ('00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000701', '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000403', '建议从上月起已经在焊接一班实施，班组台账里有记录。', now() - interval '5 days', private.today() + 25);
insert into private.appeal_votes (worker_id, appeal_id, member_id, upheld, reason)
select '00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000701', m.worker_id, true, '台账记录清楚，可以认定。'
from public.memberships m where m.organisation_id = '00000000-0000-4000-8000-000000000001' and m.role = 'reviewer' limit 1;

-- What she shows to a school. The code of the demo world is known to everyone who reads this.
insert into public.shares (worker_id, id, code, audience, outcomes)
select o.worker_id, '00000000-0000-4000-8000-000000000501', 'DEM0GXK0NGKE00000501', '报考云川开放大学', array_agg(o.id)
from public.outcomes o where o.worker_id = '00000000-0000-4000-8000-000000000101' group by o.worker_id;

-- The federation and the works have found words for their certificates, and she has one.
insert into public.certificate_templates (organisation_id, kind, heading, wording, signer) values
  ('00000000-0000-4000-8000-000000000001', 'course', '职工学习结业证书',
    '{name}同志于{day}学完《{title}》，考核合格，认定学习时间{hours}。特发此证。', '云川市总工会职工学习中心'),
  ('00000000-0000-4000-8000-000000000010', 'course', '职工培训合格证',
    '{name}于{day}完成本公司安排的《{title}》培训，考核合格，认定学习时间{hours}。特发此证。', '云川精工机械有限公司 培训主管');
insert into public.shares (worker_id, id, code, audience, outcomes)
select o.worker_id, '00000000-0000-4000-8000-000000000502', 'DEM0GXK0NGKE00000502', '证书：走近工会', array[o.id]
from public.outcomes o join public.courses c on c.id = o.course_id
where o.worker_id = '00000000-0000-4000-8000-000000000101' and c.slug = 'union-knowledge' limit 1;
insert into public.certificates (worker_id, share_id, outcome_id, organisation_id, template)
select s.worker_id, s.id, s.outcomes[1], t.organisation_id, jsonb_build_object('heading', t.heading, 'wording', t.wording, 'signer', t.signer)
from public.shares s, public.certificate_templates t
where s.id = '00000000-0000-4000-8000-000000000502' and t.organisation_id = '00000000-0000-4000-8000-000000000010';

-- What she is in the middle of: the works asked for the welding course, and she has a seat at the bench. Times move with the day on which the
-- demo world is made, so that there is always something ahead.
insert into public.enrolments (worker_id, id, course_id, version, sponsor_id, began_at, valid_until)
select '00000000-0000-4000-8000-000000000101', md5('demo life ' || c.slug)::uuid, c.id, c.version,
  '00000000-0000-4000-8000-000000000010', now() - interval '9 days', private.today() + 60
from public.courses c where c.slug = 'welding-arc-basics';

insert into public.classroom_sessions (id, organisation_id, course_id, lesson, place, teacher, starts_at, ends_at, seats, open_to, seated, last_number,
  created_by)
select s.id::uuid, s.organisation::uuid, c.id, s.lesson, s.place, s.teacher, (private.today() + s.days + s.at::time) at time zone 'Asia/Shanghai',
  (private.today() + s.days + s.until::time) at time zone 'Asia/Shanghai', s.seats, s.open_to, s.seated, s.seated,
  '00000000-0000-4000-8000-000000000104'
from (values
  ('00000000-0000-4000-8000-000000000601', '00000000-0000-4000-8000-000000000040', 'welding-arc-basics', 'bench', '焊接实训间 2 号', '教师甲', 5, '14:00', '16:30', 12, 'everyone', 1),
  ('00000000-0000-4000-8000-000000000602', '00000000-0000-4000-8000-000000000040', 'welding-arc-basics', 'bench', '焊接实训间 2 号', '教师甲', 12, '14:00', '16:30', 12, 'everyone', 0),
  ('00000000-0000-4000-8000-000000000603', '00000000-0000-4000-8000-000000000040', 'electrician-low-voltage', 'bench', '电工实训室', '教师乙', 5, '15:00', '17:30', 16, 'everyone', 0),
  ('00000000-0000-4000-8000-000000000604', '00000000-0000-4000-8000-000000000010', 'fire-safety', 'drill', '厂区东侧空地', null, 8, '09:00', '11:00', 30, 'below', 0)
) s (id, organisation, course, lesson, place, teacher, days, at, until, seats, open_to, seated)
join public.courses c on c.slug = s.course;
insert into public.classroom_signups (worker_id, session_id, enrolment_id, number, state)
select '00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000601', md5('demo life welding-arc-basics')::uuid, 1, 'seated';

-- What she wants of the winter.
insert into public.study_plans (worker_id, id, goal, begins_on, weeks, weekly_min)
values ('00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000701', '明年考中级电焊工', private.today() - 16, 12, 120);
insert into public.study_plan_courses (worker_id, plan_id, course_id, position)
select '00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000701', c.id, p.position
from (values ('energy-saving', 1), ('welding-arc-basics', 2), ('occupational-health', 3)) p (slug, position)
join public.courses c on c.slug = p.slug;

-- A question of somebody else in the same course, with the answer of its teacher; and what learners thought of what they learnt.
insert into public.enrolments (worker_id, id, course_id, version)
select w.worker_id::uuid, md5('demo talk ' || w.worker_id)::uuid, c.id, c.version
from public.courses c, (values ('00000000-0000-4000-8000-000000000102'), ('00000000-0000-4000-8000-000000000104')) w (worker_id)
where c.slug = 'welding-arc-basics';
insert into public.lesson_posts (worker_id, id, course_id, lesson, asker_id, question_id, body, by_teacher, written_at)
select p.writer::uuid, p.id::uuid, c.id, 'hot-work', p.asker::uuid, p.question::uuid, p.body, p.by_teacher, now() - p.ago::interval
from public.courses c, (values
  ('00000000-0000-4000-8000-000000000102', '00000000-0000-4000-8000-000000000801', null, null, '动火作业票过了时间，活还差一点，能不能先干完再补？', false, '3 days'),
  ('00000000-0000-4000-8000-000000000104', '00000000-0000-4000-8000-000000000802', '00000000-0000-4000-8000-000000000102', '00000000-0000-4000-8000-000000000801', '不能。票过了时间就停，现场可能已经变了，重新检查、重新办票再接着干。', true, '2 days')
) p (writer, id, asker, question, body, by_teacher, ago) where c.slug = 'welding-arc-basics';
insert into public.course_ratings (worker_id, course_id, stars)
select e.worker_id, e.course_id, case c.slug when 'digital-skills' then 4 else 5 end
from public.enrolments e join public.courses c on c.id = e.course_id
where e.worker_id = '00000000-0000-4000-8000-000000000101' and e.completed_at is not null;

-- The open university takes credits toward a programme.
insert into public.credit_units (id, scale, name_zh, name_en) values ('worker_credit', 2, '学分', 'credits') on conflict do nothing;
insert into public.programmes (id, organisation_id, title, unit_id, total, most_pct) values
  ('00000000-0000-4000-8000-000000000901', '00000000-0000-4000-8000-000000000030', '机电一体化技术（专科）', 'worker_credit', 8000, 50);
update public.programmes set plan = '{"hours_a_credit": 18, "groups": [{"title": "公共基础课", "least": 2000, "most_pct": 30}, {"title": "专业课", "least": 4000, "most_pct": 60}, {"title": "实践环节", "least": 800, "most_pct": 50}], "courses": [
    {"code": "GG01", "title": "思想道德与法治", "group": "公共基础课", "credits": 300, "by": []},
    {"code": "GG02", "title": "应用文写作", "group": "公共基础课", "credits": 200, "by": []},
    {"code": "GG03", "title": "计算机应用基础", "group": "公共基础课", "credits": 200, "by": [{"kind": "course_completed", "name": "digital-skills", "match_pct": 70}, {"kind": "certificate", "name": "计算机等级证书", "match_pct": 90}]},
    {"code": "ZY01", "title": "焊接方法与设备", "group": "专业课", "credits": 400, "by": [{"kind": "skill_level", "trade": "焊工", "level": "中级工", "match_pct": 85}]},
    {"code": "ZY02", "title": "机械制图", "group": "专业课", "credits": 400, "by": [{"kind": "certificate", "name": "制图员证书", "match_pct": 90}]},
    {"code": "ZY03", "title": "安全生产技术", "group": "专业课", "credits": 200, "by": [{"kind": "course_completed", "name": "work-safety-basics", "match_pct": 80}]},
    {"code": "ZY04", "title": "数控加工", "group": "专业课", "credits": 400, "by": [{"kind": "skill_level", "trade": "车工", "level": "高级工", "match_pct": 90}]},
    {"code": "SJ01", "title": "焊接实训", "group": "实践环节", "credits": 400, "by": [{"kind": "skill_level", "trade": "焊工", "level": "高级工", "match_pct": 95}]},
    {"code": "SJ02", "title": "毕业设计", "group": "实践环节", "credits": 400, "by": []}
  ]}' where id = '00000000-0000-4000-8000-000000000901';

-- The federation knows some results from outside.
insert into public.result_catalogues (organisation_id, entries) values ('00000000-0000-4000-8000-000000000001', '[
  {"kind": "skill_level", "title": "电焊工中级", "issuer": "云川市技能鉴定中心", "facts": {"trade": "焊工", "level": "中级工"}},
  {"kind": "skill_level", "title": "电焊工高级", "issuer": "云川市技能鉴定中心", "facts": {"trade": "焊工", "level": "高级工"}},
  {"kind": "skill_level", "title": "电工技师", "issuer": "云川市技能鉴定中心", "facts": {"trade": "电工", "level": "技师"}},
  {"kind": "contest", "title": "市焊接技能竞赛", "issuer": "云川市总工会", "facts": {"level_of_contest": "city", "rank": "1"}, "from": "2026-01-01", "until": "2026-12-31"},
  {"kind": "training", "title": "安全生产管理人员培训", "issuer": "云川技能培训中心", "facts": {"hours": "32"}},
  {"kind": "degree", "title": "机电一体化技术（专科）", "issuer": "云川开放大学", "facts": {"level": "大专"}}
]');

-- The works ask her to teach others; she has not answered.
insert into private.invitations (organisation_id, sign_in_name, role, invited_by, confirmed_by, invited_at)
values ('00000000-0000-4000-8000-000000000010', 'worker@demo.gongke.example', 'trainer', '00000000-0000-4000-8000-000000000103',
  '00000000-0000-4000-8000-000000000103', now() - interval '1 day');
