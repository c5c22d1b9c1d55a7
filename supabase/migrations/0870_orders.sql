-- What is true afterwards: a worker's menu is what every organisation at or above hers offers her today; what she puts on her tray
-- stays there until she orders, all of it or nothing; an enterprise orders for its people, and pays for what it asked.

create table public.tray_dishes (
  worker_id uuid not null references public.workers (id) on delete restrict,
  course_id uuid not null references public.courses (id) on delete restrict,
  chosen_at timestamptz not null default now(),
  primary key (worker_id, course_id)
);
comment on table public.tray_dishes is 'What a worker has chosen and not ordered yet. It survives signing out, and it is nobody else''s business.';
create index tray_dishes_course on public.tray_dishes (course_id);

create function private.my_menus()
returns setof public.menus
language sql stable security definer set search_path = ''
as $$
  select m.* from public.menus m
  where m.published_at is not null and private.today() between m.valid_from and m.valid_until
    and m.organisation_id in (
      select p.ancestor_id from private.my_roles() r join public.organisation_paths p on p.descendant_id = r.organisation_id
    )
    and (m.audiences @> '{all}' or exists (
      select from public.worker_groups g where g.worker_id = private.my_worker_id() and g."group"::text = any (m.audiences)
    ))
$$;
comment on function private.my_menus is 'What is offered to me today by the organisations I belong to and by those above them.';

create function private.course_state(worker uuid, course uuid)
returns text
language sql stable set search_path = ''
as $$
  select case
    when exists (select from public.outcomes o where o.worker_id = worker and o.course_id = course and o.kind = 'course_completed')
      then 'completed'
    when exists (
      select from public.enrolments e where e.worker_id = worker and e.course_id = course and e.completed_at is null and e.ended_at is null
        and coalesce(e.valid_until >= private.today(), true)
    ) then 'begun'
    when exists (select from public.tray_dishes t where t.worker_id = worker and t.course_id = course) then 'chosen'
    else 'open' end
$$;
comment on function private.course_state is 'Where a course stands with a worker. All but open counts toward what a section of a menu asks.';

create function private.dish(worker uuid, course uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('slug', c.slug, 'title', v.content -> 'title', 'summary', c.listing -> 'summary', 'hours_min', c.hours_min,
    'kind', c.kind, 'state', private.course_state(worker, c.id),
    'missing', coalesce((
      select jsonb_agg(jsonb_build_object('slug', b.slug, 'title', b.listing -> 'title') order by b.slug)
      from jsonb_array_elements_text(v.content -> 'prerequisites') s (slug)
      join public.courses b on b.slug = s.slug
      where private.course_state(worker, b.id) = 'open'
    ), '[]'))
  from public.courses c
  join public.course_versions v on v.course_id = c.id and v.version = c.version
  where c.id = course
$$;

create function private.meetings(course uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(m.times order by m.lesson), '[]')
  from (
    select s.lesson, jsonb_agg(jsonb_build_object('starts_at', s.starts_at, 'ends_at', s.ends_at) order by s.starts_at) as times
    from public.classroom_sessions s
    where s.course_id = course and s.cancelled_at is null and s.ends_at > now() and s.starts_at > now() and private.offered_to_me(s)
    group by s.lesson
  ) m
$$;
comment on function private.meetings is 'When the lessons of a course that are held in a room can be attended: for each of them the times to choose from.';

create function private.booked(worker uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('slug', c.slug, 'title', c.listing -> 'title', 'starts_at', s.starts_at, 'ends_at', s.ends_at)
    order by s.starts_at), '[]')
  from public.classroom_signups u
  join public.classroom_sessions s on s.id = u.session_id
  join public.courses c on c.id = s.course_id
  where u.worker_id = worker and u.state in ('seated', 'waiting') and s.cancelled_at is null and s.ends_at > now()
$$;

create function public.my_menu()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  return jsonb_build_object(
    'menus', coalesce((
      select jsonb_agg(jsonb_build_object('id', m.id, 'organisation', o.name, 'title', m.title, 'note', m.note,
        'valid_until', m.valid_until, 'sections', coalesce((
          select jsonb_agg(jsonb_build_object('position', s.position, 'title', s.title, 'rule', s.rule, 'need', s.need, 'dishes', coalesce((
            select jsonb_agg(private.dish(me, d.course_id) || jsonb_build_object('note', d.note) order by d.position, d.course_id)
            from public.menu_dishes d where d.menu_id = s.menu_id and d.section = s.position
          ), '[]')) order by s.position)
          from public.menu_sections s where s.menu_id = m.id
        ), '[]')) order by m.depth desc, m.valid_until, m.id)
      from (
        select n.*, (select count(*) from public.organisation_paths p where p.ancestor_id = n.organisation_id) as depth
        from private.my_menus() n
      ) m
      join public.organisations o on o.id = m.organisation_id
    ), '[]'),
    'tray', coalesce((
      select jsonb_agg(private.dish(me, t.course_id) || jsonb_build_object('meetings', private.meetings(t.course_id))
        order by t.chosen_at, t.course_id)
      from public.tray_dishes t where t.worker_id = me
    ), '[]'),
    'booked', private.booked(me)
  );
