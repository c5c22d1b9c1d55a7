-- What is true afterwards: a minute of a life counts once, whatever device, tab, order or repetition it comes in. Three numbers
-- are kept apart: coverage of a lesson, the clock of a day, and (elsewhere) the hours a course is worth. What is kept is a union of
-- intervals, so every result is a function of the set of observations and of nothing else.

create type private.study_verdict as enum (
  'counted', 'late', 'hidden', 'no_time', 'too_old', 'beyond_medium', 'too_fast'
);

create table private.sittings (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null default gen_random_uuid(),
  enrolment_id uuid not null,
  lesson text not null,
  opened_at timestamptz not null default clock_timestamp(),
  primary key (worker_id, id),
  constraint sittings_enrolment foreign key (worker_id, enrolment_id) references public.enrolments (worker_id, id) on delete restrict
);
comment on table private.sittings is
  'A lesson was opened, and the server saw it. Nothing can be claimed for a time before that, nor for another lesson.';
create index sittings_enrolment on private.sittings (worker_id, enrolment_id);

create table private.study_events (
  worker_id uuid not null,
  id uuid not null,
  sitting_id uuid not null,
  span tstzrange not null,
  part int4range,
  rate real,
  verdict private.study_verdict not null,
  received_at timestamptz not null,
  primary key (worker_id, id)
);
comment on table private.study_events is
  '@append-only One observation, named by the device that made it. The first decision about it stands; sending it again changes nothing. '
  'Written only for a sitting of the same worker, found in the same statement: a foreign key would ask again for each of a million rows.';

create table public.study_progress (
  worker_id uuid not null references public.workers (id) on delete restrict,
  enrolment_id uuid not null,
  lesson text not null,
  coverage int4multirange not null default '{}',
  live tstzmultirange not null default '{}',
  late tstzmultirange not null default '{}',
  resume_at integer not null default 0,
  seen_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (worker_id, enrolment_id, lesson),
  constraint study_progress_enrolment foreign key (worker_id, enrolment_id)
    references public.enrolments (worker_id, id) on delete restrict
);
comment on table public.study_progress is 'What of a lesson was presented to a worker, and when she was in it.';
comment on column public.study_progress.late is 'Told by a device that had been offline. Kept apart, because only the device saw it.';
create index study_progress_seen on public.study_progress (worker_id, seen_at desc);

create table public.study_days (
  worker_id uuid not null references public.workers (id) on delete restrict,
  day date not null,
  live tstzmultirange not null default '{}',
  late tstzmultirange not null default '{}',
  counted_ms bigint not null default 0 check (counted_ms between 0 and 86400000),
  primary key (worker_id, day)
);
comment on table public.study_days is
  'The clock: one union over everything a worker studies, cut at the midnights of the people we serve. Two screens at once count once.';

create function private.length_ms(spans tstzmultirange)
returns bigint
language sql immutable set search_path = ''
as $$ select coalesce(sum(extract(epoch from upper(s) - lower(s)) * 1000), 0)::bigint from unnest(spans) s $$;

create function private.counted_ms(live tstzmultirange, late tstzmultirange)
returns bigint
language sql immutable set search_path = ''
as $$
  select private.length_ms(live) + case
    -- Nobody learns ten hours a day away from the network; a device that says so is not believed for that day.
    when private.length_ms(late) > 36000000 then 0 else private.length_ms(late - live)
  end
$$;
comment on function private.counted_ms is 'What counts of a day. It depends on the two unions only, so neither order nor repetition can change it.';

create function private.by_day(live tstzmultirange, late tstzmultirange)
returns table (day date, live tstzmultirange, late tstzmultirange)
language sql stable set search_path = ''
as $$
  select n.at::date, by_day.live * d.whole, by_day.late * d.whole
  from generate_series(
    date_trunc('day', lower(by_day.live + by_day.late) at time zone 'Asia/Shanghai'),
    upper(by_day.live + by_day.late) at time zone 'Asia/Shanghai', interval '1 day'
  ) n (at)
  cross join lateral (
    select tstzmultirange(tstzrange(n.at at time zone 'Asia/Shanghai', (n.at + interval '1 day') at time zone 'Asia/Shanghai')) as whole
  ) d
  where not isempty((by_day.live + by_day.late) * d.whole)
$$;
comment on function private.by_day is 'Cuts time at the midnights of the people we serve. Every way to the clock of a day goes through it.';

create function private.covered(coverage int4multirange)
returns bigint
language sql immutable set search_path = ''
as $$ select coalesce(sum(upper(c) - lower(c)), 0) from unnest(coverage) c $$;

-- Opening a lesson -------------------------------------------------------------------------------------------------------------

