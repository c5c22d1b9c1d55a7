-- What is true afterwards: a minute of a life counts once, whatever device, tab, order or repetition it comes in. Three numbers
-- are kept apart: coverage of a lesson, the clock of a day, and (elsewhere) the hours a course is worth. What is kept is a union of
-- intervals, so every result is a function of the set of observations and of nothing else.

create type private.study_verdict as enum (
  'counted', 'late', 'hidden', 'no_time', 'too_old', 'beyond_medium', 'too_fast', 'not_kept'
);

create table private.sittings (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null default gen_random_uuid(),
  enrolment_id uuid not null,
  lesson text not null,
  opened_at timestamptz not null default clock_timestamp(),
  kept_at timestamptz check (kept_at >= opened_at),
  device text check (length(device) between 1 and 100),
  primary key (worker_id, id),
  constraint sittings_enrolment foreign key (worker_id, enrolment_id) references public.enrolments (worker_id, id) on delete restrict
);
comment on table private.sittings is
  'A lesson was opened, and the server saw it. Nothing can be claimed for a time before that, nor for another lesson.';
comment on column private.sittings.kept_at is
  'When the server granted that the lesson be kept on the device. Only from then on, and only of such a lesson, is late time believed.';
comment on column private.sittings.device is 'The browser that opened it, by a name that only the server gives and nobody else learns.';
create index sittings_device on private.sittings (device, opened_at) where device is not null;
create index sittings_enrolment on private.sittings (worker_id, enrolment_id);

create table private.study_streams (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null,
  told int4multirange not null,
  beats integer not null default 0,
  beats_ms bigint not null default 0,
  beats_ms2 bigint not null default 0,
  primary key (worker_id, id)
) with (fillfactor = 60);
comment on table private.study_streams is
  'What a page observes it numbers, and names its numbers by a UUID of its own. Which of them have come: the first decision about each stands.';
comment on column private.study_streams.beats is
  'How many observations of four seconds or more were believed live; with their sum and the sum of their squares: a person''s are never all alike.';

create table private.study_evidence (
  worker_id uuid not null,
  stream_id uuid not null,
  first_number integer not null,
  numbers int4multirange not null,
  sitting_id uuid not null,
  verdict private.study_verdict not null,
  spans tstzmultirange not null,
  parts int4multirange not null,
  rate real,
  received_at timestamptz not null,
  primary key (worker_id, stream_id, first_number)
);
comment on table private.study_evidence is
  '@append-only What came at once from one page and was judged alike: when, what of the medium, and which observations that were. '
  'Written only for a sitting of the same worker, found in the same statement, and for numbers that had not come before.';

create table public.study_progress (
  worker_id uuid not null references public.workers (id) on delete restrict,
  enrolment_id uuid not null,
  lesson text not null,
  coverage int4multirange not null default '{}',
  live tstzmultirange not null default '{}',
  late_told tstzmultirange not null default '{}',
  late tstzmultirange not null default '{}',
  resume_at integer not null default 0,
  seen_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (worker_id, enrolment_id, lesson),
  constraint study_progress_enrolment foreign key (worker_id, enrolment_id)
    references public.enrolments (worker_id, id) on delete restrict
) with (fillfactor = 60);
comment on table public.study_progress is 'What of a lesson was presented to a worker, and when she was in it.';
comment on column public.study_progress.late_told is 'Told by a device that had been offline. Kept apart, because only the device saw it.';
comment on column public.study_progress.late is
  'What of it is believed: the earliest of it, as long as somebody needs who goes through the lesson as fast as it can be taken in.';

create table public.study_days (
  worker_id uuid not null references public.workers (id) on delete restrict,
  day date not null,
  live tstzmultirange not null default '{}',
  late tstzmultirange not null default '{}',
  counted_ms bigint not null default 0 check (counted_ms between 0 and 86400000),
  primary key (worker_id, day)
) with (fillfactor = 60);
comment on table public.study_days is
  'The clock: one union over everything a worker studies, cut at the midnights of the people we serve. Two screens at once count once.';

-- In plpgsql where each batch asks: its plans are kept, those of the language SQL are made for every call.
create function private.length_ms(spans tstzmultirange)
returns bigint
language plpgsql immutable set search_path = ''
as $$
begin
  return (select coalesce(sum(extract(epoch from upper(s) - lower(s)) * 1000), 0)::bigint from unnest(spans) s);
