-- What is true afterwards: members are appointed for a case, whoever sat least first, and nobody who has a part in it;
-- whoever goes out is replaced by the next; where too few are left, the organisation above hears it, and at last a
-- chair alone.

create function private.panel_people(kind text, organisation uuid)
returns table (member_id uuid)
language sql stable set search_path = ''
as $$
  with pool as (
    select p.member_id from private.panel_pools p where p.organisation_id = organisation and p.kind = panel_people.kind
  ), people as (
    select p.member_id from pool p
    union
    select m.worker_id from public.memberships m
    join private.panel_kinds k on k.kind = panel_people.kind and m.role = any (k.roles)
    where m.organisation_id = organisation and not exists (select from pool)
      and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
  )
  select p.member_id from people p where exists (select from private.accounts a where a.worker_id = p.member_id)
$$;
comment on function private.panel_people is 'Who may be appointed there. Whoever can not sign in judges nothing.';

create function private.panel_candidates(asked public.panel_cases, organisation uuid, named uuid[] default '{}')
returns table (member_id uuid, named boolean, sat_earlier boolean)
language sql stable set search_path = ''
as $$
  with people as (
    select n as member_id, true as named from unnest(panel_candidates.named) n
    where exists (select from private.accounts a where a.worker_id = n)
    union all
    select p.member_id, false from private.panel_people(asked.kind, organisation) p
    where p.member_id <> all (panel_candidates.named)
  )
  select p.member_id, p.named, exists (
    select from private.panel_seats s
    where s.worker_id = asked.worker_id and s.case_id = asked.id and s.member_id = p.member_id
  )
  from people p
  join public.workers m on m.id = p.member_id
  join public.workers w on w.id = asked.worker_id
  where p.member_id <> asked.worker_id
    -- Somebody may have two records. A namesake born in the same year loses no more than a seat.
    and (m.name, m.birth_year) is distinct from (w.name, coalesce(w.birth_year, 0::smallint))
    and not exists (
      select from private.panel_ties t where t.worker_id = asked.worker_id and t.member_id = p.member_id
    )
    and not exists (
      select from private.panel_declarations d
      where d.worker_id = asked.worker_id and d.case_id = asked.id and d.member_id = p.member_id and d.tie <> 'none'
    )
    and not exists (
      select from public.panel_cases c
      join private.panel_seats s on s.worker_id = c.worker_id and s.case_id = c.id and s.member_id = p.member_id
      where c.worker_id = asked.worker_id and c.subject_id = asked.subject_id and c.id <> asked.id
    )
    and not exists (
      select from public.memberships a
      join public.organisations o on o.id = a.organisation_id and o.kind = 'team'
      join public.memberships b on b.organisation_id = o.id and b.worker_id = p.member_id
      where a.worker_id = asked.worker_id
        and a.valid_from <= private.today() and (a.valid_until is null or a.valid_until >= private.today())
        and b.valid_from <= private.today() and (b.valid_until is null or b.valid_until >= private.today())
    )
$$;
comment on function private.panel_candidates is
  'Whom nothing keeps from this case: it is not hers, no tie was declared, she did not sit in the matter before, and '
  'is not of the same team.';

create function private.panel_reach(asked public.panel_cases)
returns table (organisation_id uuid, step integer)
language sql stable set search_path = ''
as $$
  select p.ancestor_id, (row_number() over (order by k.above and p.depth = 0, p.depth))::integer
  from public.organisation_paths p join private.panel_kinds k on k.kind = asked.kind
  where p.descendant_id = asked.origin_id
$$;
comment on function private.panel_reach is 'The organisations that hear it, one after the other.';

create function private.panel_note(action text, asked public.panel_cases, facts jsonb default '{}')
returns void
language sql volatile set search_path = ''
as $$
  insert into public.audit_entries (worker_id, actor_id, organisation_id, action, facts)
  values (asked.worker_id, null, asked.organisation_id, action,
    facts || jsonb_build_object('case', asked.id, 'kind', asked.kind))
$$;
comment on function private.panel_note is
  'What became of a case, without who: it is the deed of the panel, and who voted last is nobody''s to know.';

create function private.panel_free(asked public.panel_cases, organisation uuid, in_round integer, named uuid[])
returns table (member_id uuid, named boolean, turn bigint, rank bigint)
language sql stable set search_path = ''
as $$
  with able as (
    select c.*, coalesce(l.turn, min(l.turn) over (), 0) as turn
    from private.panel_candidates(asked, organisation, panel_free.named) c
    left join private.panel_loads l on l.member_id = c.member_id
    where asked.alone or not c.sat_earlier
  ), ranked as (
    -- Chance that everybody can check decides between those who sat as often; so that the same do not always meet.
    select a.*, row_number() over (
      order by a.named desc, a.sat_earlier, a.turn, md5(a.member_id::text || asked.id)
    ) as rank from able a
  )
  select r.member_id, r.named, r.turn, r.rank from ranked r
  where not exists (select from ranked b where b.rank < r.rank and private.roles_bound(r.member_id, b.member_id))
    and not exists (
      select from private.panel_seats s
      where s.worker_id = asked.worker_id and s.case_id = asked.id and s.round = in_round
        and private.roles_bound(r.member_id, s.member_id)
    )
$$;
comment on function private.panel_free is
  'Who can be appointed, the next first. Of two of whom one has her role from the other only the first can.';