create function private.lesson_states(enrolment public.enrolments)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_agg(jsonb_build_object(
    'slug', l.slug, 'kind', l.kind, 'title', l.title, 'study_min', l.study_min, 'extent', l.extent,
    'completed', p.completed_at is not null,
    'covered', coalesce(private.covered(p.coverage), 0)
  ) order by l.position)
  from public.lessons l
  left join public.study_progress p
    on p.worker_id = enrolment.worker_id and p.enrolment_id = enrolment.id and p.lesson = l.slug
  where l.course_id = enrolment.course_id and l.version = enrolment.version
$$;

create function public.open_lesson(enrolment uuid, lesson_slug text)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
  opened public.lessons;
  sitting private.sittings;
  progress public.study_progress;
begin
  mine := private.enrolment_of(me, enrolment, true);
  select l.* into opened from public.lessons l
  where l.course_id = mine.course_id and l.version = mine.version and l.slug = lesson_slug;
  if opened.slug is null then
    perform private.business_error('lesson_not_found', 'PT404');
  end if;
  insert into private.sittings (worker_id, enrolment_id, lesson) values (me, mine.id, opened.slug) returning * into sitting;
  select p.* into progress from public.study_progress p
  where p.worker_id = me and p.enrolment_id = mine.id and p.lesson = opened.slug;
  return jsonb_build_object(
    'enrolment', jsonb_build_object('id', mine.id, 'version', mine.version, 'completed_at', mine.completed_at),
    'course', (
      select jsonb_build_object('slug', c.slug, 'title', v.content -> 'title', 'coverage_pct', v.coverage_pct)
      from public.courses c join public.course_versions v on v.course_id = c.id and v.version = mine.version
      where c.id = mine.course_id
    ),
    'lessons', private.lesson_states(mine),
    'lesson', jsonb_build_object('slug', opened.slug, 'kind', opened.kind, 'title', opened.title, 'study_min', opened.study_min,
      'extent', opened.extent, 'content', opened.content),
    'sitting', sitting.id,
    'now_ms', floor(extract(epoch from sitting.opened_at) * 1000)::bigint,
    'resume_at', coalesce(progress.resume_at, 0)
  );
end;
$$;
comment on function public.open_lesson is 'A lesson of a course I am in, with where I stopped, and the sitting to which what I do now belongs.';

