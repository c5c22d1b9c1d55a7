-- What the organisations of the demo world offer. Runs once, after the courses that ship with the product are published.

insert into public.menus (id, organisation_id, title, note, audiences, valid_from, valid_until, published_at, published_by) values
  ('00000000-0000-4000-8000-000000000301', '00000000-0000-4000-8000-000000000001',
    '{"zh-CN": "职工素质年度菜单", "en": "The year''s menu for every worker"}',
    '{"zh-CN": "全市职工都可以选", "en": "For every worker of the city"}', '{all}',
    date_trunc('year', now())::date, (date_trunc('year', now()) + interval '1 year - 1 day')::date, now(), '00000000-0000-4000-8000-000000000106'),
  ('00000000-0000-4000-8000-000000000302', '00000000-0000-4000-8000-000000000001',
    '{"zh-CN": "新市民学习菜单", "en": "A menu for those new in the city"}', null, '{migrant}',
    date_trunc('year', now())::date, (date_trunc('year', now()) + interval '1 year - 1 day')::date, now(), '00000000-0000-4000-8000-000000000106'),
  ('00000000-0000-4000-8000-000000000303', '00000000-0000-4000-8000-000000000010',
    '{"zh-CN": "精工岗位菜单", "en": "Position training of the works"}',
    '{"zh-CN": "按自己的岗位选", "en": "Choose what fits your position"}', '{all}',
    date_trunc('year', now())::date, (date_trunc('year', now()) + interval '1 year - 1 day')::date, now(), '00000000-0000-4000-8000-000000000103');

insert into public.menu_sections (menu_id, position, title, rule, need) values
  ('00000000-0000-4000-8000-000000000301', 1, '{"zh-CN": "安全必修", "en": "Safety, required"}', 'all', null),
  ('00000000-0000-4000-8000-000000000301', 2, '{"zh-CN": "权益与健康", "en": "Rights and health"}', 'count', 2),
  ('00000000-0000-4000-8000-000000000301', 3, '{"zh-CN": "生活与文化", "en": "Life and culture"}', 'hours', 60),
  ('00000000-0000-4000-8000-000000000302', 1, '{"zh-CN": "进城第一个月", "en": "The first month"}', 'all', null),
  ('00000000-0000-4000-8000-000000000303', 1, '{"zh-CN": "岗位技能", "en": "Skills of the position"}', 'count', 1);

insert into public.menu_dishes (menu_id, section, course_id, position)
select d.menu_id::uuid, d.section, c.id, d.position
from (values
  ('00000000-0000-4000-8000-000000000301', 1, 'work-safety-basics', 1), ('00000000-0000-4000-8000-000000000301', 1, 'fire-safety', 2),
  ('00000000-0000-4000-8000-000000000301', 2, 'labour-law-basics', 1), ('00000000-0000-4000-8000-000000000301', 2, 'union-knowledge', 2),
  ('00000000-0000-4000-8000-000000000301', 2, 'occupational-health', 3), ('00000000-0000-4000-8000-000000000301', 3, 'digital-skills', 1),
  ('00000000-0000-4000-8000-000000000301', 3, 'phone-photography', 2), ('00000000-0000-4000-8000-000000000301', 3, 'energy-saving', 3),
  ('00000000-0000-4000-8000-000000000302', 1, 'city-first-weeks', 1), ('00000000-0000-4000-8000-000000000302', 1, 'labour-law-basics', 2),
  ('00000000-0000-4000-8000-000000000303', 1, 'welding-arc-basics', 1), ('00000000-0000-4000-8000-000000000303', 1, 'cnc-turning-basics', 2),
  ('00000000-0000-4000-8000-000000000303', 1, 'electrician-low-voltage', 3)
) d (menu_id, section, slug, position)
join public.courses c on c.slug = d.slug;
