-- What is true afterwards: a worker is a record for life, with or without an account; what she may do comes from memberships that
-- begin and end; whoever holds a role in a house sees the people of that house below her, and nobody sees people of
-- another house.

create type public.membership_role as enum ('worker', 'manager', 'trainer', 'reviewer', 'officer', 'bank_officer', 'auditor');
create type public.gender as enum ('female', 'male', 'unstated');
create type public.employment_kind as enum ('regular', 'contract', 'dispatch', 'flexible', 'apprentice', 'retired', 'unemployed');
create type public.worker_group as enum ('migrant', 'women', 'laid_off', 'hardship');
create type public.skill_level as enum (
  'apprentice', 'junior', 'intermediate', 'senior', 'technician', 'senior_technician', 'special_technician', 'chief_technician'
);

create table public.workers (
  id uuid primary key default gen_random_uuid(),
  name text check (length(btrim(name)) between 1 and 60),
  gender public.gender not null default 'unstated',
  birth_year smallint check (birth_year between 1900 and 2100),
  employment_kind public.employment_kind,
  trade text check (length(trade) <= 60),
  skill_level public.skill_level,
  created_at timestamptz not null default now(),
  erased_at timestamptz,
  constraint workers_erased_or_named check ((erased_at is null) = (name is not null))
);
comment on table public.workers is 'A person who learns, the same id for life. Independent of any account.';
comment on column public.workers.skill_level is 'As stated in the worker file; verified levels are outcomes in the record.';

create table public.worker_groups (
  worker_id uuid not null references public.workers (id) on delete cascade,
  "group" public.worker_group not null,
  since date not null default private.today(),
  primary key (worker_id, "group")
);
comment on table public.worker_groups is 'Priority groups: optional, and visible only to those who need it.';

create table public.memberships (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  role public.membership_role not null,
  given_by uuid references public.workers (id) on delete restrict,
  valid_from date not null default private.today(),
  valid_until date,
  primary key (worker_id, id),
  constraint memberships_from_before_until check (valid_until is null or valid_until >= valid_from),
  constraint memberships_once_at_a_time exclude using gist (
    worker_id with =, organisation_id with =, role with =, daterange(valid_from, valid_until, '[]') with &&
  )
);
comment on table public.memberships is 'A person in an organisation, with a role, from-to (both days included).';
comment on column public.memberships.given_by is 'Who offered the role; nobody for workers of a house, who came by its roster.';
create index memberships_organisation on public.memberships (organisation_id, role);
create index memberships_given_by on public.memberships (given_by);

create table public.roster_entries (
  house_id uuid not null references public.organisations (id) on delete restrict,
  employee_no text collate "C" not null check (employee_no = btrim(employee_no) and length(employee_no) between 1 and 40),
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  worker_id uuid not null references public.workers (id) on delete restrict,
  name text collate "C" not null check (length(btrim(name)) between 1 and 60),
  activated_at timestamptz,
  primary key (house_id, employee_no)
);
comment on table public.roster_entries is
  '@directory The personnel list of a house, by employee number: how an employer finds its people. The person is workers.';
create index roster_entries_organisation on public.roster_entries (organisation_id, employee_no);
create index roster_entries_worker on public.roster_entries (worker_id);
-- Both texts sort by code point, so that a beginning of a name or number is a range of its index on every server.
create index roster_entries_name on public.roster_entries (house_id, name, employee_no);
create index roster_entries_waiting on public.roster_entries (house_id, employee_no) where activated_at is null;
create index roster_entries_active on public.roster_entries (house_id, employee_no) where activated_at is not null;
create index roster_entries_waiting_below on public.roster_entries (organisation_id, employee_no) where activated_at is null;
create index roster_entries_active_below on public.roster_entries (organisation_id, employee_no) where activated_at is not null;

create table private.accounts (
  user_id uuid primary key references auth.users (id) on delete cascade,
  worker_id uuid not null unique references public.workers (id) on delete restrict,
  created_at timestamptz not null default now()
);
comment on table private.accounts is '@directory A sign-in account is attached to a worker; it may come late, and may go.';

