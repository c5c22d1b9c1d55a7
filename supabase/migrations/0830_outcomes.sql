-- What is true afterwards: a lesson and a course are completed when the rule of the course says so, decided here and nowhere else;
-- a completed course gives exactly one outcome, which nobody can change; what is still missing can be told in words.

create table public.outcomes (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z_]*$'),
  achieved_at timestamptz not null,
  course_id uuid,
  version integer,
  enrolment_id uuid,
  sponsor_id uuid references public.organisations (id) on delete restrict,
  verifier_id uuid references public.organisations (id) on delete restrict,
  hours_min integer check (hours_min > 0),
  facts jsonb not null default '{}',
  evidence jsonb not null default '{}',
  corrects uuid check (corrects <> id),
  primary key (worker_id, id),
  constraint outcomes_corrects foreign key (worker_id, corrects) references public.outcomes (worker_id, id) on delete restrict,
  constraint outcomes_version foreign key (course_id, version) references public.course_versions (course_id, version) on delete restrict,
  constraint outcomes_enrolment foreign key (worker_id, enrolment_id) references public.enrolments (worker_id, id) on delete restrict
);
comment on table public.outcomes is '@append-only A result that evidence stands behind: a course completed, later a certificate, a level, a place in a contest.';
comment on column public.outcomes.id is 'Made from what it is the outcome of, so that the same result can never be written twice.';
comment on column public.outcomes.verifier_id is 'Who vouches for what happened elsewhere. Null where the platform saw it itself.';
comment on column public.outcomes.facts is 'What the rules of credits are told of it, beyond the course: title, issuer, level, rank and the like.';
comment on column public.outcomes.hours_min is 'Approved hours in minutes: what the reviewed course is worth, not how long she took.';
comment on column public.outcomes.corrects is 'What this stands in the place of: nothing is ever changed, and each is corrected once at most.';
create unique index outcomes_corrected on public.outcomes (worker_id, corrects);
create index outcomes_version on public.outcomes (course_id, version);
create index outcomes_enrolment on public.outcomes (worker_id, enrolment_id);
create index outcomes_sponsor on public.outcomes (sponsor_id);
create index outcomes_verifier on public.outcomes (verifier_id);
create index outcomes_of_a_life on public.outcomes (worker_id, achieved_at desc, id desc);

create view private.standing_outcomes with (security_invoker = true) as
select o.* from public.outcomes o
where not exists (select from public.outcomes c where c.worker_id = o.worker_id and c.corrects = o.id);
comment on view private.standing_outcomes is 'Results as they are now: without those that another corrects.';
revoke all on private.standing_outcomes from public, anon, authenticated, service_role;

create function private.keep_outcome()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.business_error('outcome_final', 'PT409');
  return null;
end;
$$;

create trigger outcomes_keep before update or delete on public.outcomes
for each row execute function private.keep_outcome();

create function private.lesson_clock_ms(progress public.study_progress)
returns bigint
language sql immutable
return private.length_ms((progress).live + (progress).late);

create function private.lesson_done(lesson public.lessons, progress public.study_progress, coverage_pct integer)
returns boolean
language sql immutable
return (lesson).extent > 0
  and private.covered((progress).coverage) * 100 >= coverage_pct::bigint * (lesson).extent
  and private.lesson_clock_ms(progress) * 100 >= coverage_pct::bigint * (lesson).floor_ms;
comment on function private.lesson_done is 'Enough of it was presented, and she was there long enough for that to be true.';

create function private.course_clock(mine public.enrolments)
returns table (have_ms bigint, late_ms bigint, free_ms bigint, floor_ms bigint)
language sql stable set search_path = ''
as $$
  select
    coalesce((
      select private.length_ms(range_agg(s)) from public.study_progress p, unnest(p.live + p.late) s
      where p.worker_id = mine.worker_id and p.enrolment_id = mine.id
    ), 0),
    coalesce((
      select private.length_ms(range_agg(s)) from public.study_progress p, unnest(p.late - p.live) s
      where p.worker_id = mine.worker_id and p.enrolment_id = mine.id
    ), 0),
    -- Sixteen courses played at once share one clock: what other completed courses needed of it is no longer free.
    coalesce((select sum(d.counted_ms) from public.study_days d where d.worker_id = mine.worker_id), 0)::bigint
      - coalesce((
        select sum((o.evidence ->> 'floor_ms')::bigint) from public.outcomes o
        where o.worker_id = mine.worker_id and o.kind = 'course_completed' and o.enrolment_id <> mine.id
      ), 0)::bigint,
    (
      -- A meeting is told by its roll: no clock of ours runs in a room.
      select coalesce(sum(l.floor_ms) filter (where l.kind <> 'classroom'), 0) * v.coverage_pct / 100 from public.lessons l
      join public.course_versions v on v.course_id = l.course_id and v.version = l.version
      where l.course_id = mine.course_id and l.version = mine.version group by v.coverage_pct
    )::bigint
$$;

