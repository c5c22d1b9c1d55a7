-- What is true afterwards: a published version of a course never changes; the catalogue is read from one row a course, by indexes,
-- so it costs the same with a hundred courses and a hundred thousand; the key of a quiz is out of everybody's reach.

create type public.course_kind as enum ('general', 'position', 'theme', 'culture');

create table public.courses (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(slug) <= 60),
  version integer not null check (version > 0),
  kind public.course_kind not null,
  category text not null check (length(category) between 1 and 40),
  trade text check (length(trade) between 1 and 60),
  level text not null check (length(level) between 1 and 40),
  audiences text[] not null check (cardinality(audiences) > 0),
  provider text not null check (length(provider) between 1 and 60),
  hours_min integer not null check (hours_min > 0),
  listing jsonb not null,
  search tsvector not null,
  published_at timestamptz not null default now()
);
comment on table public.courses is '@reference What is learnt: the line of the catalogue, taken from the version that is offered now.';
comment on column public.courses.listing is 'What a line of the catalogue shows: title, summary, cover, names of trade and provider, in each language.';
comment on column public.courses.search is
  'Pairs of Chinese characters, syllables and initials of their pinyin, and Latin words, with places, made by the importer.';
create index courses_newest on public.courses (published_at desc, id);
create index courses_shortest on public.courses (hours_min, id);
create index courses_kind on public.courses (kind, published_at desc, id);
create index courses_category on public.courses (category, published_at desc, id);
create index courses_trade on public.courses (trade, published_at desc, id);
create index courses_provider on public.courses (provider, published_at desc, id);
create index courses_level on public.courses (level, published_at desc, id);
create index courses_search on public.courses using gin (search);

create table public.course_versions (
  course_id uuid not null references public.courses (id) on delete restrict,
  version integer not null check (version > 0),
  digest text not null check (length(digest) = 64),
  hours_min integer not null check (hours_min > 0),
  coverage_pct smallint not null check (coverage_pct between 1 and 100),
  checks text[] not null,
  content jsonb not null,
  published_at timestamptz not null default now(),
  primary key (course_id, version)
);
comment on table public.course_versions is '@reference What a learner began stays what she finishes: a version is published once and never changes.';
comment on column public.course_versions.coverage_pct is 'How much of each lesson has to be presented. Together with checks: the rule by which the course is completed.';

create table public.lessons (
  course_id uuid not null,
  version integer not null,
  slug text not null check (length(slug) between 1 and 60),
  position smallint not null,
  kind text not null check (kind ~ '^[a-z][a-z0-9_]*$'),
  title jsonb not null,
  study_min integer not null check (study_min > 0),
  extent integer not null check (extent >= 0),
  pace integer check (pace > 0),
  flows boolean not null,
  floor_ms integer not null check (floor_ms >= 0),
  content jsonb not null,
  primary key (course_id, version, slug),
  constraint lessons_version foreign key (course_id, version) references public.course_versions (course_id, version) on delete restrict,
  constraint lessons_pace check (extent = 0 or pace is not null)
);
comment on table public.lessons is '@reference The smallest learnable part of a course. What is special about a kind is in content; what counts is in the columns.';
comment on column public.lessons.extent is 'How much there is to cover, in units of the kind: a film its milliseconds, pages the least time of each. Nothing for a check.';
comment on column public.lessons.pace is 'How many units can be presented in a second at most. Null where there is nothing to cover.';
comment on column public.lessons.flows is 'Whether it goes by itself, as a film does: then it goes on where it ended, and not where the last look at it began.';
comment on column public.lessons.floor_ms is 'The least time in which all of it can honestly be taken in. Below it the clock is not plausible for the coverage.';

create table public.course_facets (
  facet text not null check (facet in ('trade', 'provider')),
  code text not null check (length(code) between 1 and 60),
  name jsonb not null,
  primary key (facet, code)
);
comment on table public.course_facets is '@reference Trades and providers that some course names, so that the catalogue can offer them without reading courses.';

create table private.quiz_banks (
  course_id uuid not null,
  version integer not null,
  lesson text not null,
  bank jsonb not null,
  primary key (course_id, version, lesson),
  constraint quiz_banks_lesson foreign key (course_id, version, lesson)
    references public.lessons (course_id, version, slug) on delete restrict
);
comment on table private.quiz_banks is '@reference Questions with their key. Only functions read it; the key leaves to whoever passed, or can not try again.';