create function private.take_seats(asked public.panel_cases, wanted integer, named uuid[] default '{}')
returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  taken integer;
begin
  with free as (
    select f.* from private.panel_free(asked, asked.organisation_id, asked.round, take_seats.named) f
    order by f.rank limit greatest(wanted, 0)
  ), seated as (
    insert into private.panel_seats (worker_id, case_id, round, member_id, named, place)
    select asked.worker_id, asked.id, asked.round, f.member_id, f.named, (
      select coalesce(max(s.place), 0) from private.panel_seats s
      where s.worker_id = asked.worker_id and s.case_id = asked.id and s.round = asked.round
    ) + row_number() over (order by f.rank)
    from free f returning member_id
  )
  insert into private.panel_loads as l (member_id, turn) select f.member_id, f.turn + 1 from free f
  on conflict on constraint panel_loads_pkey do update set turn = excluded.turn;
  get diagnostics taken = row_count;
  return taken;
end;
$$;

create function private.convene(asked public.panel_cases, named uuid[] default '{}')
returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  judged private.panel_kinds;
  place uuid;
begin
  select k.* into judged from private.panel_kinds k where k.kind = asked.kind;
  select r.organisation_id into place from private.panel_reach(asked) r
  where not asked.alone and r.step > coalesce((
    select h.step from private.panel_reach(asked) h where asked.round > 0 and h.organisation_id = asked.organisation_id
  ), 0) and (
    select count(*) from private.panel_free(asked, r.organisation_id, asked.round + 1, named)
  ) >= judged.quorum
  order by r.step limit 1;
  if place is null then
    select r.organisation_id into place
    from private.panel_reach(asked) r cross join lateral private.panel_candidates(asked, r.organisation_id, named) c
    order by c.sat_earlier, r.step desc limit 1;
    asked.alone := true;
  end if;
  asked.organisation_id := coalesce(place, asked.organisation_id);
  asked.round := asked.round + 1;
  update public.panel_cases c set organisation_id = asked.organisation_id, round = asked.round, alone = asked.alone,
    due_at = now() + make_interval(days => judged.days)
  where c.worker_id = asked.worker_id and c.id = asked.id;
  insert into private.panel_rounds (worker_id, case_id, round, organisation_id)
  values (asked.worker_id, asked.id, asked.round, asked.organisation_id);
  perform private.panel_note(case when asked.round = 1 then 'panel.opened' else 'panel.passed_on' end, asked);
  return private.take_seats(asked, case when asked.alone then 1 else judged.size end, named) > 0;
end;
$$;
comment on function private.convene is
  'The next organisation where enough are left hears it from now on; at last a chair alone. False where there is '
  'nobody at all.';

create function private.lock_panel_seats()
returns void
language sql volatile set search_path = ''
as $$ select pg_advisory_xact_lock(hashtextextended('panel seats', 0)) $$;
comment on function private.lock_panel_seats is
  'Who appoints sees what everybody has to do; so one appoints after the other.';

create function private.open_case(
  kind text, worker uuid, subject uuid, origin uuid, sat_before uuid[] default '{}', named uuid[] default '{}'
)
returns uuid
language plpgsql volatile set search_path = ''
as $$
declare
  asked public.panel_cases;
begin
  perform private.lock_panel_seats();
  select c.* into asked from public.panel_cases c
  where c.worker_id = worker and c.kind = open_case.kind and c.subject_id = subject;
  if found then
    return asked.id;
  end if;
  insert into public.panel_cases (worker_id, id, kind, subject_id, origin_id, organisation_id, round, due_at)
  values (worker, md5('case ' || open_case.kind || ' ' || worker || ' ' || subject)::uuid, open_case.kind, subject, origin, origin, 0, now())
  returning * into asked;
  insert into private.panel_declarations (worker_id, case_id, member_id, tie)
  select distinct worker, asked.id, s, 'sat_before' from unnest(sat_before) s where s is not null;
  perform private.convene(asked, named);
  return asked.id;
end;
$$;
comment on function private.open_case is
  'One case about a subject of hers, and its members. Asked again, the same one.';

create function private.appeal_case(worker uuid, case_id uuid)
returns uuid
language sql volatile set search_path = ''
as $$
  select private.open_case(k.appeal_kind, c.worker_id, c.subject_id, c.origin_id)
  from public.panel_cases c join private.panel_kinds k on k.kind = c.kind
  where c.worker_id = worker and c.id = case_id and k.appeal_kind is not null
    and c.decided_at > now() - make_interval(days => k.appeal_days)
$$;
comment on function private.appeal_case is
  'Opens the appeal, once, before people who did not sit; null where it is too late, or there is none.';

create function private.refill_panel(asked public.panel_cases)
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  judged private.panel_kinds;
  gone integer;
  sitting integer;
begin
  select k.* into judged from private.panel_kinds k where k.kind = asked.kind;
  select count(*) filter (where s.away), count(*) filter (where not s.away) into gone, sitting from (
    select exists (
      select from private.panel_declarations d
      where d.worker_id = p.worker_id and d.case_id = p.case_id and d.member_id = p.member_id and d.tie <> 'none'
    ) as away
    from private.panel_seats p where p.worker_id = asked.worker_id and p.case_id = asked.id and p.round = asked.round
  ) s;
  if not asked.alone then
    sitting := sitting + private.take_seats(asked, least(judged.size - sitting, gone));
  end if;
  if sitting < (case when asked.alone then 1 else judged.quorum end) then
    perform private.convene(asked);
  end if;
end;
$$;
comment on function private.refill_panel is
  'Whoever went out is replaced by the next; where too few are left, it goes on at once.';
