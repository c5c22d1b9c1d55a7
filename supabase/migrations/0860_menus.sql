-- What is true afterwards: an organisation offers courses in sections, for a time and for groups of workers; who manages or
-- governs it writes its menus, whole or not at all; what is published can be met by somebody who orders from it.

create type public.menu_rule as enum ('all', 'hours', 'count');

create table public.menus (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  title jsonb not null check (title ? 'zh-CN'),
  note jsonb check (note ? 'zh-CN'),
  audiences text[] not null check (cardinality(audiences) > 0 and audiences <@ '{all,migrant,women,laid_off,hardship}'),
  valid_from date not null,
  valid_until date not null,
  revision integer not null default 1 check (revision > 0),
  published_at timestamptz,
  published_by uuid references public.workers (id) on delete restrict,
  constraint menus_period check (valid_until >= valid_from),
  constraint menus_published check ((published_at is null) = (published_by is null))
);
comment on column public.menus.revision is 'Raised by every change, so that two who edit at once don''t undo each other unseen.';
comment on table public.menus is '@reference What an organisation offers to choose from, in a period, to groups of workers. Unpublished, it is a draft.';
create index menus_organisation on public.menus (organisation_id, valid_until);
create index menus_publisher on public.menus (published_by);

create table public.menu_sections (
  menu_id uuid not null references public.menus (id) on delete cascade,
  position smallint not null check (position between 1 and 20),
  title jsonb not null check (title ? 'zh-CN'),
  rule public.menu_rule not null,
  need integer check (need > 0),
  primary key (menu_id, position),
  constraint menu_sections_need check ((rule = 'all') = (need is null))
);
comment on table public.menu_sections is '@reference A part of a menu and what it asks: all of it, at least so many minutes, or so many courses.';

create table public.menu_dishes (
  menu_id uuid not null,
  section smallint not null,
  course_id uuid not null references public.courses (id) on delete restrict,
  position smallint not null check (position between 1 and 60),
  note jsonb check (note ? 'zh-CN'),
  primary key (menu_id, section, course_id),
  constraint menu_dishes_section foreign key (menu_id, section) references public.menu_sections (menu_id, position) on delete cascade
);
comment on table public.menu_dishes is '@reference A course on a menu.';
create index menu_dishes_course on public.menu_dishes (course_id);

create function private.must_write_menus(organisation uuid)
returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  if private.my_worker_id() is null then
    perform private.business_error('not_signed_in', 'PT401');
  elsif organisation is null then
    perform private.business_error('menu_not_found', 'PT404');
  elsif organisation not in (select private.organisations_below('{manager,officer}')) then
    perform private.business_error('not_allowed', 'PT403');
  end if;
end;
$$;

create function private.write_sections(of_menu uuid, sections jsonb)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  strange text;
begin
  if jsonb_typeof(sections) <> 'array' or jsonb_array_length(sections) > 20 or exists (
    select from jsonb_array_elements(sections) s
    where jsonb_typeof(s -> 'dishes') <> 'array' or jsonb_array_length(s -> 'dishes') > 60
  ) then
    perform private.business_error('menu_not_understood', 'PT422');
  end if;
  select d ->> 'slug' into strange from jsonb_array_elements(sections) s, jsonb_array_elements(s -> 'dishes') d
  where not exists (select from public.courses c where c.slug = d ->> 'slug') limit 1;
  if strange is not null then
    perform private.business_error('course_not_found', 'PT404', jsonb_build_object('course', strange));
  end if;
  delete from public.menu_sections s where s.menu_id = of_menu;
  insert into public.menu_sections (menu_id, position, title, rule, need)
  select of_menu, s.position, s.section -> 'title', (s.section ->> 'rule')::public.menu_rule, (s.section ->> 'need')::integer
  from jsonb_array_elements(sections) with ordinality s (section, position);
  insert into public.menu_dishes (menu_id, section, course_id, position)
  select of_menu, s.position, c.id, d.position
  from jsonb_array_elements(sections) with ordinality s (section, position),
    jsonb_array_elements(s.section -> 'dishes') with ordinality d (dish, position)
  join public.courses c on c.slug = d.dish ->> 'slug'
  on conflict do nothing;
end;
$$;

create function public.keep_menu(organisation uuid, menu jsonb)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  wanted public.menus := jsonb_populate_record(null::public.menus, menu);
  kept public.menus;
begin
  perform private.must_write_menus(organisation);
  if wanted.id is null then
    insert into public.menus (organisation_id, title, note, audiences, valid_from, valid_until)
    values (organisation, wanted.title, wanted.note, wanted.audiences, wanted.valid_from, wanted.valid_until)
    returning * into kept;
  else
    select m.* into kept from public.menus m where m.id = wanted.id and m.organisation_id = organisation for update;
    if kept.id is null then
      perform private.business_error('menu_not_found', 'PT404');
    elsif kept.revision <> wanted.revision then
      perform private.business_error('menu_changed', 'PT409');
    end if;
    update public.menus m set title = wanted.title, note = wanted.note, audiences = wanted.audiences, valid_from = wanted.valid_from,
      valid_until = wanted.valid_until, revision = m.revision + 1
    where m.id = kept.id returning * into kept;
  end if;
  perform private.write_sections(kept.id, menu -> 'sections');
  if kept.published_at is not null then
    perform private.must_be_met(kept.id);
  end if;
  return kept.id;