create function private.keep_published()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.business_error('course_version_published', 'PT409');
  return null;
end;
$$;

create trigger course_versions_keep before update or delete on public.course_versions
for each row execute function private.keep_published();
create trigger lessons_keep before update or delete on public.lessons
for each row execute function private.keep_published();
create trigger quiz_banks_keep before update or delete on private.quiz_banks
for each row execute function private.keep_published();

-- Publishing -------------------------------------------------------------------------------------------------------------------

create function public.clerk_course_digests()
returns table (slug text, version integer, digest text)
language sql stable security definer set search_path = ''
as $$ select c.slug, v.version, v.digest from public.courses c join public.course_versions v on v.course_id = c.id $$;
comment on function public.clerk_course_digests is 'What is published already, so that an import sends only what is new.';

create function private.refuse_short_course(published public.course_versions)
returns void
language plpgsql stable set search_path = ''
as $$
declare
  whole_ms bigint;
  floor_ms bigint;
  needed_ms bigint := published.hours_min::bigint * 36000;
begin
  select coalesce(sum(l.floor_ms), 0) into whole_ms from public.lessons l
  where l.course_id = published.course_id and l.version = published.version;
  floor_ms := whole_ms * published.coverage_pct / 100;
  if floor_ms < needed_ms then
    perform private.business_error('course_too_short', 'PT422', jsonb_build_object(
      'hours_min', published.hours_min, 'lessons_s', whole_ms / 1000, 'coverage_pct', published.coverage_pct,
      'floor_s', floor_ms / 1000, 'needed_s', needed_ms / 1000));
  end if;
end;
$$;
comment on function private.refuse_short_course is
  'Approved hours are worth something because nobody gets them in much less: the least honest time is three fifths of them or more.';

create function public.clerk_publish_course(course jsonb)
returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
  row_of public.courses;
  published public.course_versions;
  had text;
begin
  row_of := jsonb_populate_record(null::public.courses, course);
  select v.digest into had from public.course_versions v join public.courses c on c.id = v.course_id
  where c.slug = row_of.slug and v.version = row_of.version;
  if had = course ->> 'digest' then
    return 'unchanged';
  elsif had is not null then
    perform private.business_error('course_version_published', 'PT409', jsonb_build_object('course', row_of.slug));
  end if;
  insert into public.courses as c (id, slug, version, kind, category, trade, level, audiences, provider, hours_min, listing,
    search)
  -- The same course has the same id wherever it is published, so what rests on it can be compared between installations.
  values (md5('course ' || row_of.slug)::uuid, row_of.slug, row_of.version, row_of.kind, row_of.category, row_of.trade, row_of.level, row_of.audiences, row_of.provider,
    row_of.hours_min, row_of.listing, row_of.search)
  on conflict (slug) do update set version = excluded.version, kind = excluded.kind, category = excluded.category,
    trade = excluded.trade, level = excluded.level, audiences = excluded.audiences, provider = excluded.provider,
    hours_min = excluded.hours_min, listing = excluded.listing, search = excluded.search, published_at = now()
  where c.version < excluded.version
  returning * into row_of;
  if row_of.id is null then
    perform private.business_error('course_version_older', 'PT409', jsonb_build_object('course', course ->> 'slug'));
  end if;
  insert into public.course_versions (course_id, version, digest, hours_min, coverage_pct, checks, content)
  select row_of.id, row_of.version, v.digest, row_of.hours_min, v.coverage_pct, v.checks, v.content
  from jsonb_populate_record(null::public.course_versions, course) v
  returning * into published;
  insert into public.lessons (course_id, version, slug, position, kind, title, study_min, extent, pace, flows, floor_ms, content)
  select row_of.id, row_of.version, l.slug, l.position, l.kind, l.title, l.study_min, l.extent, l.pace, coalesce(l.flows, false), l.floor_ms,
    l.content
  from jsonb_populate_recordset(null::public.lessons, course -> 'lessons') l;
  perform private.refuse_short_course(published);
  insert into private.quiz_banks (course_id, version, lesson, bank)
  select row_of.id, row_of.version, b.key, b.value from jsonb_each(course -> 'banks') b;
  insert into public.course_facets (facet, code, name)
  select f.facet, f.code, f.name from jsonb_populate_recordset(null::public.course_facets, course -> 'facets') f
  on conflict (facet, code) do update set name = excluded.name;
  return 'published';