create table private.session_devices (
  session_id uuid primary key references auth.sessions (id) on delete cascade,
  device text not null check (length(device) <= 120),
  seen_at timestamptz not null default now(),
  factor_at timestamptz
);
comment on table private.session_devices is
  '@directory What a session runs on, in words its owner recognises, and when somebody last did something there, to the minute.';
comment on column private.session_devices.factor_at is 'When a second factor was shown in this session.';

create table private.factor_rules (
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  since timestamptz not null default now(),
  required boolean not null,
  kept_by uuid references public.workers (id) on delete restrict,
  primary key (organisation_id, since)
);
comment on table private.factor_rules is
  '@reference @append-only Since when a federation asks a second factor of whoever decides about others, there and below.';
create index factor_rules_kept_by on private.factor_rules (kept_by);

-- Who am I ---------------------------------------------------------------------------------------------------------------------

create function private.holds_a_desk(worker uuid)
returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from public.memberships m
    where m.worker_id = worker and m.role <> 'worker'
      and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
  )
$$;

create function private.is_idle(seen_at timestamptz, worker uuid)
returns boolean
language sql stable security definer set search_path = ''
as $$
  select seen_at < now() - interval '30 days' or seen_at < now() - interval '30 minutes' and private.holds_a_desk(worker)
$$;
comment on function private.is_idle is
  'A session ends by itself: after half an hour without anything for who decides about others, after thirty days for who learns.';

create function private.my_worker_id()
returns uuid
language sql stable security definer set search_path = ''
as $$
  select a.worker_id
  from private.accounts a
  join auth.sessions s on s.user_id = a.user_id
  left join private.session_devices d on d.session_id = s.id
  where a.user_id = (select auth.uid()) and s.id = nullif((select auth.jwt()) ->> 'session_id', '')::uuid
    and case when d.seen_at < now() - interval '30 minutes' then not private.is_idle(d.seen_at, a.worker_id) else true end
$$;
comment on function private.my_worker_id is
  'The worker behind this request. A session that was ended, or ended by itself, answers null, so it has no right from that moment.';

create function private.me()
returns uuid
language plpgsql stable security definer set search_path = ''
as $$
declare
  found_id uuid := private.my_worker_id();
begin
  if found_id is null then
    perform private.business_error('not_signed_in', 'PT401');
  end if;
  return found_id;
end;
$$;
comment on function private.me is 'The worker behind this request, for what nobody else may ask: without one it is refused.';

create function private.weighs_much(role public.membership_role)
returns boolean
language sql immutable
return role in ('officer', 'bank_officer', 'reviewer', 'auditor');
comment on function private.weighs_much is 'Whoever holds it decides about others.';

create function private.asks_factor(organisation uuid)
returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from public.organisation_paths p cross join lateral (
      select r.required from private.factor_rules r where r.organisation_id = p.ancestor_id order by r.since desc limit 1
    ) r
    where p.descendant_id = organisation and r.required
  )
$$;
comment on function private.asks_factor is 'Whether the organisation, or one above it, asks a second factor of whoever decides there.';

create function private.factor_is_missing(organisation uuid)
returns boolean
language sql stable security definer set search_path = ''
as $$
  select not exists (
    select from private.session_devices d
    where d.session_id = nullif((select auth.jwt()) ->> 'session_id', '')::uuid and d.factor_at is not null
  ) and private.asks_factor(organisation)
$$;

create function private.my_roles()
returns table (organisation_id uuid, role public.membership_role)
language sql stable security definer set search_path = ''
as $$
  select m.organisation_id, m.role
  from public.memberships m
  where m.worker_id = private.my_worker_id()
    and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
    and case when private.weighs_much(m.role) then not private.factor_is_missing(m.organisation_id) else true end
$$;
comment on function private.my_roles is
  'What I hold today. A role that weighs much is none in a session without the second factor that its federation asks for.';

create function private.organisations_below(roles public.membership_role[])
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select distinct p.descendant_id
  from private.my_roles() r
  join public.organisation_paths p on p.ancestor_id = r.organisation_id
  where r.role = any (roles)