end;
$$;

create function private.earliest(spans tstzmultirange, most_ms bigint)
returns tstzmultirange
language sql immutable set search_path = ''
as $$
  select coalesce(range_agg(tstzrange(lower(t.span), least(upper(t.span), lower(t.span) + (most_ms - t.before_ms) * interval '1 millisecond')))
    filter (where t.before_ms < most_ms), '{}')
  from (
    select s as span, coalesce(sum(private.length_ms(tstzmultirange(s)))
      over (order by lower(s) rows between unbounded preceding and 1 preceding), 0)::bigint as before_ms
    from unnest(spans) s
  ) t
$$;
comment on function private.earliest is 'The first so many milliseconds of some time. It depends on the time only, so neither order nor repetition can change it.';

create function private.counted_ms(live tstzmultirange, late tstzmultirange)
returns bigint
language sql stable
return private.length_ms(live) + case
  when isempty(late) then 0
  -- Nobody learns all day away from the network. What a device tells beyond that is no clock.
  else least(private.length_ms(late - live), (select r.late_day_min * 60000::bigint from private.study_rule() r))
end;
comment on function private.counted_ms is 'What counts of a day. It depends on the two unions only, so neither order nor repetition can change it.';

create function private.day_span(day date)
returns tstzrange
language sql stable
return tstzrange(day::timestamp at time zone 'Asia/Shanghai', (day + 1)::timestamp at time zone 'Asia/Shanghai');

create function private.by_day(live_spans tstzmultirange, late_spans tstzmultirange)
returns table (day date, live tstzmultirange, late tstzmultirange)
language plpgsql stable set search_path = ''
as $$
begin
  return query
  select n.at::date, live_spans * d.whole, late_spans * d.whole
  from generate_series(
    date_trunc('day', lower(live_spans + late_spans) at time zone 'Asia/Shanghai'),
    upper(live_spans + late_spans) at time zone 'Asia/Shanghai', interval '1 day'
  ) n (at)
  cross join lateral (select tstzmultirange(private.day_span(n.at::date)) as whole) d
  where not isempty((live_spans + late_spans) * d.whole);
end;
$$;
comment on function private.by_day is 'Cuts time at the midnights of the people we serve. Every way to the clock of a day goes through it.';

create function private.covered(coverage int4multirange)
returns bigint
language plpgsql immutable set search_path = ''
as $$
begin
  return (select coalesce(sum(upper(c) - lower(c)), 0) from unnest(coverage) c);
end;
$$;

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

create function public.open_lesson(enrolment uuid, lesson_slug text, device text default null)
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
  insert into private.sittings (worker_id, enrolment_id, lesson, device) values (me, mine.id, opened.slug, open_lesson.device)
  returning * into sitting;
  perform private.sign_of_life(me, sitting.opened_at);
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
    'now_ms', private.ms(sitting.opened_at),
    'resume_at', coalesce(progress.resume_at, 0)
  );
end;
$$;
comment on function public.open_lesson is 'A lesson of a course I am in, with where I stopped, and the sitting to which what I do now belongs.';

create function public.keep_lesson(sitting uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  kept private.sittings;
begin
  update private.sittings s set kept_at = coalesce(s.kept_at, clock_timestamp()) where s.worker_id = me and s.id = sitting
  returning * into kept;
  if kept.id is null then
    perform private.business_error('lesson_not_found', 'PT404');
  end if;
  return (
    select jsonb_build_object('kept_at', kept.kept_at, 'believed_ms', l.floor_ms, 'until', kept.opened_at + interval '31 days')
    from public.enrolments e
    join public.lessons l on l.course_id = e.course_id and l.version = e.version and l.slug = kept.lesson
    where e.worker_id = me and e.id = kept.enrolment_id
  );
end;
$$;
comment on function public.keep_lesson is
  'I keep this lesson on my device. From now on what the device tells of it later is believed, as long as the lesson takes at its fastest.';

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

alter table private.sittings enable row level security;
alter table private.study_streams enable row level security;
alter table private.study_evidence enable row level security;
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
revoke execute on function public.open_lesson, public.keep_lesson, public.lesson_file from public, anon, authenticated;
grant execute on function public.open_lesson, public.keep_lesson, public.lesson_file to authenticated;
