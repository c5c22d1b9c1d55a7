-- What is true afterwards: a house imports its people by employee number as often as it likes, with the same result; people come
-- into a house and leave it through functions that check, and that write down who did it.

-- What an employer's sheet says of a person. The life record is hers: once she has an account, a sheet fills gaps and no more.
create function private.import_people(house uuid, people jsonb)
returns table (worker_id uuid, organisation_id uuid, change text)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return query
  with sheet as (
    select p.*, coalesce(t.id, house) as place_id, e.worker_id as known_id, e.organisation_id as old_place_id,
      e.activated_at is not null as has_account, coalesce(e.worker_id, gen_random_uuid()) as person_id
    from jsonb_to_recordset(people) as p (
      employee_no text, name text, team text, gender public.gender, birth_year smallint,
      employment_kind public.employment_kind, trade text, skill_level public.skill_level, groups public.worker_group[]
    )
    left join public.organisations t on t.parent_id = house and t.kind = 'team' and t.name = p.team
    left join public.roster_entries e on e.house_id = house and e.employee_no = p.employee_no
  ), new_workers as (
    insert into public.workers (id, name, gender, birth_year, employment_kind, trade, skill_level)
    select s.person_id, s.name, coalesce(s.gender, 'unstated'), s.birth_year, s.employment_kind, s.trade, s.skill_level
    from sheet s where s.known_id is null
    returning id
  ), new_entries as (
    insert into public.roster_entries (house_id, employee_no, organisation_id, worker_id, name)
    select house, s.employee_no, s.place_id, s.person_id, s.name
    from sheet s join new_workers n on n.id = s.person_id
    returning 1
  ), changed_entries as (
    update public.roster_entries e set name = s.name, organisation_id = s.place_id
    from sheet s
    where s.known_id is not null and e.house_id = house and e.employee_no = s.employee_no
      and (e.name, e.organisation_id) is distinct from (s.name, s.place_id)
    returning e.worker_id
  ), changed_workers as (
    update public.workers w set
      name = case when s.has_account then w.name else s.name end,
      gender = case when s.has_account and w.gender <> 'unstated' then w.gender else coalesce(s.gender, w.gender) end,
      birth_year = case when s.has_account then coalesce(w.birth_year, s.birth_year) else coalesce(s.birth_year, w.birth_year) end,
      employment_kind = coalesce(s.employment_kind, w.employment_kind),
      trade = case when s.has_account then coalesce(w.trade, s.trade) else coalesce(s.trade, w.trade) end,
      skill_level =
        case when s.has_account then coalesce(w.skill_level, s.skill_level) else coalesce(s.skill_level, w.skill_level) end
    from sheet s
    where w.id = s.known_id and (
      not s.has_account and w.name is distinct from s.name
      or s.gender is not null and w.gender <> s.gender and (not s.has_account or w.gender = 'unstated')
      or s.birth_year is not null and w.birth_year is distinct from s.birth_year and (not s.has_account or w.birth_year is null)
      or s.employment_kind is not null and w.employment_kind is distinct from s.employment_kind
      or s.trade is not null and w.trade is distinct from s.trade and (not s.has_account or w.trade is null)
      or s.skill_level is not null and w.skill_level is distinct from s.skill_level
        and (not s.has_account or w.skill_level is null)
    )
    returning w.id
  ), new_groups as (
    insert into public.worker_groups (worker_id, "group")
    select s.person_id, unnest(s.groups) from sheet s where not s.has_account
    on conflict do nothing
    returning worker_groups.worker_id
  )
  select s.person_id, s.place_id, case
    when s.known_id is null then 'created'
    when s.old_place_id <> s.place_id then 'moved'
    when s.known_id in (select c.worker_id from changed_entries c)
      or s.known_id in (select c.id from changed_workers c) or s.known_id in (select g.worker_id from new_groups g) then 'changed'
    else 'unchanged'
  end
  from sheet s;
end;
$$;

create function private.place_people(house uuid, who uuid[], places uuid[])
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  update public.memberships m set valid_until = greatest(m.valid_from, private.today() - 1)
  from unnest(who, places) as d (worker_id, organisation_id)
  where m.worker_id = d.worker_id and m.role = 'worker' and m.valid_until is null and m.organisation_id <> d.organisation_id
    and m.organisation_id in (select o.id from public.organisations o where o.house_id = house);
  -- Moved away and back on one day: the membership of this morning goes on, because two can't cover the same day.
  update public.memberships m set valid_until = null
  from unnest(who, places) as d (worker_id, organisation_id)
  where m.worker_id = d.worker_id and m.organisation_id = d.organisation_id and m.role = 'worker' and m.valid_until >= private.today();
end;
$$;
comment on function private.place_people is 'Ends what people did elsewhere in the house, because from today they are somewhere else.';

create function public.import_roster(house uuid, people jsonb)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  who uuid[];
  places uuid[];
  changes text[];
  result jsonb;