end;
$$;
comment on function public.clerk_publish_course is 'Publishes a version whole, or not at all. The same again changes nothing; other content under the same number is refused.';

-- What learners think -----------------------------------------------------------------------------------------------------------

create table public.course_ratings (
  worker_id uuid not null references public.workers (id) on delete restrict,
  course_id uuid not null references public.courses (id) on delete restrict,
  stars smallint not null check (stars between 1 and 5),
  rated_at timestamptz not null default now(),
  primary key (worker_id, course_id)
);
comment on table public.course_ratings is 'What a learner thinks of a course. One each, and she can change it.';
create index course_ratings_course on public.course_ratings (course_id);

create table public.course_tallies (
  course_id uuid primary key references public.courses (id) on delete cascade,
  ratings integer not null default 0 check (ratings >= 0),
  stars integer not null default 0 check (stars >= 0)
);
comment on table public.course_tallies is '@reference How many rated a course and how many stars they gave, kept by deltas. Who gave which is nobody''s business.';

create function private.tally_ratings()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.course_tallies as t (course_id, ratings, stars) values (new.course_id, 1, new.stars)
  on conflict (course_id) do update set ratings = t.ratings + (tg_op = 'INSERT')::integer,
    stars = t.stars + new.stars - case when tg_op = 'UPDATE' then old.stars else 0 end;
  return null;
end;
$$;

create trigger course_ratings_tally after insert or update of stars on public.course_ratings
for each row execute function private.tally_ratings();

-- The catalogue ----------------------------------------------------------------------------------------------------------------

create function private.catalogue_condition(wanted jsonb)
returns text
language sql immutable set search_path = ''
as $$
  select concat_ws(' and ', 'true',
    case when wanted ->> 'kind' is not null then format('c.kind = %L', wanted ->> 'kind') end,
    case when wanted ->> 'category' is not null then format('c.category = %L', wanted ->> 'category') end,
    case when wanted ->> 'trade' is not null then format('c.trade = %L', wanted ->> 'trade') end,
    case when wanted ->> 'level' is not null then format('c.level = %L', wanted ->> 'level') end,
    case when wanted ->> 'provider' is not null then format('c.provider = %L', wanted ->> 'provider') end,
    case when wanted ->> 'audience' is not null then format('c.audiences && array[%L, ''all'']', wanted ->> 'audience') end,
    case when wanted ->> 'over_min' is not null then format('c.hours_min > %L::integer', wanted ->> 'over_min') end,
    case when wanted ->> 'up_to_min' is not null then format('c.hours_min <= %L::integer', wanted ->> 'up_to_min') end,
    case when wanted ->> 'search' is not null then format('c.search @@ %L::tsquery', wanted ->> 'search') end
  )
$$;
comment on function private.catalogue_condition is
  'Only what is asked for stands in the statement, so that the plan is made for it: a condition that is sometimes null would scan.';

create function private.found_by_word(statement text)
returns jsonb
language plpgsql stable security invoker
set search_path = '' set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
as $$
declare
  found jsonb;
begin
  execute statement into found;
  return found;
end;
$$;
comment on function private.found_by_word is
  'Runs a question through the index of words. The planner takes initials and beginnings for common and would walk the whole catalogue.';

create function public.catalogue(wanted jsonb, size integer default 24)
returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  by_hours boolean := wanted ->> 'sort' in ('shortest', 'longest');
  sort_by text := case wanted ->> 'sort' when 'shortest' then 'c.hours_min, c.id' when 'longest' then 'c.hours_min desc, c.id desc'
    else 'c.published_at desc, c.id desc' end;
  place text := case when by_hours then '(c.hours_min, c.id)' else '(c.published_at, c.id)' end;
  after text := case
    when wanted -> 'after' is null then ''
    when by_hours then format(' and %s %s (%L::integer, %L::uuid)', place,
      case wanted ->> 'sort' when 'shortest' then '>' else '<' end, wanted -> 'after' ->> 0, wanted -> 'after' ->> 1)
    else format(' and %s < (%L::timestamptz, %L::uuid)', place, wanted -> 'after' ->> 0, wanted -> 'after' ->> 1)
  end;
  statement text;
  is_rare boolean := false;
  found jsonb;
