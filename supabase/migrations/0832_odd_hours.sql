-- What is true afterwards: hours whose evidence looks made by a machine are not granted and not taken away by one: they wait, the worker
-- reads why, and people decide. What is looked at is said here, each with its figures; from where on, in the rules of study.

create table public.hour_reviews (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null default gen_random_uuid(),
  enrolment_id uuid not null,
  course_id uuid not null,
  version integer not null,
  hours_min integer not null check (hours_min > 0),
  reasons jsonb not null check (jsonb_array_length(reasons) > 0),
  opened_at timestamptz not null default now(),
  decided_at timestamptz,
  granted boolean,
  answer text check (length(answer) between 1 and 1000),
  appealed_at timestamptz,
  wish text check (length(btrim(wish)) between 1 and 1000),
  primary key (worker_id, id),
  constraint hour_reviews_once unique (worker_id, enrolment_id),
  constraint hour_reviews_enrolment foreign key (worker_id, enrolment_id)
    references public.enrolments (worker_id, id) on delete restrict,
  constraint hour_reviews_version foreign key (course_id, version) references public.course_versions (course_id, version) on delete restrict,
  constraint hour_reviews_decided check ((decided_at is null) = (granted is null) and (decided_at is null or answer is not null)),
  constraint hour_reviews_appealed check ((appealed_at is null) = (wish is null))
);
comment on table public.hour_reviews is 'Hours of a completed course that wait for people, why, and what became of them.';
create index hour_reviews_version on public.hour_reviews (course_id, version);

create function private.days_paid(worker uuid, span tstzmultirange)
returns table (day date, approved_min numeric, late_ms bigint)
language sql stable set search_path = ''
as $$
  -- What a course brought is spread over the days whose minutes paid for it, as they paid.
  with paid as (
    select t.spans, coalesce(o.hours_min, r.hours_min, 0)::numeric as hours_min, private.length_ms(t.spans) as whole_ms, (
        select coalesce(range_agg(p.late - p.live), '{}') from public.study_progress p
        where p.worker_id = worker and p.enrolment_id = t.enrolment_id
      ) * t.spans as late
    from private.paid_time t
    left join public.outcomes o on o.worker_id = worker and o.enrolment_id = t.enrolment_id and o.kind = 'course_completed'
    left join public.hour_reviews r on r.worker_id = worker and r.enrolment_id = t.enrolment_id and r.granted is null
    where t.worker_id = worker and t.during && private.hull(span)
  )
  select d.day, sum(p.hours_min * private.length_ms(p.spans * d.whole) / greatest(p.whole_ms, 1)),
    sum(private.length_ms(p.late * d.whole))::bigint
  from (
    select b.day, tstzmultirange(private.day_span(b.day)) as whole from private.by_day(span, '{}') b
  ) d cross join paid p
  group by d.day
$$;