begin
  if not private.keeps_people(house, '{manager,officer}')
    or not exists (select from public.organisations o where o.id = house and o.house_id = house) then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  if jsonb_typeof(people) <> 'array' or jsonb_array_length(people) > 1000 then
    perform private.business_error('too_many_rows', 'PT422', '{"limit": 1000}');
  end if;
  if exists (select from jsonb_array_elements(people) p group by p ->> 'employee_no' having count(*) > 1) then
    perform private.business_error('duplicate_employee_no', 'PT422');
  end if;
  -- Two imports into one house wait for each other, so that neither sees the other's half.
  perform pg_advisory_xact_lock(hashtextextended('roster:' || house, 0));

  insert into public.organisations (parent_id, kind, name)
  select distinct house, 'team'::public.organisation_kind, p ->> 'team'
  from jsonb_array_elements(people) p where p ->> 'team' is not null
  on conflict on constraint organisations_sibling_name do nothing;

  select array_agg(d.worker_id), array_agg(d.organisation_id), array_agg(d.change),
    jsonb_build_object(
      'created', count(*) filter (where d.change = 'created'),
      'changed', count(*) filter (where d.change in ('changed', 'moved')),
      'unchanged', count(*) filter (where d.change = 'unchanged')
    )
  into who, places, changes, result
  from private.import_people(house, people) d;

  if 'moved' = any (changes) then
    perform private.place_people(house, array_agg(d.worker_id), array_agg(d.place))
    from unnest(who, places, changes) as d (worker_id, place, change) where d.change = 'moved';
  end if;
  insert into public.memberships (worker_id, organisation_id, role)
  select d.worker_id, d.place, 'worker' from unnest(who, places, changes) as d (worker_id, place, change)
  where d.change in ('created', 'moved')
  on conflict do nothing;
  insert into public.audit_entries (worker_id, actor_id, organisation_id, action)
  select d.worker_id, me.id, house, 'roster.' || d.change
  from unnest(who, places, changes) as d (worker_id, place, change), (select private.my_worker_id() as id offset 0) me
  where d.change <> 'unchanged';
  return result;
end;
$$;
comment on function public.import_roster is 'Up to 1,000 people of a house by employee number: creates, changes or leaves each. Sending it again changes nothing.';

create function public.leave_roster(house uuid, of_employee_no text)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  entry public.roster_entries;
begin
  delete from public.roster_entries e
  where e.house_id = house and e.employee_no = of_employee_no
    and e.organisation_id in (select private.people_below('{manager,officer}'))
  returning * into entry;
  if entry is null then
    perform private.business_error('worker_not_found', 'PT404');
  end if;
  update public.memberships m set valid_until = greatest(m.valid_from, private.today())
  where m.worker_id = entry.worker_id and m.role = 'worker' and m.valid_until is null
    and m.organisation_id in (select o.id from public.organisations o where o.house_id = house);
  perform private.audit('roster.left', entry.worker_id, house);
  return true;
end;
$$;
comment on function public.leave_roster is 'She leaves the employer: the entry goes, the membership ends today, her record stays hers.';

-- Activation slips -------------------------------------------------------------------------------------------------------------

create function private.new_slip_code()
returns text
language sql volatile set search_path = ''
as $$
  -- Twelve signs of an alphabet without look-alikes: sixty bits, so a slip can't be guessed.
  select string_agg(substr('23456789ABCDEFGHJKLMNPQRSTUVWXYZ', 1 + (get_byte(r.bytes, i) & 31), 1), '' order by i)
  from (select extensions.gen_random_bytes(12) as bytes) r, generate_series(0, 11) i
$$;

create function public.issue_activation_codes(house uuid, employee_nos text[])
returns table (employee_no text, name text, team text, code text)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not exists (select from private.people_below('{manager,officer}') p where p = house) then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  if cardinality(employee_nos) > 500 then
    perform private.business_error('too_many_rows', 'PT422', '{"limit": 500}');
  end if;
  -- A new slip ends the old ones of the same person.
  delete from private.activation_codes c
  where c.house_id = house and c.employee_no = any (employee_nos) and c.used_at is null;
  return query
  with wanted as (
    select e.employee_no, e.name, o.name as team, e.worker_id, private.new_slip_code() as code
    from public.roster_entries e join public.organisations o on o.id = e.organisation_id
    where e.house_id = house and e.employee_no = any (employee_nos) and not private.has_proven_name(e.worker_id)
      and e.organisation_id in (select private.people_below('{manager,officer}'))
  ), kept as (
    insert into private.activation_codes (code_hash, house_id, employee_no, issued_by)
    select encode(sha256(convert_to(w.code, 'utf8')), 'hex'), house, w.employee_no, private.my_worker_id() from wanted w
  ), written_down as (
    insert into public.audit_entries (worker_id, actor_id, organisation_id, action)
    select w.worker_id, private.my_worker_id(), house, 'account.slip_issued' from wanted w
  )
  select w.employee_no, w.name, w.team, w.code from wanted w order by w.employee_no;
end;
$$;
comment on function public.issue_activation_codes is 'New slips for people of the house. The codes are shown this once and kept as hashes.';

create function private.forget_person(worker uuid)
returns void
language sql volatile security definer set search_path = ''
as $$
  delete from public.worker_groups g where g.worker_id = worker;
  update public.workers w set name = null, gender = 'unstated', birth_year = null, employment_kind = null, trade = null,
    skill_level = null, erased_at = now()
  where w.id = worker;