end;
$$;
comment on function public.my_menu is 'My menus, the widest organisation''s first, with where each course stands with me, and my tray. One round trip.';

create function public.choose_dishes(chosen text[], offered text[])
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  if cardinality(offered) > 500 or not chosen <@ offered then
    perform private.business_error('menu_choice_not_understood', 'PT422');
  elsif exists (
    select from unnest(chosen) s (slug) where not exists (
      select from private.my_menus() m join public.menu_dishes d on d.menu_id = m.id join public.courses c on c.id = d.course_id
      where c.slug = s.slug
    )
  ) then
    perform private.business_error('dish_not_offered', 'PT422');
  end if;
  delete from public.tray_dishes t using public.courses c
  where t.worker_id = me and c.id = t.course_id and c.slug = any (offered) and not c.slug = any (chosen);
  insert into public.tray_dishes (worker_id, course_id)
  select me, c.id from public.courses c
  where c.slug = any (chosen) and private.course_state(me, c.id) = 'open'
  on conflict do nothing;
  return (select count(*) from public.tray_dishes t where t.worker_id = me);
end;
$$;
comment on function public.choose_dishes is
  'Of the courses that a form offered, those I ticked are on my tray afterwards and the others are not. What the form did not show stays.';

create function public.order_tray()
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  dish record;
  ordered integer := 0;
begin
  for dish in
    select c.slug, c.id, private.dish(me, c.id) -> 'missing' as missing
    from public.tray_dishes t join public.courses c on c.id = t.course_id
    where t.worker_id = me order by c.id for update of t
  loop
    if dish.missing <> '[]' then
      perform private.business_error('prerequisite_missing', 'PT422', jsonb_build_object('course', dish.slug,
        'missing', (select string_agg(b ->> 'slug', ', ') from jsonb_array_elements(dish.missing) b)));
    end if;
    perform public.enrol(dish.slug);
    ordered := ordered + 1;
  end loop;
  if ordered = 0 then
    perform private.business_error('tray_empty', 'PT422');
  end if;
  delete from public.tray_dishes t where t.worker_id = me;
  return ordered;
end;
$$;
comment on function public.order_tray is 'Begins every course on my tray, or none. What a course asks for first must be begun, done or on the same tray.';

create function public.order_for_people(organisation uuid, courses text[], last_day date default null)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  house uuid := (select o.house_id from public.organisations o where o.id = organisation);
  strange text;
  people uuid[];
  begun integer;
begin
  if private.my_worker_id() is null then
    perform private.business_error('not_signed_in', 'PT401');
  elsif house is null or organisation not in (select private.people_below('{manager}')) then
    perform private.business_error('not_allowed', 'PT403');
  elsif coalesce(cardinality(courses), 0) not between 1 and 60 then
    perform private.business_error('tray_empty', 'PT422');
  elsif last_day < private.today() then
    perform private.business_error('last_day_past', 'PT422');
  end if;
  select s.slug into strange from unnest(courses) s (slug)
  where not exists (select from public.courses c where c.slug = s.slug) limit 1;
  if strange is not null then
    perform private.business_error('course_not_found', 'PT404', jsonb_build_object('course', strange));
  end if;
  select array_agg(distinct m.worker_id) into people
  from public.organisation_paths p join public.memberships m on m.organisation_id = p.descendant_id
  join public.organisations o on o.id = p.descendant_id
  where p.ancestor_id = organisation and o.house_id = house and m.role = 'worker'
    and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today());
  if people is null then
    perform private.business_error('nobody_to_order_for', 'PT422');
  end if;
  update public.enrolments e set ended_at = now()
  from public.courses c
  where e.worker_id = any (people) and c.slug = any (courses) and e.course_id = c.id and e.completed_at is null and e.ended_at is null
    and e.valid_until < private.today();
  insert into public.enrolments (worker_id, course_id, version, sponsor_id, valid_until)
  select w.id, c.id, c.version, house, last_day
  from unnest(people) w (id) cross join public.courses c
  where c.slug = any (courses)
  on conflict (worker_id, course_id) where completed_at is null and ended_at is null do nothing;
  get diagnostics begun = row_count;
  return jsonb_build_object('people', cardinality(people), 'begun', begun, 'already', cardinality(people) * cardinality(courses) - begun);
end;
$$;
comment on function public.order_for_people is
  'Everybody who works at or below an organisation begins these courses, sponsored by its house. Who is in one already goes on as she is.';

alter table public.tray_dishes enable row level security;

create policy tray_dishes_select on public.tray_dishes for select to authenticated
using (worker_id = (select private.my_worker_id()));

revoke all on public.tray_dishes from anon, authenticated, service_role;
grant select on public.tray_dishes to authenticated, service_role;
revoke execute on function public.my_menu, public.choose_dishes, public.order_tray, public.order_for_people from public, anon, authenticated;
grant execute on function public.my_menu, public.choose_dishes, public.order_tray, public.order_for_people to authenticated;