$$;
comment on function private.organisations_below is 'Organisations at or below those where I hold one of these roles.';

create function private.must_hold(organisation uuid, roles public.membership_role[])
returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not exists (select from private.organisations_below(roles) o where o = organisation) then
    perform private.business_error('not_allowed', 'PT403');
  end if;
end;
$$;
comment on function private.must_hold is 'For deeds of an organisation: whoever holds none of these roles there or above is refused.';

create function private.people_below(roles public.membership_role[])
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  -- The house is read first: a federation has thousands of organisations below it, but few of its own.
  select distinct below.id
  from private.my_roles() r
  join public.organisations mine on mine.id = r.organisation_id
  join public.organisations below on below.house_id = mine.house_id
  where r.role = any (roles) and (
    mine.id = mine.house_id
    or exists (select from public.organisation_paths p where p.ancestor_id = mine.id and p.descendant_id = below.id)
  )
$$;
comment on function private.people_below is
  'Organisations whose people I may see by one of these roles: at or below mine, and in the same house. A federation sees counts.';

create function private.stands_over(organisation uuid, roles public.membership_role[])
returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from private.my_roles() r
    join public.organisation_paths p on p.ancestor_id = r.organisation_id and p.descendant_id = organisation
    where r.role = any (roles)
  )
$$;
comment on function private.stands_over is 'Whether I hold one of these roles at or above one organisation. Asks of one what organisations_below lists.';

create function private.keeps_people(organisation uuid, roles public.membership_role[])
returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from private.my_roles() r
    join public.organisations mine on mine.id = r.organisation_id
    join public.organisation_paths p on p.ancestor_id = r.organisation_id and p.descendant_id = organisation
    join public.organisations theirs on theirs.id = organisation and theirs.house_id = mine.house_id
    where r.role = any (roles)
  )
$$;
comment on function private.keeps_people is 'Whether the people of one organisation are mine to see. Asks of one what people_below lists.';

create function private.organisations_around()
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select p.ancestor_id from private.my_roles() r join public.organisation_paths p on p.descendant_id = r.organisation_id
  union
  select p.descendant_id from private.my_roles() r join public.organisation_paths p on p.ancestor_id = r.organisation_id
$$;
comment on function private.organisations_around is 'Organisations above and below those I belong to.';

create function private.sees_worker(worker uuid, roles public.membership_role[])
returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from public.memberships m
    where m.worker_id = worker
      and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
      and m.organisation_id in (select private.people_below(roles))
  )
$$;

-- Counts by deltas -------------------------------------------------------------------------------------------------------------

create function private.tally_roster()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  with delta as (
    select g.organisation_id, sum(g.workers) as workers, sum(g.activated) as activated
    from (
      select n.organisation_id, count(*) as workers, count(n.activated_at) as activated
      from roster_after n group by n.organisation_id
    ) g
    group by g.organisation_id
  )
  update public.organisation_tallies t
  set workers = t.workers + up.workers, activated = t.activated + up.activated
  from (
    select p.ancestor_id, sum(d.workers) as workers, sum(d.activated) as activated
    from delta d join public.organisation_paths p on p.descendant_id = d.organisation_id group by p.ancestor_id
  ) up
  where t.organisation_id = up.ancestor_id;
  return null;
end;
$$;

create function private.untally_roster()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.organisation_tallies t
  set workers = t.workers - up.workers, activated = t.activated - up.activated
  from (
    select p.ancestor_id, count(*) as workers, count(o.activated_at) as activated
    from roster_before o join public.organisation_paths p on p.descendant_id = o.organisation_id group by p.ancestor_id
  ) up
  where t.organisation_id = up.ancestor_id;
  return null;
end;
$$;