create function public.lesson_file(enrolment uuid, lesson_slug text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
begin
  mine := private.enrolment_of(me, enrolment, true);
  return (
    select jsonb_build_object('course', c.slug, 'files', coalesce(l.content -> 'files', '{}'))
    from public.lessons l join public.courses c on c.id = l.course_id
    where l.course_id = mine.course_id and l.version = mine.version and l.slug = lesson_slug
  );
end;
$$;
comment on function public.lesson_file is 'Which files belong to a lesson of a course I am in; what is not named here is not served.';

-- Observations -----------------------------------------------------------------------------------------------------------------

create function private.refuse_study(batch jsonb)
returns void
language plpgsql immutable set search_path = ''
as $$
declare
  wrong integer;
begin
  select e.index - 1 into wrong
  from jsonb_array_elements(batch -> 'events') with ordinality e (event, index)
  where jsonb_typeof(e.event) <> 'object' or not coalesce(
    e.event ->> 'id' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    and e.event ->> 'sitting' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    and private.is_count(e.event -> 'from_ms', 1e14) and private.is_count(e.event -> 'to_ms', 1e14)
    and (e.event ->> 'to_ms')::numeric - (e.event ->> 'from_ms')::numeric between 0 and 900000
    and jsonb_typeof(e.event -> 'present') = 'boolean'
    and (coalesce(e.event -> 'part', 'null') = 'null' or (
      jsonb_typeof(e.event -> 'part') = 'array' and jsonb_array_length(e.event -> 'part') = 2
      and private.is_count(e.event -> 'part' -> 0, 1e9) and private.is_count(e.event -> 'part' -> 1, 1e9)
      and (e.event -> 'part' ->> 1)::numeric >= (e.event -> 'part' ->> 0)::numeric
    ))
    and (coalesce(e.event -> 'rate', 'null') = 'null'
      or jsonb_typeof(e.event -> 'rate') = 'number' and (e.event ->> 'rate')::numeric between 0 and 16),
    false)
  limit 1;
  perform private.business_error('study_event_not_understood', 'PT422', jsonb_build_object('index', wrong));
end;
$$;
comment on function private.refuse_study is 'Says which event of a batch was not understood. Only asked when one was not: looking at each is slower than taking it.';

create function private.is_count(value jsonb, most numeric)
returns boolean
language sql immutable set search_path = ''
as $$ select jsonb_typeof(value) = 'number' and (value #>> '{}')::numeric between 0 and most and (value #>> '{}')::numeric % 1 = 0 $$;

create function private.device_offset_ms(sent_at_ms bigint, received timestamptz)
returns bigint
language sql immutable set search_path = ''
as $$
  -- A device that tells nearly our time is taken at its word, so that neighbouring intervals meet exactly. A wrong clock is wrong by
  -- the same amount when it sends as when it observed, so the difference mends it.
  select case when abs(d.ms) <= 30000 then 0 else d.ms end
  from (select floor(extract(epoch from received) * 1000)::bigint - sent_at_ms as ms) d
$$;

create function private.judge_study(worker uuid, batch jsonb, received timestamptz)
returns table (
  id uuid, sitting_id uuid, enrolment_id uuid, lesson text, span tstzrange, part int4range, stop_at integer, rate real,
  verdict private.study_verdict
)
language plpgsql stable set search_path = ''
as $$
declare
  offset_ms bigint := private.device_offset_ms((batch ->> 'sent_at_ms')::bigint, received);
begin
  return query
  with events as materialized (
    select e.id, e.sitting, e.from_ms + offset_ms as from_ms, e.to_ms + offset_ms as to_ms, e.rate, e.present = 'true' as present,
      case when e.part is not null then int4range(e.part[1], e.part[2]) end as part,
      -- What is not understood gets no verdict, and a row without one can't be written: the whole batch is refused.
      e.id is not null and e.sitting is not null and e.present in ('true', 'false') and e.from_ms >= 0 and e.to_ms <= 100000000000000
        and e.to_ms - e.from_ms between 0 and 900000 and coalesce(e.rate between 0 and 16, true)
        and (e.part is null or coalesce(cardinality(e.part) = 2 and e.part[1] >= 0 and e.part[2] >= 0, false)) as understood
    from jsonb_to_recordset(batch -> 'events') e (id uuid, sitting uuid, from_ms bigint, to_ms bigint, part integer[], rate real, present jsonb)
  ), sittings as materialized (
    select s.id, s.enrolment_id, s.lesson, s.opened_at, l.extent, l.pace
    from private.sittings s
    join public.enrolments r on r.worker_id = worker and r.id = s.enrolment_id
    join public.lessons l on l.course_id = r.course_id and l.version = r.version and l.slug = s.lesson
    where s.worker_id = worker and s.id in (select e.sitting from events e)
  ), placed as (
    select e.*, s.enrolment_id, s.lesson, s.opened_at, s.extent, s.pace,
      greatest(to_timestamp(e.from_ms / 1000.0::double precision), s.opened_at) as began,
      least(to_timestamp(e.to_ms / 1000.0::double precision), received) as ended
    from events e left join sittings s on s.id = e.sitting
  )
  select distinct on (j.id) j.id, j.sitting, j.enrolment_id, j.lesson, tstzrange(j.began, greatest(j.began, j.ended)), j.part,
    -- A medium that flows goes on where it ended; pages that stand, with the first of them that was in view.
    case when j.pace is null then lower(j.part) else upper(j.part) end,
    j.rate,
    case
      when not coalesce(j.understood, false) then null
      when j.opened_at < received - interval '14 days' then 'too_old'
      when not j.present then 'hidden'
      when j.ended <= j.began then 'no_time'
      when upper(j.part) > j.extent then 'beyond_medium'
      -- A breath more than the pace, because a device measures media and clock apart.
      when upper(j.part) - lower(j.part) > j.pace * extract(epoch from j.ended - j.began) * 1.1 + j.pace * 0.15 then 'too_fast'
      when j.ended < received - interval '2 minutes' then 'late'
      else 'counted'
    end::private.study_verdict
  from placed j
  where j.lesson is not null or not coalesce(j.understood, false)
  order by j.id;
end;
$$;
comment on function private.judge_study is
  'What each observation can be believed for: not before its lesson was opened, not after it was received, not outside the medium.';

create function private.merge_study(worker uuid, batch jsonb, received timestamptz)
returns table (enrolment_id uuid, lesson text, verdicts jsonb)
language plpgsql volatile set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  with judged as materialized (
    select j.* from private.judge_study(worker, batch, received) j
  ), fresh as (
    insert into private.study_events (worker_id, id, sitting_id, span, part, rate, verdict, received_at)
    select worker, j.id, j.sitting_id, j.span, j.part, j.rate, j.verdict, received from judged j
    on conflict on constraint study_events_pkey do nothing
    returning private.study_events.id
  ), kept as (
    select j.* from judged j join fresh f on f.id = j.id where j.verdict in ('counted', 'late')
  ), lessons as (
    select k.enrolment_id, k.lesson,
      coalesce(range_agg(k.part) filter (where not isempty(k.part)), '{}') as coverage,
      coalesce(range_agg(k.span) filter (where k.verdict = 'counted'), '{}') as live,
      coalesce(range_agg(k.span) filter (where k.verdict = 'late'), '{}') as late,
      (array_agg(k.stop_at order by upper(k.span) desc, k.id) filter (where not isempty(k.part)))[1] as resume_at,
      max(upper(k.span)) as seen_at
    from kept k group by k.enrolment_id, k.lesson
  ), days as (
    -- The unions are cut at midnight, not each observation: a hundred that follow one another are one interval by now.
    select d.day, d.live, d.late
    from (select range_agg(l.live) as live, range_agg(l.late) as late from lessons l) u
    cross join lateral private.by_day(u.live, u.late) d
  ), clock as (
    insert into public.study_days as t (worker_id, day, live, late, counted_ms)
    select worker, d.day, d.live, d.late, private.counted_ms(d.live, d.late) from days d order by d.day
    on conflict on constraint study_days_pkey do update set live = t.live + excluded.live, late = t.late + excluded.late,
      counted_ms = private.counted_ms(t.live + excluded.live, t.late + excluded.late)
  ), progress as (
    insert into public.study_progress as t (worker_id, enrolment_id, lesson, coverage, live, late, resume_at, seen_at)
    select worker, l.enrolment_id, l.lesson, l.coverage, l.live, l.late, coalesce(l.resume_at, 0), l.seen_at
    from lessons l order by l.enrolment_id, l.lesson
    on conflict on constraint study_progress_pkey do update set coverage = t.coverage + excluded.coverage,
      live = t.live + excluded.live, late = t.late + excluded.late,
      resume_at = case when excluded.seen_at > t.seen_at and not isempty(excluded.coverage) then excluded.resume_at else t.resume_at end,
      seen_at = greatest(t.seen_at, excluded.seen_at)
  )
  select l.enrolment_id, l.lesson, null::jsonb from lessons l
  union all
  select null, null, (select jsonb_object_agg(v.verdict, v.events) from (
    select j.verdict, count(*) as events from judged j join fresh f on f.id = j.id group by j.verdict
  ) v);
end;
$$;
comment on function private.merge_study is 'Writes what is new and adds it to the unions, in one statement whose plan is kept: it runs every five seconds for everybody.';

create function private.take_study(worker uuid, batch jsonb, received timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  touched record;
  verdicts jsonb := '{}';
  lessons jsonb := '[]';
begin
  if jsonb_typeof(batch) is distinct from 'object' or jsonb_typeof(batch -> 'events') is distinct from 'array'
    or not coalesce(private.is_count(batch -> 'sent_at_ms', 1e14), false) then
    perform private.business_error('study_not_understood', 'PT422');
  end if;
  if jsonb_array_length(batch -> 'events') > 500 then
    perform private.business_error('too_many_events', 'PT413', '{"limit": 500}');
  end if;
  -- Two phones of one person wait for each other here, and for nobody else.
  perform pg_advisory_xact_lock(hashtextextended(worker::text, 820));
  begin
    for touched in select * from private.merge_study(worker, batch, received) loop
      if touched.lesson is null then
        verdicts := coalesce(touched.verdicts, '{}');
      else
        lessons := lessons || private.settle_lesson(worker, touched.enrolment_id, touched.lesson);
      end if;
    end loop;
  exception
    when data_exception or not_null_violation then
      perform private.refuse_study(batch);
  end;
  return jsonb_build_object('verdicts', verdicts, 'lessons', lessons, 'now_ms', floor(extract(epoch from received) * 1000)::bigint);
end;
$$;

create function public.record_study(batch jsonb)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  return private.take_study(me, batch, clock_timestamp());
end;
$$;
comment on function public.record_study is 'Takes a batch of what my devices observed, in any order and any number of times, and says how far my lessons have come.';

alter table private.sittings enable row level security;
alter table private.study_events enable row level security;
alter table public.study_progress enable row level security;
alter table public.study_days enable row level security;

create policy study_progress_select on public.study_progress for select to authenticated
using (
  worker_id = (select private.my_worker_id())
  or exists (
    select from public.enrolments e
    where e.worker_id = study_progress.worker_id and e.id = enrolment_id
      and e.sponsor_id in (select private.people_below('{manager,officer}'))
  )
);
create policy study_days_select on public.study_days for select to authenticated
using (worker_id = (select private.my_worker_id()));

revoke all on public.study_progress, public.study_days from anon, authenticated, service_role;
grant select on public.study_progress, public.study_days to authenticated, service_role;
revoke execute on function public.open_lesson, public.lesson_file, public.record_study from public, anon, authenticated;
grant execute on function public.open_lesson, public.lesson_file, public.record_study to authenticated;
