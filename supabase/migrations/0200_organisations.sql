-- What is true afterwards: organisations form one forest; every question about a subtree is an index look-up in the closure
-- table; every organisation belongs to a house, the border that personal data does not cross upwards.

create type public.organisation_kind as enum (
  'federation', 'district', 'industry', 'enterprise', 'team', 'school', 'provider'
);

create table public.organisations (
  id uuid primary key default gen_random_uuid(),
  parent_id uuid references public.organisations (id) on delete restrict,
  house_id uuid not null references public.organisations (id) on delete restrict,
  kind public.organisation_kind not null,
  name text not null check (length(btrim(name)) between 1 and 120),
  member_level smallint check (member_level in (1, 2)),
  created_at timestamptz not null default now(),
  constraint organisations_sibling_name unique nulls not distinct (parent_id, name),
  constraint organisations_team_has_parent check (kind <> 'team' or parent_id is not null)
);
comment on table public.organisations is '@reference Node of the union and enterprise tree.';
comment on column public.organisations.house_id is
  'The organisation whose people these are: a team lives in the house of its enterprise; every other kind is a house of its own.';
comment on column public.organisations.member_level is
  'First or second level member organisation: gets advice, teachers, public courseware and e-books free.';
create index organisations_house on public.organisations (house_id, name);

create table public.organisation_paths (
  ancestor_id uuid not null references public.organisations (id) on delete cascade,
  descendant_id uuid not null references public.organisations (id) on delete cascade,
  depth integer not null check (depth >= 0),
  primary key (ancestor_id, descendant_id)
);
comment on table public.organisation_paths is '@reference Every ancestor of every organisation, itself included at depth 0. Kept by trigger.';
create index organisation_paths_descendant on public.organisation_paths (descendant_id);

create table public.organisation_tallies (
  organisation_id uuid primary key references public.organisations (id) on delete cascade,
  workers integer not null default 0 check (workers >= 0),
  activated integer not null default 0 check (activated >= 0)
);
comment on table public.organisation_tallies is '@reference Counts over a whole subtree, kept by deltas, so that no page counts people.';

create function private.settle_organisation()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' and new.parent_id is distinct from old.parent_id and exists (
    select from public.organisation_paths p where p.ancestor_id = new.id and p.descendant_id = new.parent_id
  ) then
    perform private.business_error('organisation_cycle', 'PT422');
  end if;
  if new.kind = 'team' then
    select o.house_id into new.house_id from public.organisations o where o.id = new.parent_id;
  else
    new.house_id := new.id;
  end if;
  return new;
end;
$$;

create trigger organisations_settle before insert or update of parent_id, kind on public.organisations
for each row execute function private.settle_organisation();

create function private.join_tree()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.organisation_paths (ancestor_id, descendant_id, depth) values (new.id, new.id, 0);
  insert into public.organisation_paths (ancestor_id, descendant_id, depth)
  select p.ancestor_id, new.id, p.depth + 1 from public.organisation_paths p where p.descendant_id = new.parent_id;
  insert into public.organisation_tallies (organisation_id) values (new.id);
  return null;
end;
$$;

create trigger organisations_join_tree after insert on public.organisations
for each row execute function private.join_tree();

-- An organisation that moves takes its subtree, its houses and its counts along.
create function private.move_in_tree()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  moved record;
begin
  select t.workers, t.activated into moved from public.organisation_tallies t where t.organisation_id = new.id;
  update public.organisation_tallies t set workers = t.workers - moved.workers, activated = t.activated - moved.activated
  from public.organisation_paths p
  where p.descendant_id = new.id and p.depth > 0 and t.organisation_id = p.ancestor_id;

  delete from public.organisation_paths p
  using public.organisation_paths below, public.organisation_paths above
  where below.ancestor_id = new.id and above.descendant_id = new.id and above.depth > 0
    and p.descendant_id = below.descendant_id and p.ancestor_id = above.ancestor_id;
  insert into public.organisation_paths (ancestor_id, descendant_id, depth)
  select above.ancestor_id, below.descendant_id, above.depth + below.depth + 1
  from public.organisation_paths above, public.organisation_paths below
  where above.descendant_id = new.parent_id and below.ancestor_id = new.id;

  update public.organisations o set house_id = new.house_id
  from public.organisation_paths p
  where p.ancestor_id = new.id and p.depth > 0 and o.id = p.descendant_id and o.kind = 'team'
    and o.house_id = old.house_id;

  update public.organisation_tallies t set workers = t.workers + moved.workers, activated = t.activated + moved.activated
  from public.organisation_paths p
  where p.descendant_id = new.id and p.depth > 0 and t.organisation_id = p.ancestor_id;
  return null;
end;
$$;

create trigger organisations_move_in_tree after update of parent_id on public.organisations
for each row when (old.parent_id is distinct from new.parent_id) execute function private.move_in_tree();

alter table public.organisations enable row level security;
alter table public.organisation_paths enable row level security;
alter table public.organisation_tallies enable row level security;

revoke all on public.organisations, public.organisation_paths, public.organisation_tallies from anon, authenticated, service_role;
grant select on public.organisations, public.organisation_paths, public.organisation_tallies to authenticated, service_role;
grant update (name, member_level) on public.organisations to authenticated;
-- Policies follow in the membership migration: who sees an organisation depends on roles.