end;
$$;
comment on function public.keep_menu is
  'Writes a menu whole: {id, revision, title, note, audiences, valid_from, valid_until, sections: [{title, rule, need, dishes: [{slug}]}]}. '
  'Without an id it is a new draft; with the revision of somebody who looked too long ago it is refused.';

create function private.must_be_met(of_menu uuid)
returns void
language plpgsql stable security definer set search_path = ''
as $$
declare
  unmet record;
begin
  if not exists (select from public.menu_sections s where s.menu_id = of_menu) then
    perform private.business_error('menu_empty', 'PT422');
  end if;
  select s.title, s.need, count(c.id) as dishes, coalesce(sum(c.hours_min), 0) as hours_min, s.rule into unmet
  from public.menu_sections s
  left join public.menu_dishes d on d.menu_id = s.menu_id and d.section = s.position
  left join public.courses c on c.id = d.course_id
  where s.menu_id = of_menu group by s.position, s.title, s.need, s.rule
  having count(c.id) = 0 or s.rule = 'count' and count(c.id) < s.need or s.rule = 'hours' and coalesce(sum(c.hours_min), 0) < s.need
  order by s.position limit 1;
  if unmet.title is not null then
    perform private.business_error('menu_not_satisfiable', 'PT422', jsonb_build_object('section', unmet.title ->> 'zh-CN'));
  end if;
end;
$$;
comment on function private.must_be_met is 'Refuses a menu that asks for more than it offers.';

create function public.publish_menu(menu uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  found_row public.menus;
begin
  select m.* into found_row from public.menus m where m.id = menu for update;
  perform private.must_write_menus(found_row.organisation_id);
  perform private.must_be_met(menu);
  update public.menus m set published_at = now(), published_by = private.my_worker_id() where m.id = menu and m.published_at is null;
  return true;
end;
$$;
comment on function public.publish_menu is 'Offers a draft from its first day on. Twice is once.';

create function public.withdraw_menu(menu uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  found_row public.menus;
begin
  select m.* into found_row from public.menus m where m.id = menu for update;
  perform private.must_write_menus(found_row.organisation_id);
  if found_row.published_at is null then
    delete from public.menus m where m.id = menu;
  else
    update public.menus m set published_at = null, published_by = null where m.id = menu;
  end if;
  return true;
end;
$$;
comment on function public.withdraw_menu is 'What was offered is a draft again; a draft is thrown away. What was ordered from it stays ordered.';

create function public.organisation_menus(organisation uuid)
returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'valid_from', m.valid_from, 'valid_until', m.valid_until,
    'audiences', m.audiences, 'published_at', m.published_at,
    'dishes', (select count(*) from public.menu_dishes d where d.menu_id = m.id)) order by m.valid_until desc, m.id), '[]')
  from (
    select n.* from public.menus n where n.organisation_id = organisation order by n.valid_until desc, n.id limit 100
  ) m
$$;

comment on function public.organisation_menus is 'What an organisation offers and offered, the newest first, with its drafts for those who write them.';

create function public.menu_document(menu uuid)
returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select to_jsonb(m) - 'published_by' || jsonb_build_object('organisation', o.name, 'sections', coalesce((
    select jsonb_agg(jsonb_build_object('title', s.title, 'rule', s.rule, 'need', s.need, 'dishes', coalesce((
      select jsonb_agg(jsonb_build_object('slug', c.slug, 'title', c.listing -> 'title', 'hours_min', c.hours_min) order by d.position)
      from public.menu_dishes d join public.courses c on c.id = d.course_id
      where d.menu_id = s.menu_id and d.section = s.position
    ), '[]')) order by s.position)
    from public.menu_sections s where s.menu_id = m.id
  ), '[]'))
  from public.menus m join public.organisations o on o.id = m.organisation_id where m.id = menu
$$;

comment on function public.menu_document is 'A menu whole, as keep_menu takes it back.';

alter table public.menus enable row level security;
alter table public.menu_sections enable row level security;
alter table public.menu_dishes enable row level security;

create policy menus_select on public.menus for select to authenticated
using (
  organisation_id in (select private.organisations_below('{manager,officer}'))
  or published_at is not null and organisation_id in (select private.organisations_around())
);
create policy menu_sections_select on public.menu_sections for select to authenticated
using (menu_id in (select m.id from public.menus m));
create policy menu_dishes_select on public.menu_dishes for select to authenticated
using (menu_id in (select m.id from public.menus m));

revoke all on public.menus, public.menu_sections, public.menu_dishes from anon, authenticated, service_role;
grant select on public.menus, public.menu_sections, public.menu_dishes to authenticated, service_role;
revoke execute on function public.keep_menu, public.publish_menu, public.withdraw_menu, public.organisation_menus, public.menu_document
from public, anon, authenticated;
grant execute on function public.keep_menu, public.publish_menu, public.withdraw_menu, public.organisation_menus, public.menu_document
to authenticated;