create function private.odd_about(mine public.enrolments, worth_min integer)
returns jsonb
language sql stable set search_path = ''
as $$
  with rule as (
    select r.* from private.study_rule() r
  ), paid as (
    select t.spans from private.paid_time t where t.worker_id = mine.worker_id and t.enrolment_id = mine.id
  ), sittings as (
    select s.* from private.sittings s where s.worker_id = mine.worker_id and s.enrolment_id = mine.id
  ), told as (
    select e.verdict, sum(private.covered(e.numbers)) as events, array_agg(distinct e.stream_id) as streams
    from private.study_evidence e join sittings s on s.id = e.sitting_id where e.worker_id = mine.worker_id group by e.verdict
  ), days as (
    select d.* from paid p cross join lateral private.days_paid(mine.worker_id, p.spans) d where not isempty(p.spans)
  ), odd as (
    select jsonb_build_object('reason', 'beats_alike', 'minutes', max(s.beats_ms) / 60000) as reason
    from private.study_streams s, rule r
    where s.worker_id = mine.worker_id and s.id in (select unnest(t.streams) from told t)
      and s.beats_ms >= r.regular_min * 60000::bigint
      -- Alike to the millisecond: the square of the sum is as large as it can be.
      and s.beats::numeric * s.beats_ms2 = s.beats_ms::numeric * s.beats_ms
    having count(*) > 0
    union all
    select jsonb_build_object('reason', 'too_fast', 'pct', t.fast * 100 / t.whole)
    from (
      select coalesce(sum(t.events) filter (where t.verdict in ('too_fast', 'beyond_medium')), 0) as fast, sum(t.events) as whole from told t
    ) t, rule r
    where t.fast >= 10 and t.fast * 100 >= r.refused_pct * t.whole
    union all
    select jsonb_build_object('reason', 'day_too_full', 'day', d.day, 'minutes', round(d.approved_min), 'most', r.approved_day_min)
    from (
      select p.day, p.approved_min + worth_min * private.length_ms(t.spans * tstzmultirange(private.day_span(p.day)))::numeric
        / greatest(private.length_ms(t.spans), 1) as approved_min
      from days p, paid t order by 2 desc limit 1
    ) d, rule r where d.approved_min > r.approved_day_min
    union all
    select jsonb_build_object('reason', 'day_away', 'day', d.day, 'minutes', d.late_ms / 60000, 'most', r.late_day_min)
    from (select p.day, p.late_ms from days p order by p.late_ms desc limit 1) d, rule r where d.late_ms > r.late_day_min * 60000::bigint
    union all
    select jsonb_build_object('reason', 'more_than_clock', 'pct', round(w.approved_min * 6000000 / greatest(w.clock_ms, 1)), 'most', r.approved_over_clock_pct)
    from (
      -- This course, and those of the last thirty days before it.
      select count(*) as courses, sum(c.hours_min) as approved_min, sum(c.clock_ms) as clock_ms
      from (
        select worth_min as hours_min, private.length_ms(k.spent) as clock_ms from private.course_clock(mine) k
        union all
        select o.hours_min, (o.evidence ->> 'clock_ms')::bigint from public.outcomes o
        where o.worker_id = mine.worker_id and o.kind = 'course_completed' and o.enrolment_id is not null and o.hours_min > 0
          and o.achieved_at > now() - interval '30 days'
      ) c
    ) w, rule r
    where w.courses >= r.approved_over_clock_courses and w.approved_min * 6000000 > w.clock_ms * r.approved_over_clock_pct
    union all
    select jsonb_build_object('reason', 'many_devices', 'devices', w.devices)
    from (
      select max(n.devices) as devices from (
        select count(distinct o.device) as devices from sittings s
        join private.sittings o on o.worker_id = s.worker_id and o.opened_at between s.opened_at - interval '1 day' and s.opened_at
        group by s.id
      ) n
    ) w, rule r where w.devices > r.devices_a_day
    union all
    select jsonb_build_object('reason', 'many_accounts', 'accounts', w.accounts)
    from (
      select max(n.accounts) as accounts from (
        select count(distinct o.worker_id) as accounts from sittings s
        join private.sittings o on o.device = s.device and o.opened_at between s.opened_at - interval '30 minutes' and s.opened_at + interval '30 minutes'
        group by s.id
      ) n
    ) w, rule r where w.accounts > r.accounts_on_a_device
  )
  select coalesce(jsonb_agg(o.reason), '[]') from odd o
$$;
comment on function private.odd_about is 'What a person should look at before these hours are granted, with the figures; nothing, for nearly everybody.';

create function private.write_course_hours(mine public.enrolments, worth_min integer, at timestamptz, more jsonb default '{}')
returns void
language sql volatile set search_path = ''
as $$
  insert into public.outcomes (worker_id, id, kind, achieved_at, course_id, version, enrolment_id, sponsor_id, hours_min, evidence)
  values (mine.worker_id, private.course_outcome_id(mine.course_id, mine.version), 'course_completed', at, mine.course_id, mine.version,
    mine.id, mine.sponsor_id, worth_min, private.course_evidence(mine) || more)
$$;

create function private.grant_hours(mine public.enrolments, worth_min integer)
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  reasons jsonb := private.odd_about(mine, worth_min);
begin
  if reasons = '[]' then
    perform private.write_course_hours(mine, worth_min, now());
  else
    insert into public.hour_reviews (worker_id, enrolment_id, course_id, version, hours_min, reasons)
    values (mine.worker_id, mine.id, mine.course_id, mine.version, worth_min, reasons);
  end if;
end;
$$;

create function private.keep_to_approved_hours()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if (
    select coalesce(sum(o.hours_min), 0) + new.hours_min from public.outcomes o
    where o.worker_id = new.worker_id and o.course_id = new.course_id and o.kind = 'course_completed' and o.enrolment_id is not null
  ) > (select max(v.hours_min) from public.course_versions v where v.course_id = new.course_id) then
    perform private.business_error('hours_granted_already', 'PT409');
  end if;
  return new;
end;
$$;
comment on function private.keep_to_approved_hours is 'Whoever writes it: a course brings no more in a life than its best version is worth.';

create trigger outcomes_once_in_a_life before insert on public.outcomes
for each row when (new.kind = 'course_completed' and new.enrolment_id is not null and new.hours_min is not null)
execute function private.keep_to_approved_hours();

alter table public.hour_reviews enable row level security;
create policy hour_reviews_select on public.hour_reviews for select to authenticated
using (worker_id = (select private.my_worker_id()));
revoke all on public.hour_reviews from anon, authenticated, service_role;
grant select on public.hour_reviews to authenticated, service_role;
