-- What is true afterwards: who did what to whose data is written down by the functions that do it, can be read by the person
-- concerned and by auditors, and can be changed by nobody.

create table public.audit_entries (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null default gen_random_uuid(),
  at timestamptz not null default clock_timestamp(),
  actor_id uuid references public.workers (id) on delete restrict,
  organisation_id uuid references public.organisations (id) on delete restrict,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  facts jsonb not null default '{}',
  primary key (worker_id, id)
);
comment on table public.audit_entries is '@append-only Whose data (worker), by whom (actor; null is the system), for which organisation, what.';
create index audit_entries_time on public.audit_entries (organisation_id, at desc, id);
create index audit_entries_own on public.audit_entries (worker_id, at desc, id);
create index audit_entries_actor on public.audit_entries (actor_id);

create function private.audit(action text, worker uuid, organisation uuid default null, facts jsonb default '{}')
returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.audit_entries (worker_id, actor_id, organisation_id, action, facts)
  values (worker, private.my_worker_id(), organisation, action, facts)
$$;

create function private.audit_worker_change()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  fields jsonb;
begin
  select jsonb_agg(n.key order by n.key) into fields
  from jsonb_each(to_jsonb(new)) n
  join jsonb_each(to_jsonb(old)) o on o.key = n.key and o.value is distinct from n.value;
  if fields is not null then
    perform private.audit('worker.changed', new.id, null, jsonb_build_object('fields', fields));
  end if;
  return null;
end;
$$;

create trigger workers_audit after update on public.workers
for each row execute function private.audit_worker_change();

-- Rows are moved out by the operator, never by a user, and never before half a year has passed.
create function private.drop_audit_before(day date)
returns bigint
language plpgsql volatile security definer set search_path = ''
as $$
declare
  dropped bigint;
begin
  if day > private.today() - interval '6 months' then
    perform private.business_error('audit_too_young', 'PT422');
  end if;
  delete from public.audit_entries e where e.at < day;
  get diagnostics dropped = row_count;
  return dropped;
end;
$$;

alter table public.audit_entries enable row level security;

create policy audit_entries_select on public.audit_entries for select to authenticated
using (
  worker_id = (select private.my_worker_id())
  or organisation_id in (select private.organisations_below('{auditor}'))
);

revoke all on public.audit_entries from anon, authenticated, service_role;
grant select on public.audit_entries to authenticated, service_role;
