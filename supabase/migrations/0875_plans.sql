-- What is true afterwards: a worker has at most one plan at a time: what for, which courses, how many weeks, how long each week. It is hers:
-- nobody else reads it, and it asks nothing of anybody.

create table public.study_plans (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null,
  goal text not null check (length(btrim(goal)) between 1 and 120),
  begins_on date not null,
  weeks smallint not null check (weeks between 1 and 104),
  weekly_min integer not null check (weekly_min between 15 and 2400),
  ended_at timestamptz,
  primary key (worker_id, id)
);
comment on table public.study_plans is 'A plan of one''s own: a goal, and how much of each week is for it.';
create unique index study_plans_current on public.study_plans (worker_id) where ended_at is null;

create table public.study_plan_courses (
  worker_id uuid not null,
  plan_id uuid not null,
  course_id uuid not null references public.courses (id) on delete restrict,
  position smallint not null,
  primary key (worker_id, plan_id, course_id),
  constraint study_plan_courses_plan foreign key (worker_id, plan_id) references public.study_plans (worker_id, id) on delete cascade
);
comment on table public.study_plan_courses is 'What a plan consists of, in the order in which she wants to learn it.';
create index study_plan_courses_course on public.study_plan_courses (course_id);

create function public.keep_plan(plan jsonb)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  wanted public.study_plans := jsonb_populate_record(null::public.study_plans, plan);
  slugs text[];
begin
  select array_agg(distinct s.slug) into slugs from jsonb_array_elements_text(plan -> 'courses') s (slug);
  if num_nulls(wanted.id, wanted.goal, wanted.begins_on, wanted.weeks, wanted.weekly_min) > 0 or coalesce(cardinality(slugs), 0) not between 1 and 50
    or wanted.weeks not between 1 and 104 or wanted.weekly_min not between 15 and 2400 or length(btrim(wanted.goal)) not between 1 and 120 then
    perform private.business_error('plan_not_understood', 'PT422');
  elsif exists (select from unnest(slugs) s (slug) where not exists (select from public.courses c where c.slug = s.slug)) then
    perform private.business_error('course_not_found', 'PT404');
  end if;
  perform pg_advisory_xact_lock(hashtextextended(me::text, 875));
  update public.study_plans p set ended_at = now() where p.worker_id = me and p.ended_at is null and p.id <> wanted.id;
  insert into public.study_plans as p (worker_id, id, goal, begins_on, weeks, weekly_min)
  values (me, wanted.id, btrim(wanted.goal), wanted.begins_on, wanted.weeks, wanted.weekly_min)
  on conflict (worker_id, id) do update set goal = excluded.goal, begins_on = excluded.begins_on, weeks = excluded.weeks,
    weekly_min = excluded.weekly_min
  where p.ended_at is null;
  if not found then
    perform private.business_error('plan_not_found', 'PT404');
  end if;
  delete from public.study_plan_courses k where k.worker_id = me and k.plan_id = wanted.id;
  insert into public.study_plan_courses (worker_id, plan_id, course_id, position)
  select me, wanted.id, c.id, min(s.position)
  from jsonb_array_elements_text(plan -> 'courses') with ordinality s (slug, position)
  join public.courses c on c.slug = s.slug group by c.id;
  return wanted.id;
end;
$$;
comment on function public.keep_plan is 'Makes a plan under an id that the form brought, or changes it. A new one takes the place of the one before.';

create function public.end_plan(plan uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  update public.study_plans p set ended_at = coalesce(p.ended_at, now()) where p.worker_id = me and p.id = plan;
  if not found then
    perform private.business_error('plan_not_found', 'PT404');
  end if;
  return true;
end;
$$;
comment on function public.end_plan is 'I put my plan away. What I learnt stays.';

create function private.plan_of(worker uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('id', p.id, 'goal', p.goal, 'begins_on', p.begins_on, 'weeks', p.weeks, 'weekly_min', p.weekly_min,
    'today', private.today(),
    'week_ms', coalesce((
      select sum(d.counted_ms) from public.study_days d
      where d.worker_id = worker and d.day >= date_trunc('week', private.today()::timestamp)::date
    ), 0),
    'courses', (
      select jsonb_agg(jsonb_build_object('slug', c.slug, 'title', c.listing -> 'title', 'hours_min', c.hours_min,
        'state', private.course_state(worker, c.id)) order by k.position, c.slug)
      from public.study_plan_courses k join public.courses c on c.id = k.course_id
      where k.worker_id = p.worker_id and k.plan_id = p.id
    ))
  from public.study_plans p where p.worker_id = worker and p.ended_at is null
$$;
comment on function private.plan_of is 'The plan of a worker as it stands today: which courses are done, and how much of this week is.';

create function public.plan_choices(also text[] default '{}')
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  return jsonb_build_object('plan', private.plan_of(me), 'courses', coalesce((
    select jsonb_agg(jsonb_build_object('slug', c.slug, 'title', c.listing -> 'title', 'hours_min', c.hours_min,
      'state', private.course_state(me, c.id)) order by c.slug)
    from public.courses c
    where c.slug = any (also) or c.id in (
      select e.course_id from public.enrolments e where e.worker_id = me and e.completed_at is null and e.ended_at is null
      union select t.course_id from public.tray_dishes t where t.worker_id = me
      union select d.course_id from private.my_menus() m join public.menu_dishes d on d.menu_id = m.id
      union select k.course_id from public.study_plans p
        join public.study_plan_courses k on k.worker_id = p.worker_id and k.plan_id = p.id where p.worker_id = me and p.ended_at is null
    )
  ), '[]'));
end;
$$;
comment on function public.plan_choices is 'My plan, and the courses to choose from: those I am in, those on my tray and on my menus, those in the plan, and more that are named.';

alter table public.study_plans enable row level security;
alter table public.study_plan_courses enable row level security;

create policy study_plans_select on public.study_plans for select to authenticated using (worker_id = (select private.my_worker_id()));
create policy study_plan_courses_select on public.study_plan_courses for select to authenticated
using (worker_id = (select private.my_worker_id()));

revoke all on public.study_plans, public.study_plan_courses from anon, authenticated, service_role;
grant select on public.study_plans, public.study_plan_courses to authenticated, service_role;
revoke execute on function public.keep_plan, public.end_plan, public.plan_choices from public, anon, authenticated;
grant execute on function public.keep_plan, public.end_plan, public.plan_choices to authenticated;
