-- What is true afterwards: a federation decides on rules of its own by versions. A version says what it would change for the people it concerns before
-- anybody signs it; two officers sign, and it is in force from its day; nothing about it changes after that.

create table private.rule_versions (
  id uuid primary key,
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  set_id text not null check (set_id ~ '^[a-z][a-z0-9_-]{0,59}$'),
  version text not null check (length(version) between 1 and 40),
  in_force_from date not null,
  source text not null check (length(source) <= 200000),
  signatures smallint not null default 2 check (signatures between 2 and 9),
  digest bytea not null,
  drafted_by uuid not null references public.workers (id) on delete restrict,
  drafted_at timestamptz not null default now(),
  simulation jsonb not null default '{"more": 0, "less": 0, "same": 0, "refused": 0, "why": null, "list": []}',
  simulated_up_to uuid,
  simulated_at timestamptz,
  signed_at timestamptz,
  withdrawn_at timestamptz
);
comment on table private.rule_versions is
  '@reference Rules as a federation wrote them (the YAML that was read and checked), what they would have changed, and since when they bind.';
create unique index rule_versions_name on private.rule_versions (set_id, version) where withdrawn_at is null;
create index rule_versions_organisation on private.rule_versions (organisation_id, in_force_from);
create index rule_versions_drafter on private.rule_versions (drafted_by);

create table private.rule_signatures (
  version_id uuid not null references private.rule_versions (id) on delete restrict,
  officer_id uuid not null references public.workers (id) on delete restrict,
  own boolean not null,
  signed_at timestamptz not null default now(),
  primary key (version_id, officer_id)
);
comment on table private.rule_signatures is '@reference @append-only Who signed a version of rules; `own` for an officer of the federation itself.';
create index rule_signatures_officer on private.rule_signatures (officer_id);

create function private.signs_rules(organisation uuid)
returns boolean
language sql stable security definer set search_path = ''
as $$
  -- Officers of the federation itself sign, and of the unions right below it: so that there are two.
  select exists (
    select from private.my_roles() r
    join public.organisation_paths p on p.descendant_id = r.organisation_id and p.ancestor_id = organisation
    join public.organisations o on o.id = r.organisation_id
    where r.role in ('officer', 'bank_officer') and (p.depth = 0 or p.depth = 1 and o.kind in ('district', 'industry'))
  )
$$;

create function public.draft_rules(organisation uuid, draft jsonb)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  wanted private.rule_versions := jsonb_populate_record(null::private.rule_versions, draft - 'digest');
begin
  if organisation is null or not private.signs_rules(organisation)
    or not exists (select from public.organisations o where o.id = organisation and o.kind = 'federation') then
    perform private.business_error('not_allowed', 'PT403');
  elsif num_nulls(wanted.id, wanted.set_id, wanted.version, wanted.in_force_from, wanted.source, wanted.signatures) > 0 or length(wanted.source) > 200000 then
    perform private.business_error('rules_not_understood', 'PT422');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('rules ' || wanted.set_id, 0));
  if exists (select from private.rule_versions v where v.id = wanted.id and v.organisation_id = organisation) then
    return wanted.id;
  elsif wanted.in_force_from <= private.today() then
    perform private.business_error('rules_day_past', 'PT422');
  elsif exists (
    select from private.rule_versions v where v.withdrawn_at is null and v.set_id = wanted.set_id
      and (v.version = wanted.version or v.organisation_id <> organisation)
  ) then
    perform private.business_error('rules_name_taken', 'PT409');
  elsif exists (
    select from private.rule_versions v where v.withdrawn_at is null and v.organisation_id = organisation and v.in_force_from >= wanted.in_force_from
  ) then
    perform private.business_error('rules_overlap', 'PT409');
  end if;
  insert into private.rule_versions (id, organisation_id, set_id, version, in_force_from, source, signatures, digest, drafted_by)
  values (wanted.id, organisation, wanted.set_id, wanted.version, wanted.in_force_from, wanted.source, wanted.signatures,
    sha256(convert_to(wanted.source, 'UTF8')), me);
  perform private.audit('rules.drafted', me, organisation, jsonb_build_object('set', wanted.set_id, 'version', wanted.version));
  return wanted.id;
