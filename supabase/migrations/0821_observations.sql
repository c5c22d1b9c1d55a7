-- What is true afterwards: what a browser observed is judged once, each observation by what is known then, and merged into the unions
-- of 0820. Judging is a pure reading; merging is one statement; late time is believed as far as the lesson that was kept can take.

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

revoke execute on function public.record_study from public, anon, authenticated;
grant execute on function public.record_study to authenticated;