begin
  statement := format(
    'select coalesce(jsonb_agg(f.line), ''[]'') from (
      select c.listing || jsonb_build_object(''slug'', c.slug, ''kind'', c.kind, ''category'', c.category, ''level'', c.level,
        ''hours_min'', c.hours_min, ''place'', jsonb_build_array(%s, c.id)) as line
      from public.courses c where %s%s order by %s limit %s
    ) f',
    case when by_hours then 'c.hours_min' else 'c.published_at' end,
    private.catalogue_condition(wanted), after, sort_by, least(greatest(size, 1), 100) + 1
  );
  if wanted ->> 'search' is not null then
    is_rare := private.found_by_word(format(
      'select to_jsonb(count(*) < 100) from (select from public.courses c where c.search @@ %L::tsquery limit 100) f', wanted ->> 'search'
    ));
  end if;
  -- Few matches are fetched and sorted; many are met soon enough on the way through the order that was asked for.
  if is_rare then
    found := private.found_by_word(statement);
  else
    execute statement into found;
  end if;
  return jsonb_build_object(
    'courses', found,
    'facets', (
      select coalesce(jsonb_agg(jsonb_build_object('facet', f.facet, 'code', f.code, 'name', f.name) order by f.facet, f.code), '[]')
      from public.course_facets f
    )
  );
end;
$$;
comment on function public.catalogue is
  'A page of the catalogue and one line more, to tell whether there is a next page; and the names to choose from. One round trip.';

create function public.course_page(course_slug text)
returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select c.listing || v.content || jsonb_build_object(
    'id', c.id, 'slug', c.slug, 'version', c.version, 'kind', c.kind, 'category', c.category, 'level', c.level,
    'audiences', c.audiences, 'hours_min', c.hours_min, 'coverage_pct', v.coverage_pct, 'checks', v.checks,
    'ratings', coalesce(t.ratings, 0), 'stars', coalesce(t.stars, 0),
    'my_stars', (select r.stars from public.course_ratings r where r.worker_id = (select private.my_worker_id()) and r.course_id = c.id),
    'lessons', (
      select jsonb_agg(jsonb_build_object('slug', l.slug, 'kind', l.kind, 'title', l.title, 'study_min', l.study_min) order by l.position)
      from public.lessons l where l.course_id = c.id and l.version = c.version
    )
  )
  from public.courses c join public.course_versions v on v.course_id = c.id and v.version = c.version
  left join public.course_tallies t on t.course_id = c.id
  where c.slug = course_slug
$$;
comment on function public.course_page is 'What anyone may know about a course before she begins it. Contents of lessons are not in it.';

alter table public.courses enable row level security;
alter table public.course_versions enable row level security;
alter table public.lessons enable row level security;
alter table public.course_facets enable row level security;
alter table public.course_ratings enable row level security;
alter table public.course_tallies enable row level security;
alter table private.quiz_banks enable row level security;

create policy courses_select on public.courses for select to authenticated
using ((select private.my_worker_id()) is not null);
create policy course_versions_select on public.course_versions for select to authenticated
using ((select private.my_worker_id()) is not null);
create policy lessons_select on public.lessons for select to authenticated
using ((select private.my_worker_id()) is not null);
create policy course_ratings_select on public.course_ratings for select to authenticated
using (worker_id = (select private.my_worker_id()));
create policy course_tallies_select on public.course_tallies for select to authenticated
using ((select private.my_worker_id()) is not null);
create policy course_facets_select on public.course_facets for select to authenticated
using ((select private.my_worker_id()) is not null);

revoke all on public.courses, public.course_versions, public.lessons, public.course_facets, public.course_ratings, public.course_tallies
from anon, authenticated, service_role;
-- Visitors read the catalogue through the clerk; contents of lessons are read through the functions that check the enrolment.
grant select on public.courses, public.course_versions, public.course_facets, public.course_ratings, public.course_tallies
to authenticated, service_role;
grant select (course_id, version, slug, position, kind, title, study_min, extent) on public.lessons to authenticated;
grant select on public.lessons to service_role;
revoke execute on function public.clerk_course_digests, public.clerk_publish_course, public.catalogue, public.course_page
  from public, anon, authenticated;
grant execute on function public.clerk_course_digests, public.clerk_publish_course to service_role;
grant execute on function private.catalogue_condition(jsonb), private.found_by_word(text) to authenticated, service_role;
grant usage on schema private to service_role;
grant execute on function public.catalogue, public.course_page to authenticated, service_role;
