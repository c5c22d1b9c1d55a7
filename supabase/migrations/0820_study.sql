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

-- Observations -----------------------------------------------------------------------------------------------------------------

create function private.refuse_study(batch jsonb)
returns void
language plpgsql immutable set search_path = ''
as $$
declare
  wrong integer;
begin
  select r.index - 1 into wrong
  from jsonb_array_elements(batch -> 'runs') with ordinality r (run, index)
  where jsonb_typeof(r.run) <> 'object' or not coalesce(
    r.run ->> 'stream' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    and r.run ->> 'sitting' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    and private.is_count(r.run -> 'first', 1e9)
    and jsonb_typeof(r.run -> 'present') = 'boolean'
    and (coalesce(r.run -> 'rate', 'null') = 'null'
      or jsonb_typeof(r.run -> 'rate') = 'number' and (r.run ->> 'rate')::numeric between 0 and 16)
    and private.are_spans(r.run -> 'times_ms', 1e14, 900000)
    and (coalesce(r.run -> 'parts', 'null') = 'null' or private.are_spans(r.run -> 'parts', 1e9, 1e9)
      and jsonb_array_length(r.run -> 'parts') = jsonb_array_length(r.run -> 'times_ms')),
    false)
  limit 1;
  perform private.business_error('study_event_not_understood', 'PT422', jsonb_build_object('index', wrong));
end;
$$;
comment on function private.refuse_study is 'Says which run of a batch was not understood. Only asked when one was not: looking at each is slower than taking it.';