create function private.course_gaps(mine public.enrolments)
returns jsonb
language sql stable set search_path = ''
as $$
  with rule as (
    select v.coverage_pct, v.checks from public.course_versions v where v.course_id = mine.course_id and v.version = mine.version
  ), lessons as (
    select l as lesson, p as progress, l.position, l.slug = any (r.checks) as is_check, p.completed_at, r.coverage_pct
    from rule r
    join public.lessons l on l.course_id = mine.course_id and l.version = mine.version
    left join public.study_progress p on p.worker_id = mine.worker_id and p.enrolment_id = mine.id and p.lesson = l.slug
  ), gaps as (
    select l.position, jsonb_build_object('lesson', (l.lesson).slug) || case
      when l.is_check then '{"reason": "check_not_passed"}'
      when coalesce(private.covered((l.progress).coverage), 0) * 100 < l.coverage_pct::bigint * (l.lesson).extent then
        jsonb_build_object('reason', 'lesson_not_covered', 'needed_pct', l.coverage_pct,
          'covered_pct', coalesce(private.covered((l.progress).coverage), 0) * 100 / (l.lesson).extent)
      else jsonb_build_object('reason', 'lesson_too_quick', 'have_s', coalesce(private.lesson_clock_ms(l.progress), 0) / 1000,
        'need_s', ((l.lesson).floor_ms::bigint * l.coverage_pct + 99999) / 100000)
    end as gap
    from lessons l where l.completed_at is null and ((l.lesson).extent > 0 or l.is_check)
    union all
    select 1000, jsonb_build_object('reason', 'clock_too_short', 'have_s', greatest(0, least(c.have_ms, c.free_ms)) / 1000,
      'need_s', (c.floor_ms + 999) / 1000)
    from private.course_clock(mine) c where least(c.have_ms, c.free_ms) < c.floor_ms
  )
  select coalesce(jsonb_agg(g.gap order by g.position), '[]') from gaps g
$$;
comment on function private.course_gaps is 'What is still missing before hours are granted. The same list decides and explains: empty is completed.';

create function private.settle_course(mine public.enrolments)
returns boolean
language plpgsql volatile set search_path = ''
as $$
begin
  if mine.completed_at is not null or private.course_gaps(mine) <> '[]' then
    return mine.completed_at is not null;
  end if;
  insert into public.outcomes (worker_id, id, kind, achieved_at, course_id, version, enrolment_id, sponsor_id, hours_min, evidence)
  select mine.worker_id, md5('course_completed ' || mine.id)::uuid, 'course_completed', now(), mine.course_id, mine.version, mine.id,
    mine.sponsor_id, v.hours_min, jsonb_build_object(
      'clock_ms', c.have_ms, 'late_ms', c.late_ms, 'floor_ms', c.floor_ms, 'coverage_pct', v.coverage_pct,
      'lessons', (
        select jsonb_object_agg(l.slug, jsonb_build_object('covered', private.covered(p.coverage), 'extent', l.extent,
          'clock_ms', private.lesson_clock_ms(p), 'completed_at', p.completed_at))
        from public.lessons l
        join public.study_progress p on p.worker_id = mine.worker_id and p.enrolment_id = mine.id and p.lesson = l.slug
        where l.course_id = mine.course_id and l.version = mine.version
      )
    )
  from public.course_versions v, private.course_clock(mine) c
  where v.course_id = mine.course_id and v.version = mine.version
  on conflict do nothing;
  update public.enrolments e set completed_at = now() where e.worker_id = mine.worker_id and e.id = mine.id;
  return true;
end;
$$;

create function private.settle_lesson(worker uuid, enrolment uuid, lesson_slug text)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  mine public.enrolments := private.enrolment_of(worker, enrolment, false);
  lesson public.lessons;
  progress public.study_progress;
  needed integer;
  course_done boolean := mine.completed_at is not null;
begin
  select p.* into progress from public.study_progress p
  where p.worker_id = worker and p.enrolment_id = enrolment and p.lesson = lesson_slug;
  select l.* into lesson from public.lessons l
  where l.course_id = mine.course_id and l.version = mine.version and l.slug = lesson_slug;
  select v.coverage_pct into needed from public.course_versions v where v.course_id = mine.course_id and v.version = mine.version;
  if progress.completed_at is null and private.lesson_done(lesson, progress, needed) then
    update public.study_progress p set completed_at = now()
    where p.worker_id = worker and p.enrolment_id = enrolment and p.lesson = lesson_slug
    returning p.completed_at into progress.completed_at;
  end if;
  -- More clock can be what a course waited for, so it is asked again as long as it is open.
  if progress.completed_at is not null then
    course_done := private.settle_course(mine);
  end if;
  return jsonb_build_object('enrolment', enrolment, 'lesson', lesson_slug, 'covered', private.covered(progress.coverage),
    'extent', lesson.extent, 'completed', progress.completed_at is not null, 'course_completed', course_done);
end;
$$;

create function public.where_i_stopped(enrolment uuid)
returns text
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine public.enrolments;
begin
  mine := private.enrolment_of(me, enrolment, true);
  return (
    select l.slug from public.lessons l
    left join public.study_progress p on p.worker_id = me and p.enrolment_id = mine.id and p.lesson = l.slug
    where l.course_id = mine.course_id and l.version = mine.version
    order by (p.completed_at is null) desc, p.seen_at desc nulls last, l.position limit 1
  );
end;
$$;
comment on function public.where_i_stopped is 'The lesson to go on with: the last one I was in and have not completed, else the first I have not.';

alter table public.outcomes enable row level security;

create policy outcomes_select on public.outcomes for select to authenticated
using (
  worker_id = (select private.my_worker_id())
  or sponsor_id in (select private.people_below('{manager,officer}'))
);

revoke all on public.outcomes from anon, authenticated, service_role;
grant select on public.outcomes to authenticated, service_role;
revoke execute on function public.where_i_stopped from public, anon, authenticated;
grant execute on function public.where_i_stopped to authenticated;