end;
$$;
comment on function public.draft_rules is
  'An officer puts up rules {id, set_id, version, in_force_from, source, signatures}. They bind nobody: the clerk reads them first and says what they would change.';

create function public.sign_rules(organisation uuid, rules uuid)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  wanted private.rule_versions;
  signed integer;
  own boolean;
begin
  if organisation is null or not private.signs_rules(organisation) then
    perform private.business_error('not_allowed', 'PT403');
  end if;
  select v.* into wanted from private.rule_versions v where v.id = rules and v.organisation_id = organisation for update;
  if not found or wanted.withdrawn_at is not null then
    perform private.business_error('rules_not_found', 'PT404');
  elsif wanted.simulated_at is null then
    perform private.business_error('rules_not_simulated', 'PT409');
  elsif wanted.signed_at is null and wanted.in_force_from <= private.today() then
    perform private.business_error('rules_day_past', 'PT409');
  elsif exists (
    select from private.rule_signatures s where s.version_id = rules and private.roles_bound(s.officer_id, me)
  ) then
    perform private.business_error('role_given', 'PT403');
  end if;
  insert into private.rule_signatures (version_id, officer_id, own)
  values (rules, me, exists (
    select from private.my_roles() r where r.organisation_id = organisation and r.role in ('officer', 'bank_officer')
  )) on conflict do nothing;
  if found then
    perform private.audit('rules.signed', me, organisation, jsonb_build_object('set', wanted.set_id, 'version', wanted.version));
  end if;
  select count(*), bool_or(s.own) into signed, own from private.rule_signatures s where s.version_id = rules;
  if signed >= wanted.signatures and own then
    update private.rule_versions v set signed_at = now() where v.id = rules and v.signed_at is null;
  end if;
  return signed;
end;
$$;
comment on function public.sign_rules is 'An officer signs rules whose effects are known. With as many signatures as they need, two at least and one of the federation itself, they bind from their day.';

create function public.withdraw_rules(organisation uuid, rules uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  gone private.rule_versions;
begin
  if organisation is null or not private.signs_rules(organisation) then
    perform private.business_error('not_allowed', 'PT403');
  end if;
  update private.rule_versions v set withdrawn_at = now()
  where v.id = rules and v.organisation_id = organisation and v.signed_at is null and v.withdrawn_at is null returning * into gone;
  if not found then
    perform private.business_error('rules_not_found', 'PT404');
  end if;
  perform private.audit('rules.withdrawn', me, organisation, jsonb_build_object('set', gone.set_id, 'version', gone.version));
  return true;
end;
$$;
comment on function public.withdraw_rules is 'Takes back what was put up and does not bind yet.';

create function public.rule_versions(organisation uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  if organisation is null or not private.signs_rules(organisation) then
    perform private.must_hold(organisation, '{auditor}');
  end if;
  return jsonb_build_object(
    -- Where the reader comes from: the federation itself, or her union below it, from where she may not open the federation's page.
    'home', (
      select jsonb_build_object('id', o.id, 'name', o.name)
      from private.my_roles() r join public.organisation_paths p on p.descendant_id = r.organisation_id and p.ancestor_id = organisation
      join public.organisations o on o.id = r.organisation_id
      where r.role in ('officer', 'bank_officer', 'auditor') order by p.depth limit 1
    ),
    'versions', coalesce((
      select jsonb_agg(to_jsonb(v) - 'source' - 'digest' - 'signatures' || jsonb_build_object('needed', v.signatures, 'digest', encode(v.digest, 'hex'), 'drafter', d.name,
        'signs', private.signs_rules(organisation), 'signatures', coalesce((
          select jsonb_agg(jsonb_build_object('name', w.name, 'signed_at', s.signed_at, 'mine', s.officer_id = me) order by s.signed_at, w.id)
          from private.rule_signatures s join public.workers w on w.id = s.officer_id where s.version_id = v.id
        ), '[]')) order by v.in_force_from desc, v.drafted_at desc)
      from (
        select r.* from private.rule_versions r where r.organisation_id = organisation and r.withdrawn_at is null
        order by r.in_force_from desc limit 50
      ) v join public.workers d on d.id = v.drafted_by
    ), '[]'));
end;
$$;
comment on function public.rule_versions is 'The rules a federation put up or has in force: who signed, and what they would change.';

create function public.rule_source(organisation uuid, rules uuid)
returns text
language plpgsql stable security definer set search_path = ''
as $$
declare
  found_source text;
begin
  if organisation is null or not private.signs_rules(organisation) then
    perform private.must_hold(organisation, '{auditor}');
  end if;
  select v.source into found_source from private.rule_versions v where v.id = rules and v.organisation_id = organisation;
  if not found then
    perform private.business_error('rules_not_found', 'PT404');
  end if;
  return found_source;
end;
$$;
comment on function public.rule_source is 'The rules as they were written, for whoever signs them to read.';

-- The clerk ----------------------------------------------------------------------------------------------------------------------

create function public.clerk_rules()
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'organisation', v.organisation_id, 'source', v.source) order by v.in_force_from, v.id), '[]')
  from private.rule_versions v where v.signed_at is not null
