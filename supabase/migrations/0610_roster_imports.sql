-- What is true afterwards: a sheet of people waits in the database row by row until it has been imported or replaced. A chunk of it is
-- imported and forgotten in one transaction, so that stopping anywhere loses nothing and doubles nothing.

create table public.roster_imports (
  id uuid primary key default gen_random_uuid(),
  house_id uuid not null references public.organisations (id) on delete cascade,
  importer_id uuid not null references public.workers (id) on delete cascade,
  file_name text not null check (length(file_name) <= 120),
  headers jsonb not null,
  mapping jsonb not null,
  rows_staged integer not null default 0,
  rows_good integer not null default 0,
  rows_bad integer not null default 0,
  created integer not null default 0,
  changed integer not null default 0,
  unchanged integer not null default 0,
  uploaded_at timestamptz not null default now(),
  staged_at timestamptz,
  last_chunk_at timestamptz,
  finished_at timestamptz,
  replaced_at timestamptz
);
comment on table public.roster_imports is
  '@staging One upload of a sheet of people: by whom, how its columns were understood, and how far it has come.';
comment on column public.roster_imports.mapping is 'For each field of a person the number of its column, counted from 0.';
create index roster_imports_house on public.roster_imports (house_id, uploaded_at desc);
create index roster_imports_importer on public.roster_imports (importer_id);

create table public.roster_import_rows (
  import_id uuid not null references public.roster_imports (id) on delete cascade,
  row_no integer not null check (row_no between 1 and 1100000),
  cells jsonb not null,
  person jsonb,
  problems jsonb,
  primary key (import_id, row_no),
  constraint roster_import_rows_good_or_bad check ((person is null) <> (problems is null))
);
comment on table public.roster_import_rows is
  '@staging Rows that wait. A good one is gone once it is imported; a rejected one when the house imports anew.';
create index roster_import_rows_good on public.roster_import_rows (import_id, row_no) where person is not null;
create index roster_import_rows_bad on public.roster_import_rows (import_id, row_no) where problems is not null;

create function private.own_import(import uuid)
returns public.roster_imports
language plpgsql volatile security definer set search_path = ''
as $$
declare
  job public.roster_imports;
begin
  select * into job from public.roster_imports i
  where i.id = import and i.importer_id = private.my_worker_id() for update;
  if job.id is null or not private.keeps_people(job.house_id, '{manager,officer}') then
    perform private.business_error('import_not_found', 'PT404');
  end if;
  if job.replaced_at is not null then
    perform private.business_error('import_replaced', 'PT409');
  end if;
  return job;
end;
$$;
comment on function private.own_import is 'The import, locked, if it is mine and I still keep the people of its house.';

create function public.begin_roster_import(house uuid, file_name text, headers jsonb, mapping jsonb)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  begun uuid;
begin
  if not private.keeps_people(house, '{manager,officer}')
    or not exists (select from public.organisations o where o.id = house and o.house_id = house) then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('roster:' || house, 0));
  if exists (
    select from public.roster_imports i
    where i.house_id = house and i.importer_id <> private.my_worker_id() and i.finished_at is null and i.replaced_at is null
      and i.last_chunk_at > now() - interval '10 minutes'
  ) then
    perform private.business_error('import_in_progress', 'PT409');
  end if;
  delete from public.roster_import_rows r
  using public.roster_imports i where i.house_id = house and i.replaced_at is null and r.import_id = i.id;
  update public.roster_imports i set replaced_at = now() where i.house_id = house and i.replaced_at is null;
  insert into public.roster_imports (house_id, importer_id, file_name, headers, mapping)
  values (house, private.my_worker_id(), left(file_name, 120), headers, mapping) returning id into begun;
  return begun;
end;
$$;
comment on function public.begin_roster_import is 'Opens a new import of a house and forgets the rows of those before it.';

create function public.stage_roster_rows(import uuid, rows jsonb)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  job public.roster_imports := private.own_import(import);
  waiting integer;
