-- What is true afterwards: a federation publishes which results of the world outside it knows, by kind, name and issuer, and for which days; whoever claims
-- one of them, and whoever verifies it, sees that it is on the list.

create table public.result_catalogues (
  organisation_id uuid primary key references public.organisations (id) on delete cascade,
  entries jsonb not null check (jsonb_typeof(entries) = 'array'),
  kept_at timestamptz not null default now()
);
comment on table public.result_catalogues is
  '@reference The results a federation knows: [{kind, title, issuer, facts, from, until}]. Being on it is no verdict: somebody still looks at the papers.';

create function private.entry_is_wrong(entry jsonb)
returns boolean
language sql immutable set search_path = ''
as $$
  select coalesce(
    entry ->> 'kind' not in ('training', 'certificate', 'skill_level', 'contest', 'degree', 'teaching', 'mentoring', 'proposal', 'work')
    or length(entry ->> 'title') not between 1 and 100 or length(entry ->> 'issuer') not between 1 and 100
    or private.facts_are_wrong(coalesce(entry -> 'facts', '{}'))
    or entry ->> 'from' is not null and not private.is_day(entry ->> 'from')
    or entry ->> 'until' is not null and not private.is_day(entry ->> 'until'), true)
$$;

create function public.keep_catalogue(organisation uuid, entries jsonb)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform private.must_hold(organisation, '{officer,bank_officer}');
  if not exists (select from public.organisations o where o.id = organisation and o.kind = 'federation') then
    perform private.business_error('organisation_not_found', 'PT404');
  elsif jsonb_typeof(entries) is distinct from 'array' or jsonb_array_length(entries) > 2000
    or exists (select from jsonb_array_elements(entries) e where private.entry_is_wrong(e)) then
    perform private.business_error('catalogue_not_understood', 'PT422');
  end if;
  insert into public.result_catalogues as c (organisation_id, entries) values (organisation, keep_catalogue.entries)
  on conflict on constraint result_catalogues_pkey do update set entries = excluded.entries, kept_at = now();
  perform private.audit('catalogue.kept', private.me(), organisation, jsonb_build_object('rows', jsonb_array_length(entries)));
  return jsonb_array_length(entries);
end;
$$;
comment on function public.keep_catalogue is 'Publishes which results a federation knows, in place of what was published before.';

create function public.catalogue_of(organisation uuid default null)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  federation uuid := coalesce(organisation, private.federation_of(me, null::uuid));
begin
  return (
    select jsonb_build_object('organisation', jsonb_build_object('id', o.id, 'name', o.name), 'kept_at', c.kept_at, 'entries', coalesce(c.entries, '[]'))
    from public.organisations o left join public.result_catalogues c on c.organisation_id = o.id where o.id = federation
  );
end;
$$;
comment on function public.catalogue_of is 'The results that a federation knows: that of an organisation, or mine. Null where I belong to none.';

create function private.is_listed(federation uuid, claimed_kind text, claimed_title text, claimed_issuer text, day date)
returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.result_catalogues c cross join lateral jsonb_array_elements(c.entries) e
    where c.organisation_id = federation and e ->> 'kind' = claimed_kind and e ->> 'title' = claimed_title and e ->> 'issuer' = claimed_issuer
      and day >= coalesce((e ->> 'from')::date, '-infinity') and day <= coalesce((e ->> 'until')::date, 'infinity')
  )
$$;

alter table public.result_catalogues enable row level security;
create policy result_catalogues_select on public.result_catalogues for select to authenticated
using ((select private.my_worker_id()) is not null);
revoke all on public.result_catalogues from anon, authenticated, service_role;
grant select on public.result_catalogues to authenticated, service_role;
revoke execute on function public.keep_catalogue, public.catalogue_of from public, anon, authenticated;
grant execute on function public.keep_catalogue, public.catalogue_of to authenticated;