$$;
comment on function public.clerk_rules is 'All rules that bind or will bind from their day.';

create function public.clerk_rules_to_simulate(only_rules uuid default null)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object('id', v.id, 'organisation', v.organisation_id, 'source', v.source, 'simulation', v.simulation, 'up_to', v.simulated_up_to,
    'name', v.set_id || '@' || v.version, 'in_force_from', v.in_force_from, 'signatures', v.signatures)
  from private.rule_versions v
  where v.simulated_at is null and v.withdrawn_at is null and (only_rules is null or v.id = only_rules)
  order by v.drafted_at limit 1
$$;

comment on function public.clerk_rules_to_simulate is 'The oldest rules of which it is not known yet what they would change, and how far the clerk came.';

create function public.clerk_refuse_rules(rules uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  update private.rule_versions v set withdrawn_at = now() where v.id = rules and v.simulated_at is null and v.withdrawn_at is null;
  return found;
end;
$$;
comment on function public.clerk_refuse_rules is 'Takes away what was put up and can''t be read, or is not what it was said to be: nobody signs that.';

create function public.clerk_lives(federation uuid, after_worker uuid default null, most integer default 200)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('worker', w.worker_id, 'outcomes', (
    select jsonb_agg(private.outcome_as_told(o.worker_id, o.id, federation) order by o.achieved_at, o.id)
    from public.credit_assessments a
    join private.standing_outcomes o on o.worker_id = a.worker_id and o.id = a.outcome_id
    where a.worker_id = w.worker_id and a.organisation_id = federation and o.achieved_at > now() - interval '1 year'
      and o.kind <> 'course_repeated' and (o.kind <> 'course_completed' or o.course_id is not null)
  )) order by w.worker_id), '[]')
  from (
    select distinct a.worker_id
    from public.credit_assessments a join private.standing_outcomes o on o.worker_id = a.worker_id and o.id = a.outcome_id
    where a.organisation_id = federation and o.achieved_at > now() - interval '1 year'
      and o.kind <> 'course_repeated' and (o.kind <> 'course_completed' or o.course_id is not null) and (after_worker is null or a.worker_id > after_worker)
    order by a.worker_id limit least(most, 1000)
  ) w
$$;
comment on function public.clerk_lives is 'What the people of a federation achieved within a year and had assessed, worker by worker.';

create function public.clerk_keep_simulation(rules uuid, found_out jsonb, up_to uuid, complete boolean)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  update private.rule_versions v set simulation = found_out, simulated_up_to = up_to,
    simulated_at = case when complete then now() end
  where v.id = rules and v.simulated_at is null and v.withdrawn_at is null;
  return found;
end;
$$;
comment on function public.clerk_keep_simulation is 'How far the clerk came in finding out what rules would change.';

alter table private.rule_versions enable row level security;
alter table private.rule_signatures enable row level security;
revoke all on private.rule_versions, private.rule_signatures from public, anon, authenticated, service_role;
revoke execute on function public.draft_rules, public.sign_rules, public.withdraw_rules, public.rule_versions, public.rule_source,
  public.clerk_rules, public.clerk_rules_to_simulate, public.clerk_lives, public.clerk_keep_simulation, public.clerk_refuse_rules from public, anon, authenticated;
grant execute on function public.draft_rules, public.sign_rules, public.withdraw_rules, public.rule_versions, public.rule_source to authenticated;
grant execute on function public.clerk_rules, public.clerk_rules_to_simulate, public.clerk_lives, public.clerk_keep_simulation, public.clerk_refuse_rules to service_role;
