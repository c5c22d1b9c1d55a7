-- What is true afterwards: a federation opens its bank enterprise by enterprise, each from a day on. Where it named none, the bank is open to all. A result
-- from before, or of somebody elsewhere, waits and is not lost; it is recognised when its enterprise has joined.

create table public.pilot_enterprises (
  federation_id uuid not null references public.organisations (id) on delete restrict,
  enterprise_id uuid not null references public.organisations (id) on delete restrict,
  starts_on date not null,
  primary key (federation_id, enterprise_id)
);
comment on table public.pilot_enterprises is '@reference For which enterprises a federation''s credit bank is open, and from which day on results count.';
create index pilot_enterprises_enterprise on public.pilot_enterprises (enterprise_id);

create function private.bank_is_open(federation uuid, result public.outcomes)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return federation is not null and (
    not exists (select from public.pilot_enterprises p where p.federation_id = federation)
    or exists (
      select from public.pilot_enterprises p
      where p.federation_id = federation and p.starts_on <= (result.achieved_at at time zone 'Asia/Shanghai')::date and (
        exists (
          select from public.organisations o where o.id in (result.sponsor_id, result.verifier_id) and o.house_id = p.enterprise_id
        ) or exists (
          select from public.memberships m join public.organisations o on o.id = m.organisation_id
          where m.worker_id = result.worker_id and m.role = 'worker' and o.house_id = p.enterprise_id
            and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
        )
      )
    )
  );
end;
$$;
comment on function private.bank_is_open is
  'Whether a federation recognises this result: its bank is open to all, or to the enterprise that asked for it, vouches for it, or employs her.';

create function public.keep_pilot(federation uuid, enterprise uuid, starts_on date)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  perform private.must_hold(federation, '{officer,bank_officer}');
  if not exists (
    select from public.organisations f join public.organisation_paths p on p.ancestor_id = f.id
    join public.organisations e on e.id = p.descendant_id
    where f.id = federation and f.kind = 'federation' and e.id = enterprise and e.kind = 'enterprise'
  ) then
    perform private.business_error('organisation_not_found', 'PT404');
  elsif starts_on is not null and starts_on not between '2000-01-01' and private.today() + 3650 then
    perform private.business_error('date_not_understood', 'PT422');
  end if;
  if starts_on is null then
    delete from public.pilot_enterprises p where p.federation_id = federation and p.enterprise_id = enterprise;
  else
    insert into public.pilot_enterprises as p (federation_id, enterprise_id, starts_on) values (federation, enterprise, keep_pilot.starts_on)
    on conflict on constraint pilot_enterprises_pkey do update set starts_on = excluded.starts_on;
  end if;
  perform private.audit('pilot.kept', me, enterprise, jsonb_strip_nulls(jsonb_build_object('from', starts_on)));
  return true;
end;
$$;
comment on function public.keep_pilot is 'Opens the bank to an enterprise from a day on, or no longer (null). What was recognised stays.';

create function public.pilots(federation uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.must_hold(federation, '{officer,bank_officer,auditor}');
  return jsonb_build_object(
    'pilots', coalesce((
      select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'starts_on', p.starts_on, 'workers', t.workers) order by p.starts_on, o.name)
      from public.pilot_enterprises p join public.organisations o on o.id = p.enterprise_id
      left join public.organisation_tallies t on t.organisation_id = o.id
      where p.federation_id = federation
    ), '[]'),
    'others', coalesce((
      select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name) order by c.name)
      from (
        select o.id, o.name from public.organisation_paths p join public.organisations o on o.id = p.descendant_id
        where p.ancestor_id = federation and o.kind = 'enterprise'
          and not exists (select from public.pilot_enterprises x where x.federation_id = federation and x.enterprise_id = o.id)
        order by o.name limit 500
      ) c
    ), '[]'));
end;
$$;
comment on function public.pilots is 'For which enterprises a federation''s bank is open, and which could join.';

alter table public.pilot_enterprises enable row level security;
create policy pilot_enterprises_select on public.pilot_enterprises for select to authenticated
using ((select private.my_worker_id()) is not null);
revoke all on public.pilot_enterprises from anon, authenticated, service_role;
grant select on public.pilot_enterprises to authenticated, service_role;
revoke execute on function public.keep_pilot, public.pilots from public, anon, authenticated;
grant execute on function public.keep_pilot, public.pilots to authenticated;