$$;
comment on function private.forget_person is 'The person goes, the bare row stays, so that sums and other people''s records stay true.';

create function public.claim_roster_entry(code text)
returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  entry public.roster_entries;
begin
  update private.activation_codes c set used_at = now()
  where c.code_hash = encode(sha256(convert_to(code, 'utf8')), 'hex') and c.used_at is null and c.expires_at >= now();
  if not found then
    perform private.business_error('activation_code_spent', 'PT409');
  end if;
  select e.* into entry from public.roster_entries e
  join private.activation_codes c on c.house_id = e.house_id and c.employee_no = e.employee_no
  where c.code_hash = encode(sha256(convert_to(code, 'utf8')), 'hex');
  if exists (select from private.accounts a where a.worker_id = entry.worker_id) then
    perform private.business_error('record_has_account', 'PT409');
  end if;
  update public.roster_entries e set worker_id = me, activated_at = now()
  where e.house_id = entry.house_id and e.employee_no = entry.employee_no;
  update public.memberships m set valid_until = null
  where m.worker_id = me and m.organisation_id = entry.organisation_id and m.role = 'worker' and m.valid_until >= private.today();
  insert into public.memberships (worker_id, organisation_id, role)
  values (me, entry.organisation_id, 'worker') on conflict do nothing;
  update public.memberships m set valid_until = greatest(m.valid_from, private.today())
  where m.worker_id = entry.worker_id and m.valid_until is null;
  -- What others vouched for on that record is hers. It was worth nothing yet: credits wait until somebody has an account.
  insert into public.outcomes (worker_id, id, kind, achieved_at, sponsor_id, verifier_id, hours_min, facts, evidence)
  select me, o.id, o.kind, o.achieved_at, o.sponsor_id, o.verifier_id, o.hours_min, o.facts, o.evidence
  from public.outcomes o where o.worker_id = entry.worker_id and o.verifier_id is not null on conflict do nothing;
  -- What the employer said of her on a record of its own is forgotten: she has hers.
  if not exists (select from public.roster_entries e where e.worker_id = entry.worker_id) then
    perform private.forget_person(entry.worker_id);
  end if;
  perform private.audit('roster.claimed', me, entry.house_id, jsonb_build_object('instead_of', entry.worker_id));
  return (select o.name from public.organisations o where o.id = entry.house_id);
end;
$$;
comment on function public.claim_roster_entry is 'Somebody who has an account already joins a new employer by its slip: one person, one record.';

-- Organisations -----------------------------------------------------------------------------------------------------------------

create function public.found_organisation(
  parent uuid, new_kind public.organisation_kind, new_name text, level smallint default null
)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  founded uuid;
begin
  if not exists (select from private.organisations_below('{officer}') o where o = parent)
    and not (new_kind = 'team' and exists (select from private.people_below('{manager}') o where o = parent)) then
    perform private.business_error('not_allowed', 'PT403');
  end if;
  insert into public.organisations (parent_id, kind, name, member_level) values (parent, new_kind, btrim(new_name), level)
  on conflict on constraint organisations_sibling_name do nothing
  returning id into founded;
  if founded is null then
    perform private.business_error('organisation_name_taken', 'PT409');
  end if;
  perform private.audit('organisation.founded', private.my_worker_id(), founded, jsonb_build_object('kind', new_kind));
  return founded;
end;
$$;
comment on function public.found_organisation is 'An officer founds below her own organisations; a manager founds teams in her house.';

create function public.clerk_found_federation(federation_name text, officer_name text)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  federation uuid := (
    select o.id from public.organisations o
    where o.parent_id is null and o.kind = 'federation' and o.name = federation_name
  );
  officer uuid;
begin
  select n.worker_id into officer
  from private.sign_in_names s join private.accounts n on n.user_id = s.user_id where s.name = officer_name;
  if officer is null then
    perform private.business_error('worker_not_found', 'PT404');
  end if;
  if federation is null then
    insert into public.organisations (kind, name) values ('federation', federation_name) returning id into federation;
    insert into public.audit_entries (worker_id, organisation_id, action) values (officer, federation, 'organisation.founded');
  end if;
  insert into public.memberships (worker_id, organisation_id, role) values (officer, federation, 'officer') on conflict do nothing;
  if found then
    insert into public.audit_entries (worker_id, organisation_id, action, facts)
    values (officer, federation, 'membership.began', '{"role": "officer"}');
  end if;
  return federation;
end;
$$;
comment on function public.clerk_found_federation is
  'The root of a tree and its first officers: what only the operator can begin. Two of them, as four eyes need two pairs.';

revoke execute on function public.import_roster, public.leave_roster, public.issue_activation_codes, public.claim_roster_entry,
  public.found_organisation from public, anon;
grant execute on function public.import_roster, public.leave_roster, public.issue_activation_codes, public.claim_roster_entry,
  public.found_organisation to authenticated;
revoke execute on function public.clerk_found_federation from public, anon, authenticated;
grant execute on function public.clerk_found_federation to service_role;
