-- What is true afterwards: a worker reads the line of her life, newest first, a page at a time, with the evidence behind each hour;
-- what she studied of her own accord and what an organisation sponsored are told apart; nobody reads it but her.

create function public.my_record(side text default null, of_kind text default null, of_year integer default null,
  before_at timestamptz default null, before_id uuid default null)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  most constant integer := 50;
begin
  return (
    with mine as (
      select o.id, o.kind, o.achieved_at, extract(year from o.achieved_at at time zone 'Asia/Shanghai')::integer as year,
        o.course_id, o.version, o.sponsor_id, o.verifier_id, o.hours_min, o.facts, o.evidence,
        exists (select from public.outcomes c where c.worker_id = me and c.corrects = o.id) as corrected
      from public.outcomes o
      where o.worker_id = me and (side is null or (side = 'own') = (o.sponsor_id is null))
    ), page as (
      select m.* from mine m
      where (of_kind is null or m.kind = of_kind) and (of_year is null or m.year = of_year)
        and (before_at is null or (m.achieved_at, m.id) < (before_at, before_id))
      order by m.achieved_at desc, m.id desc limit most + 1
    ), lines as (
      select p.achieved_at, p.id, jsonb_build_object(
        'id', p.id, 'kind', p.kind, 'achieved_at', p.achieved_at, 'year', p.year,
        'hours_min', p.hours_min, 'version', p.version, 'slug', c.slug, 'title', v.content -> 'title', 'sponsor', s.name,
        'facts', p.facts, 'verifier', r.name, 'claim', p.evidence -> 'claim', 'corrected', p.corrected,
        'clock_ms', p.evidence -> 'clock_ms', 'late_ms', p.evidence -> 'late_ms', 'coverage_pct', p.evidence -> 'coverage_pct') as line
      from page p
      left join public.courses c on c.id = p.course_id
      left join public.course_versions v on v.course_id = p.course_id and v.version = p.version
      left join public.organisations s on s.id = p.sponsor_id
      left join public.organisations r on r.id = p.verifier_id
      order by p.achieved_at desc, p.id desc limit most
    )
    select jsonb_build_object(
      'lines', coalesce((select jsonb_agg(l.line order by l.achieved_at desc, l.id desc) from lines l), '[]'),
      'more', (select count(*) from page) > most,
      'years', coalesce((
        select jsonb_agg(jsonb_build_object('year', y.year, 'outcomes', y.outcomes, 'hours_min', y.hours_min) order by y.year)
        from (
          select m.year, count(*) as outcomes, coalesce(sum(m.hours_min), 0) as hours_min
          from mine m where not m.corrected and (of_kind is null or m.kind = of_kind) group by m.year
        ) y
      ), '[]'),
      'kinds', coalesce((
        select jsonb_agg(jsonb_build_object('kind', k.kind, 'outcomes', k.outcomes, 'hours_min', k.hours_min)
          order by k.outcomes desc, k.kind)
        from (
          select m.kind, count(*) as outcomes, coalesce(sum(m.hours_min), 0) as hours_min
          from mine m where not m.corrected and (of_year is null or m.year = of_year) group by m.kind
        ) k
      ), '[]')
    )
  );
end;
$$;
comment on function public.my_record is
  'The line of my life, newest first. `side` is own or sponsored; the place before is that of the last line shown. The sums by year are of '
  'the kind that is asked for, those by kind of the year, so that each says what choosing another would show.';

revoke execute on function public.my_record from public, anon, authenticated;
grant execute on function public.my_record to authenticated;
