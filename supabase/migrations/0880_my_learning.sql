-- What is true afterwards: my learning is one page and one round trip: what is due, what I am in, my plan, how long I learnt in which weeks and on
-- what; and the same dates come to the calendar of a phone by an address that nobody guesses.

create table private.calendar_codes (
  worker_id uuid primary key references public.workers (id) on delete cascade,
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{26}$')
);
comment on table private.calendar_codes is 'The address at which a calendar program reads a worker''s dates. It goes when she asks for another.';
create index calendar_codes_code on private.calendar_codes (code);

create function private.due_of(worker uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(d.line order by d.at, d.line ->> 'id'), '[]')
  from (
    select (e.valid_until + 1)::timestamp at time zone 'Asia/Shanghai' as at,
      jsonb_build_object('kind', 'course', 'id', e.id, 'title', c.listing -> 'title', 'day', e.valid_until) as line
    from public.enrolments e join public.courses c on c.id = e.course_id
    where e.worker_id = worker and e.completed_at is null and e.ended_at is null and e.valid_until >= private.today()
    union all
    select s.starts_at, jsonb_build_object('kind', 'session', 'id', s.id, 'title', c.listing -> 'title', 'starts_at', s.starts_at,
      'ends_at', s.ends_at, 'place', s.place, 'waiting', u.state = 'waiting', 'cancelled', s.cancelled_at is not null)
    from public.classroom_signups u
    join public.classroom_sessions s on s.id = u.session_id
    join public.courses c on c.id = s.course_id
    where u.worker_id = worker and u.state in ('seated', 'waiting') and s.ends_at > now() and s.closed_at is null
  ) d
$$;
comment on function private.due_of is 'What has a day: courses that end, and sessions that she signed up for.';

create function private.clock_by_kind(worker uuid, since date)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'clock_ms', k.ms) order by k.ms desc, k.kind), '[]')
  from (
    select c.kind, private.length_ms(range_agg(p.live + p.late) * tstzmultirange(tstzrange(since::timestamp at time zone 'Asia/Shanghai', null))) as ms
    from public.study_progress p
    join public.enrolments e on e.worker_id = p.worker_id and e.id = p.enrolment_id
    join public.courses c on c.id = e.course_id
    where p.worker_id = worker and p.seen_at >= since::timestamp at time zone 'Asia/Shanghai'
    group by c.kind
  ) k
  where k.ms > 0
$$;
comment on function private.clock_by_kind is 'How long she was in courses of each kind. Two kinds at once count for both, so these do not add up to the clock.';

create function public.my_learning()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  return jsonb_build_object(
    'enrolments', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', e.id, 'slug', c.slug, 'title', v.content -> 'title', 'cover', v.content -> 'cover', 'hours_min', v.hours_min,
        'newer', c.version > e.version, 'began_at', e.began_at, 'completed_at', e.completed_at, 'valid_until', e.valid_until,
        'ended', e.ended_at is not null or coalesce(e.valid_until < private.today(), false),
        'sponsor', (select o.name from public.organisations o where o.id = e.sponsor_id),
        'seen_at', s.seen_at, 'last_lesson', s.lesson,
        'lessons', private.lesson_states(e),
        'review', (
          select jsonb_build_object('id', r.id, 'reasons', r.reasons, 'hours_min', r.hours_min, 'granted', r.granted, 'answer', r.answer,
            'appealed', r.appealed_at is not null, 'appeal_until', private.appeal_closes_on(r.decided_at))
          from public.hour_reviews r where r.worker_id = me and r.enrolment_id = e.id
        ),
        'gaps', case when e.completed_at is null and s.lesson is not null then private.course_gaps(e) else '[]' end
      ) order by coalesce(s.seen_at, e.began_at) desc, e.id)
      from (select r.* from public.enrolments r where r.worker_id = me order by r.began_at desc limit 100) e
      join public.courses c on c.id = e.course_id
      join public.course_versions v on v.course_id = e.course_id and v.version = e.version
      left join lateral (
        select p.seen_at, p.lesson from public.study_progress p where p.worker_id = me and p.enrolment_id = e.id
        order by p.seen_at desc limit 1
      ) s on true
    ), '[]'),
    'weeks', (
      select jsonb_agg(jsonb_build_object('week', w.monday, 'counted_ms', coalesce(d.ms, 0)) order by w.monday)
      from (
        select (date_trunc('week', private.today()::timestamp) - n * interval '7 days')::date as monday from generate_series(0, 7) n
      ) w
      left join lateral (
        select sum(t.counted_ms) as ms from public.study_days t
        where t.worker_id = me and t.day >= w.monday and t.day < w.monday + 7
      ) d on true
    ),
    'hours_min', coalesce((select sum(o.hours_min) from private.standing_outcomes o where o.worker_id = me), 0),
    'clock_ms', coalesce((select sum(d.counted_ms) from public.study_days d where d.worker_id = me), 0),
    'kinds', private.clock_by_kind(me, (date_trunc('week', private.today()::timestamp) - interval '49 days')::date),
    'due', private.due_of(me),
    'plan', private.plan_of(me),
    'calendar', (select k.code from private.calendar_codes k where k.worker_id = me)
  );
end;
$$;
comment on function public.my_learning is
  'My courses with what each still asks, where I stopped, what is due, my plan, and the hours of the last eight weeks. One round trip.';

create function public.new_calendar()
returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  made text := private.spelled(extensions.gen_random_bytes(26));
begin
  insert into private.calendar_codes as k (worker_id, code) values (me, made)
  on conflict (worker_id) do update set code = excluded.code;
  return made;
end;
$$;
comment on function public.new_calendar is 'An address for my calendar program. The one before shows nothing from now on.';

create function public.clerk_calendar(calendar_code text)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object('due', private.due_of(w.id), 'plan', private.plan_of(w.id))
  from private.calendar_codes k join public.workers w on w.id = k.worker_id and w.erased_at is null
  where k.code = calendar_code
$$;
comment on function public.clerk_calendar is 'The dates behind an address, or nothing.';

alter table private.calendar_codes enable row level security;

create function private.forget_plans()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from private.calendar_codes k where k.worker_id = new.id;
  update public.study_plans p set goal = '—', ended_at = coalesce(p.ended_at, now()) where p.worker_id = new.id;
  return null;
end;
$$;

create trigger workers_forget_plans after update of erased_at on public.workers
for each row when (old.erased_at is null and new.erased_at is not null) execute function private.forget_plans();

revoke execute on function public.my_learning, public.new_calendar, public.clerk_calendar from public, anon, authenticated;
grant execute on function public.my_learning, public.new_calendar to authenticated;
grant execute on function public.clerk_calendar to service_role;