begin
  if job.last_chunk_at is not null then
    perform private.business_error('import_began', 'PT409');
  end if;
  if jsonb_typeof(rows) <> 'array' or jsonb_array_length(rows) > 2000 then
    perform private.business_error('too_many_rows', 'PT422', '{"limit": 2000}');
  end if;
  insert into public.roster_import_rows (import_id, row_no, cells, person, problems)
  select import, r.row_no, r.cells, r.person, r.problems
  from jsonb_to_recordset(rows) as r (row_no integer, cells jsonb, person jsonb, problems jsonb)
  on conflict (import_id, row_no) do update set cells = excluded.cells, person = excluded.person, problems = excluded.problems;
  select count(*) into waiting from public.roster_import_rows r where r.import_id = import;
  if waiting > 20000 then
    perform private.business_error('too_many_rows', 'PT422', '{"limit": 20000}');
  end if;
  -- Half of the rows may be read by old columns and half by new ones: nothing is imported until all are.
  update public.roster_imports i set staged_at = null, rows_staged = waiting where i.id = import;
  return waiting;
end;
$$;
comment on function public.stage_roster_rows is 'Up to 2,000 rows of an import that has not begun; a row sent again replaces itself.';

create function public.settle_roster_import(import uuid, mapping jsonb)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  job public.roster_imports := private.own_import(import);
begin
  if job.last_chunk_at is not null then
    perform private.business_error('import_began', 'PT409');
  end if;
  update public.roster_imports i set
    mapping = settle_roster_import.mapping, staged_at = now(), rows_good = counted.good, rows_bad = counted.bad,
    rows_staged = counted.good + counted.bad
  from (
    select count(r.person) as good, count(r.problems) as bad from public.roster_import_rows r where r.import_id = import
  ) counted
  where i.id = import;
  return true;
end;
$$;
comment on function public.settle_roster_import is 'All rows are there, read by these columns: the import may be looked at and begun.';

create function public.import_staged_rows(import uuid, up_to integer default 500)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  job public.roster_imports := private.own_import(import);
  people jsonb;
  imported integer[];
  result jsonb;
begin
  if job.staged_at is null then
    perform private.business_error('import_not_ready', 'PT409');
  end if;
  select jsonb_agg(c.person), array_agg(c.row_no) into people, imported
  from (
    select r.row_no, r.person from public.roster_import_rows r
    where r.import_id = import and r.person is not null order by r.row_no limit least(greatest(up_to, 1), 1000)
  ) c;
  if people is not null then
    result := public.import_roster(job.house_id, people);
    delete from public.roster_import_rows r where r.import_id = import and r.row_no = any (imported);
  end if;
  update public.roster_imports i set
    created = i.created + coalesce((result ->> 'created')::integer, 0),
    changed = i.changed + coalesce((result ->> 'changed')::integer, 0),
    unchanged = i.unchanged + coalesce((result ->> 'unchanged')::integer, 0),
    last_chunk_at = now()
  where i.id = import returning * into job;
  if job.created + job.changed + job.unchanged >= job.rows_good then
    update public.roster_imports i set finished_at = coalesce(i.finished_at, now()) where i.id = import;
  end if;
  return jsonb_build_object(
    'done', job.created + job.changed + job.unchanged, 'good', job.rows_good,
    'created', job.created, 'changed', job.changed, 'unchanged', job.unchanged
  );
end;
$$;
comment on function public.import_staged_rows is 'Imports the next good rows and forgets them, in one transaction: call it until done equals good.';

create function public.discard_roster_import(import uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  job public.roster_imports := private.own_import(import);
begin
  delete from public.roster_import_rows r where r.import_id = job.id;
  update public.roster_imports i set replaced_at = now() where i.id = job.id;
  return true;
end;
$$;
comment on function public.discard_roster_import is 'Forgets the rows that still wait. What was imported stays.';

alter table public.roster_imports enable row level security;
alter table public.roster_import_rows enable row level security;

create policy roster_imports_select on public.roster_imports for select to authenticated
using (importer_id = (select private.my_worker_id()) and house_id in (select private.people_below('{manager,officer}')));
create policy roster_import_rows_select on public.roster_import_rows for select to authenticated
using (import_id in (select i.id from public.roster_imports i));

revoke all on public.roster_imports, public.roster_import_rows from anon, authenticated, service_role;
grant select on public.roster_imports, public.roster_import_rows to authenticated, service_role;
revoke execute on function public.begin_roster_import, public.stage_roster_rows, public.settle_roster_import, public.import_staged_rows,
  public.discard_roster_import from public, anon;
grant execute on function public.begin_roster_import, public.stage_roster_rows, public.settle_roster_import, public.import_staged_rows,
  public.discard_roster_import to authenticated;