create function private.retally_roster()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.organisation_tallies t
  set workers = t.workers + up.workers, activated = t.activated + up.activated
  from (
    select p.ancestor_id, sum(d.workers) as workers, sum(d.activated) as activated
    from (
      select n.organisation_id, 1 as workers, (n.activated_at is not null)::integer as activated from roster_after n
      union all
      select o.organisation_id, -1, -(o.activated_at is not null)::integer from roster_before o
    ) d
    join public.organisation_paths p on p.descendant_id = d.organisation_id
    group by p.ancestor_id
    having sum(d.workers) <> 0 or sum(d.activated) <> 0
  ) up
  where t.organisation_id = up.ancestor_id;
  return null;
end;
$$;

create trigger roster_entries_tally after insert on public.roster_entries
referencing new table as roster_after for each statement execute function private.tally_roster();
create trigger roster_entries_untally after delete on public.roster_entries
referencing old table as roster_before for each statement execute function private.untally_roster();
create trigger roster_entries_retally after update on public.roster_entries
referencing old table as roster_before new table as roster_after for each statement execute function private.retally_roster();

-- Row level security -----------------------------------------------------------------------------------------------------------

alter table public.workers enable row level security;
alter table public.worker_groups enable row level security;
alter table public.memberships enable row level security;
alter table public.roster_entries enable row level security;
alter table private.accounts enable row level security;
alter table private.session_devices enable row level security;
alter table private.factor_rules enable row level security;

create policy organisations_select on public.organisations for select to authenticated
using (
  kind in ('school', 'provider') and (select private.my_worker_id()) is not null
  or id in (select private.organisations_around())
);
create policy organisations_update on public.organisations for update to authenticated
using (
  parent_id in (select private.organisations_below('{officer}'))
  or kind = 'team' and id in (select private.people_below('{manager}'))
);
create policy organisation_paths_select on public.organisation_paths for select to authenticated
using (descendant_id in (select private.organisations_around()));
create policy organisation_tallies_select on public.organisation_tallies for select to authenticated
using (organisation_id in (select private.organisations_below('{manager,officer,auditor}')));

create policy workers_select on public.workers for select to authenticated
using (id = (select private.my_worker_id()) or private.sees_worker(id, '{manager,officer}'));
create policy workers_update on public.workers for update to authenticated
using (erased_at is null and (id = (select private.my_worker_id()) or private.sees_worker(id, '{manager}')));

create policy worker_groups_select on public.worker_groups for select to authenticated
using (
  worker_id = (select private.my_worker_id())
  or "group" in ('migrant', 'women') and private.sees_worker(worker_id, '{manager,officer}')
  or private.sees_worker(worker_id, '{officer}')
);
create policy worker_groups_insert on public.worker_groups for insert to authenticated
with check (worker_id = (select private.my_worker_id()));
create policy worker_groups_delete on public.worker_groups for delete to authenticated
using (worker_id = (select private.my_worker_id()));

create policy memberships_select on public.memberships for select to authenticated
using (
  worker_id = (select private.my_worker_id())
  or organisation_id in (select private.people_below('{manager,officer}'))
  or role <> 'worker' and organisation_id in (select private.organisations_below('{officer,auditor}'))
);
create policy roster_entries_select on public.roster_entries for select to authenticated
using (worker_id = (select private.my_worker_id()) or organisation_id in (select private.people_below('{manager,officer}')));

revoke all on public.workers, public.worker_groups, public.memberships, public.roster_entries from anon, authenticated, service_role;
grant select on public.workers, public.worker_groups, public.memberships, public.roster_entries to authenticated, service_role;
grant update (name, gender, birth_year, employment_kind, trade, skill_level) on public.workers to authenticated;
grant insert (worker_id, "group") on public.worker_groups to authenticated;
grant delete on public.worker_groups to authenticated;

-- The clerk is nobody: functions that it shares with people ask who is calling, and hear null.
grant execute on function private.my_worker_id() to authenticated, service_role;
grant execute on function private.me() to authenticated;
grant execute on function private.organisations_below(public.membership_role[]) to authenticated;
grant execute on function private.people_below(public.membership_role[]) to authenticated;
grant execute on function private.organisations_around() to authenticated;
grant execute on function private.sees_worker(uuid, public.membership_role[]) to authenticated;