create function private.is_count(value jsonb, most numeric)
returns boolean
language sql immutable
return jsonb_typeof(value) = 'number' and (value #>> '{}')::numeric between 0 and most and (value #>> '{}')::numeric % 1 = 0;

create function private.are_spans(value jsonb, most numeric, longest numeric)
returns boolean
language sql immutable set search_path = ''
as $$
  select case
    when jsonb_typeof(value) is distinct from 'array' then false
    when jsonb_array_length(value) = 0 or jsonb_array_length(value) % 2 = 1 then false
    when not (select bool_and(private.is_count(v.count, most)) from jsonb_array_elements(value) v (count)) then false
    else (
      select bool_and((value ->> (2 * n + 1))::numeric - (value ->> (2 * n))::numeric between 0 and longest)
      from generate_series(0, jsonb_array_length(value) / 2 - 1) n
    ) end
$$;

create function private.ms(at timestamptz)
returns bigint
language sql stable
return floor(extract(epoch from at) * 1000)::bigint;
comment on function private.ms is 'As browsers tell time.';

create function private.device_offset_ms(sent_at_ms bigint, received_ms bigint)
returns bigint
language sql immutable
return case when abs(received_ms - sent_at_ms) <= 30000 then 0 else received_ms - sent_at_ms end;
comment on function private.device_offset_ms is
  'A device that tells nearly our time is taken at its word, so that neighbouring intervals meet exactly. A wrong clock is wrong by '
  'the same amount when it sends as when it observed, so the difference mends it.';

create function private.judge_study(worker uuid, batch jsonb, received timestamptz)
returns table (
  stream_id uuid, number integer, sitting_id uuid, enrolment_id uuid, lesson text, span tstzrange, part int4range, stop_at integer,
  rate real, verdict private.study_verdict
)
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan' set jit = off
as $$
declare
  received_ms bigint := private.ms(received);
  offset_ms bigint := private.device_offset_ms((batch ->> 'sent_at_ms')::bigint, received_ms);
begin
  return query
  with runs as materialized (
    select r.*, r.present = 'true' as attending,
      -- What is not understood gets no verdict, and a row without one can't be written: the whole batch is refused.
      r.stream is not null and r.sitting is not null and r.first between 0 and 1000000000 and r.present in ('true', 'false')
        and coalesce(r.rate between 0 and 16, true) and coalesce(cardinality(r.times_ms), 1) % 2 = 0
        and coalesce(cardinality(r.parts) = cardinality(r.times_ms), true) as understood
    from jsonb_to_recordset(batch -> 'runs') r (
      stream uuid, first integer, sitting uuid, present jsonb, rate real, times_ms bigint[], parts integer[]
    )
  ), sittings as materialized (
    select s.id, s.enrolment_id, s.lesson, s.opened_at, ceil(extract(epoch from s.opened_at) * 1000)::bigint as opened_ms,
      ceil(extract(epoch from s.kept_at) * 1000)::bigint as kept_ms, l.extent, l.pace, l.flows
    from private.sittings s
    join public.enrolments r on r.worker_id = worker and r.id = s.enrolment_id
    join public.lessons l on l.course_id = r.course_id and l.version = r.version and l.slug = s.lesson
    where s.worker_id = worker and s.id = any (array(select r.sitting from runs r))
  ), told as (
    select r.stream, r.first + n as number, r.sitting, r.rate, r.attending, s.enrolment_id, s.lesson, s.opened_at, s.kept_ms, s.extent, s.pace, s.flows,
      case when r.parts is not null then int4range(r.parts[2 * n + 1], r.parts[2 * n + 2]) end as part,
      greatest(r.times_ms[2 * n + 1] + offset_ms, s.opened_ms) as began_ms,
      least(r.times_ms[2 * n + 2] + offset_ms, received_ms) as ended_ms,
      coalesce(r.understood and r.times_ms[2 * n + 1] + offset_ms >= 0 and r.times_ms[2 * n + 2] + offset_ms <= 100000000000000
        and r.times_ms[2 * n + 2] - r.times_ms[2 * n + 1] between 0 and 900000
        and (r.parts is null or r.parts[2 * n + 1] >= 0 and r.parts[2 * n + 2] >= 0), false) as understood
    from runs r left join sittings s on s.id = r.sitting
    cross join lateral generate_series(0, greatest(coalesce(cardinality(r.times_ms), 0) / 2, 1) - 1) n
  )
  select t.stream, t.number, t.sitting, t.enrolment_id, t.lesson, tstzrange(to_timestamp(t.began_ms / 1000.0::double precision),
      to_timestamp(greatest(t.began_ms, t.ended_ms) / 1000.0::double precision)), t.part,
    -- A medium that flows goes on where it ended; what stands, where the last look at it began.
    case when t.flows then upper(t.part) else lower(t.part) end,
    t.rate,
    case
      when not t.understood then null
      when t.opened_at < received - case when t.kept_ms is null then interval '14 days' else interval '31 days' end then 'too_old'
      when not t.attending then 'hidden'
      when t.ended_ms <= t.began_ms then 'no_time'
      when upper(t.part) > t.extent then 'beyond_medium'
      -- A breath more than the pace, because a device measures media and clock apart.
      when (upper(t.part) - lower(t.part))::bigint * 10000 > t.pace::bigint * (11 * (t.ended_ms - t.began_ms) + 1500) then 'too_fast'
      -- A page that is open bridges ten minutes without network; beyond that the lesson has to be one that was kept, and kept by then.
      when t.ended_ms < received_ms - 600000 then case when t.began_ms >= t.kept_ms then 'late' else 'not_kept' end
      else 'counted'
    end::private.study_verdict
  from told t
  where t.lesson is not null or not t.understood;
end;
$$;
comment on function private.judge_study is
  'What each observation can be believed for: not before its lesson was opened, not after it was received, not outside the medium.';

create function private.merge_study(worker uuid, batch jsonb, received timestamptz)
returns table (enrolment_id uuid, lesson text, was_late boolean, verdicts jsonb)
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' set jit = off
as $$
#variable_conflict use_column
begin
  return query
  with judged as materialized (
    select distinct on (j.stream_id, j.number) j.* from private.judge_study(worker, batch, received) j
  ), heard as materialized (
    select s.id, s.told from private.study_streams s
    where s.worker_id = worker and s.id = any (array(select (r ->> 'stream')::uuid from jsonb_array_elements(batch -> 'runs') r))
  ), evidence as materialized (
    select j.stream_id, j.sitting_id, j.enrolment_id, j.lesson, j.verdict, j.rate, count(*) as events, min(j.number) as first_number,
      range_agg(int4range(j.number, j.number, '[]')) as numbers,
      coalesce(range_agg(j.span), '{}') as spans, coalesce(range_agg(j.part), '{}') as parts, max(upper(j.span)) as seen_at,
      (array_agg(j.stop_at order by upper(j.span) desc, j.number) filter (where not isempty(j.part)))[1] as stop_at,
      sum(b.ms) as beats_ms, count(b.ms) as beats, sum(b.ms * b.ms) as beats_ms2
    from judged j
    left join lateral (
      select s.ms from (select (extract(epoch from upper(j.span) - lower(j.span)) * 1000)::bigint) s (ms) where j.verdict = 'counted' and s.ms >= 4000
    ) b on true
    left join heard h on h.id = j.stream_id
    where j.verdict is null or (h.told @> j.number) is not true
    group by j.stream_id, j.sitting_id, j.enrolment_id, j.lesson, j.verdict, j.rate
  ), kept as (
    insert into private.study_evidence (worker_id, stream_id, first_number, numbers, sitting_id, verdict, spans, parts, rate, received_at)
    select worker, e.stream_id, e.first_number, e.numbers, e.sitting_id, e.verdict, e.spans, e.parts, e.rate, received from evidence e
  ), streams as (
    insert into private.study_streams as t (worker_id, id, told, beats, beats_ms, beats_ms2)
    select worker, e.stream_id, range_agg(e.numbers), sum(e.beats), coalesce(sum(e.beats_ms), 0), coalesce(sum(e.beats_ms2), 0)
    from evidence e group by e.stream_id order by e.stream_id
    on conflict on constraint study_streams_pkey do update set told = t.told + excluded.told, beats = t.beats + excluded.beats,
      beats_ms = t.beats_ms + excluded.beats_ms, beats_ms2 = t.beats_ms2 + excluded.beats_ms2
  ), lessons as materialized (
    select e.enrolment_id, e.lesson, range_agg(e.parts) as coverage,
      coalesce(range_agg(e.spans) filter (where e.verdict = 'counted'), '{}') as live,
      coalesce(range_agg(e.spans) filter (where e.verdict = 'late'), '{}') as late,
      (array_agg(e.stop_at order by e.seen_at desc, e.first_number) filter (where e.stop_at is not null))[1] as resume_at,
      max(e.seen_at) as seen_at
    from evidence e where e.verdict in ('counted', 'late') group by e.enrolment_id, e.lesson
  ), days as materialized (
    -- The unions are cut at midnight, not each observation: a hundred that follow one another are one interval by now.
    select d.day, coalesce(t.live, '{}') + d.live as live, coalesce(t.late, '{}') as late
    from (select range_agg(l.live) as live from lessons l) u
    cross join lateral private.by_day(u.live, '{}') d
    left join public.study_days t on t.worker_id = worker and t.day = d.day
  ), away as materialized (
    select private.absences(worker, received - interval '2 days') as spans
  ), clock as (
    -- Whoever writes to a clock holds its lock: what was read of it is what there is.
    insert into public.study_days (worker_id, day, live, late, counted_ms)
    select worker, d.day, d.live, d.late, private.counted_ms(d.live - a.spans, d.late - a.spans) from days d, away a order by d.day
    on conflict on constraint study_days_pkey do update set live = excluded.live, counted_ms = excluded.counted_ms
  ), progress as (
    insert into public.study_progress as t (worker_id, enrolment_id, lesson, coverage, live, late_told, resume_at, seen_at)
    select worker, l.enrolment_id, l.lesson, l.coverage, l.live, l.late, coalesce(l.resume_at, 0), l.seen_at
    from lessons l order by l.enrolment_id, l.lesson
    on conflict on constraint study_progress_pkey do update set coverage = t.coverage + excluded.coverage,
      live = t.live + excluded.live, late_told = t.late_told + excluded.late_told,
      resume_at = case when excluded.seen_at > t.seen_at and not isempty(excluded.coverage) then excluded.resume_at else t.resume_at end,
      seen_at = greatest(t.seen_at, excluded.seen_at)
  )
  select l.enrolment_id, l.lesson, not isempty(l.late), null::jsonb from lessons l
  union all
  select null, null, null, (
    select jsonb_object_agg(v.verdict, v.events) from (select e.verdict, sum(e.events) as events from evidence e group by e.verdict) v
  );
end;
$$;
comment on function private.merge_study is 'Writes what is new and adds it to the unions, in one statement whose plan is kept: it runs every five seconds for everybody.';

create function private.believe_late(worker uuid, enrolment uuid, lesson_slug text)
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  had tstzmultirange;
  has tstzmultirange;
begin
  select p.late, private.earliest(p.late_told, l.floor_ms) into had, has
  from public.study_progress p
  join public.enrolments e on e.worker_id = p.worker_id and e.id = p.enrolment_id
  join public.lessons l on l.course_id = e.course_id and l.version = e.version and l.slug = p.lesson
  where p.worker_id = worker and p.enrolment_id = enrolment and p.lesson = lesson_slug;
  if has = had then
    return;
  end if;
  update public.study_progress p set late = has
  where p.worker_id = worker and p.enrolment_id = enrolment and p.lesson = lesson_slug;
  insert into public.study_days as t (worker_id, day, late)
  select worker, d.day, coalesce((
    select range_agg(p.late) * tstzmultirange(private.day_span(d.day)) from public.study_progress p
    where p.worker_id = worker and not isempty(p.late)
  ), '{}')
  from private.by_day('{}', had + has) d
  on conflict on constraint study_days_pkey do update set late = excluded.late;
  perform private.count_days(worker, (lower(had + has) at time zone 'Asia/Shanghai')::date);
end;
$$;
comment on function private.believe_late is
  'Late time is believed as long as the fastest person needs for the lesson, whichever and however many devices tell of it.';

create function private.observations(runs jsonb)
returns bigint
language plpgsql immutable set search_path = ''
as $$
begin
  return (
    select coalesce(sum(case when jsonb_typeof(r.run -> 'times_ms') = 'array' then greatest(jsonb_array_length(r.run -> 'times_ms') / 2, 1) else 1 end), 0)
    from jsonb_array_elements(runs) r (run)
  );
end;
$$;

create function private.take_study(worker uuid, batch jsonb, received timestamptz)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  touched record;
  verdicts jsonb := '{}';
  lessons jsonb := '[]';
begin
  if jsonb_typeof(batch) is distinct from 'object' or jsonb_typeof(batch -> 'runs') is distinct from 'array'
    or not coalesce(private.is_count(batch -> 'sent_at_ms', 1e14), false) then
    perform private.business_error('study_not_understood', 'PT422');
  end if;
  if private.observations(batch -> 'runs') > 500 then
    perform private.business_error('too_many_events', 'PT413', '{"limit": 500}');
  end if;
  -- Two phones of one person wait for each other here, and for nobody else.
  perform pg_advisory_xact_lock(hashtextextended(worker::text, 820));
  begin
    for touched in select * from private.merge_study(worker, batch, received) loop
      if touched.lesson is null then
        verdicts := coalesce(touched.verdicts, '{}');
      else
        if touched.was_late then
          perform private.believe_late(worker, touched.enrolment_id, touched.lesson);
        end if;
        lessons := lessons || private.settle_lesson(worker, touched.enrolment_id, touched.lesson);
      end if;
    end loop;
  exception
    when data_exception or not_null_violation then
      perform private.refuse_study(batch);
  end;
  return jsonb_build_object('verdicts', verdicts, 'lessons', lessons, 'now_ms', private.ms(received),
    'check', private.ask_for_presence(worker, batch, received, verdicts ? 'counted'));
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
revoke execute on function public.open_lesson, public.keep_lesson, public.lesson_file, public.record_study from public, anon, authenticated;
grant execute on function public.open_lesson, public.keep_lesson, public.lesson_file, public.record_study to authenticated;
