-- What is true afterwards: the page of an organisation, its list of people, its export and its audit log are each read in one call that
-- asks first who is calling and then touches only rows it shows, however many people there are.

create index audit_entries_action on public.audit_entries (organisation_id, action, at desc, id);

-- One organisation -------------------------------------------------------------------------------------------------------------

create function private.moderates(organisation uuid)
returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from private.my_roles() r join public.organisations o on o.id = r.organisation_id
    where o.id = organisation and o.kind = 'federation' and r.role in ('officer', 'reviewer')
  )
$$;
comment on function private.moderates is 'Courses are everybody''s, so what is said about them is decided on at the federation, by officers and reviewers.';

create function private.powers_over(organisation uuid)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object(
    'govern', private.stands_over(o.id, '{officer}'),
    'manage', private.keeps_people(o.id, '{manager}'),
    'people', private.keeps_people(o.id, '{manager,officer}'),
    'teach', private.stands_over(o.id, '{manager,officer,trainer}'),
    'moderate', private.moderates(o.id),
    'audit', private.stands_over(o.id, '{auditor}'),
    -- Rules are a federation's; officers of the unions right below it sign them too.
    'rules_of', (
      select f.id from public.organisations f
      where f.kind = 'federation' and (f.id = o.id or f.id = o.parent_id and o.kind in ('district', 'industry'))
        and exists (select from private.my_roles() r where r.organisation_id = o.id and r.role in ('officer', 'bank_officer', 'auditor'))
    ),
    'bank', o.kind in ('federation', 'school') and private.stands_over(o.id, '{officer,bank_officer,auditor}'),
    'hear', exists (select from private.my_roles() r where r.organisation_id = o.id and r.role in ('officer', 'reviewer', 'bank_officer')),
    'rename', coalesce(private.stands_over(o.parent_id, '{officer}'), false)
      or o.kind = 'team' and private.keeps_people(o.id, '{manager}')
  )
  from public.organisations o where o.id = organisation
$$;
comment on function private.powers_over is 'What a page offers me to do with an organisation. Each deed asks again.';

create function private.children_of(parent uuid, after_name text, before_name text, page integer)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  with forward as (
    select o.id, o.name, o.kind, o.member_level from public.organisations o
    where before_name is null and o.parent_id = parent and o.name > coalesce(after_name, '')
    order by o.name limit page + 1
  ), backward as (
    select o.id, o.name, o.kind, o.member_level from public.organisations o
    where before_name is not null and o.parent_id = parent and o.name < before_name
    order by o.name desc limit page + 1
  )
  select coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object('workers', t.workers, 'activated', t.activated) order by c.name), '[]')
  from (select * from forward union all select * from backward) c
  left join public.organisation_tallies t on t.organisation_id = c.id
$$;

create function private.role_holders(organisation uuid)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(h) order by h.role, h.valid_from, h.membership_id), '[]')
  from (
    select m.worker_id, m.id as membership_id, w.name, m.role, m.valid_from, m.valid_until,
      m.worker_id <> private.my_worker_id() and (
        private.stands_over(organisation, '{officer}')
        or m.role in ('trainer', 'manager') and private.keeps_people(organisation, '{manager}')
      ) as endable
    from public.memberships m join public.workers w on w.id = m.worker_id
    where m.organisation_id = organisation
      and m.role in ('manager', 'trainer', 'reviewer', 'officer', 'bank_officer', 'auditor')
      and (m.valid_until is null or m.valid_until >= private.today())
    order by m.role, m.valid_from, m.id limit 200
  ) h
$$;

create function public.organisation_page(
  organisation uuid, after_name text default null, before_name text default null, page integer default 24
)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  full_view boolean := private.stands_over(organisation, '{manager,officer,auditor}');
  found_page jsonb;
begin
  if not full_view and not exists (
    select from private.my_roles() r where r.organisation_id = organisation and r.role <> 'worker'
  ) then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  select jsonb_build_object(
    'id', o.id, 'name', o.name, 'kind', o.kind, 'member_level', o.member_level, 'house_id', o.house_id,
    'powers', private.powers_over(o.id),
    'ancestors', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', a.id, 'name', a.name, 'kind', a.kind, 'open', private.stands_over(a.id, '{manager,officer,auditor}')
      ) order by p.depth desc)
      from public.organisation_paths p join public.organisations a on a.id = p.ancestor_id
      where p.descendant_id = o.id and p.depth > 0
    ), '[]'),
    'tally', (
      select jsonb_build_object('workers', t.workers, 'activated', t.activated)
      from public.organisation_tallies t where full_view and t.organisation_id = o.id
    ),
    'holders', case when full_view then private.role_holders(o.id) else '[]' end,
    'children', case when full_view then private.children_of(o.id, after_name, before_name, least(page, 100)) else '[]' end
  ) into found_page
  from public.organisations o where o.id = organisation;
  return found_page;
end;
$$;
comment on function public.organisation_page is
  'Definer: role holders are named to whoever may appoint or audit them, though their files stay closed. Holders of a role see the bare facts.';

-- Its people -------------------------------------------------------------------------------------------------------------------

create function public.roster_head(organisation uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not private.keeps_people(organisation, '{manager,officer}') then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  return (
    select jsonb_build_object(
      'id', o.id, 'name', o.name, 'kind', o.kind, 'house_id', o.house_id,
      'house', private.keeps_people(o.house_id, '{manager,officer}'),
      'workers', t.workers, 'activated', t.activated,
      'teams', coalesce((
        select jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name) order by b.name)
        from (
          select below.id, below.name from public.organisations below
          where o.id = o.house_id and below.house_id = o.id and below.kind = 'team' order by below.name limit 500
        ) b
      ), '[]')
    )
    from public.organisations o join public.organisation_tallies t on t.organisation_id = o.id
    where o.id = organisation
  );
end;
$$;

comment on function public.roster_head is
  'Definer: asks once whether the people are mine to see. What every page of a list of people begins with.';

create function public.roster_page(
  organisation uuid, waiting boolean default null, number_from text default null, name_from text default null,
  cursor_name text default null, cursor_no text default null, backward boolean default false, page integer default 50
)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  house uuid := (select o.house_id from public.organisations o where o.id = organisation);
  way text := case when backward then '<' else '>' end;
  sorting text := case when backward then ' desc' else '' end;
  conditions text;
  answer jsonb;
begin
  if not private.keeps_people(organisation, '{manager,officer}') then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  -- Every combination reads one index in its order; that is why the conditions are put together instead of asked as "or null".
  conditions := case
    when name_from is null and house <> organisation then 'e.organisation_id = $2'
    when name_from is null then 'e.house_id = $1'
    when house <> organisation then 'e.house_id = $1 and e.organisation_id = $2'
    else 'e.house_id = $1'
  end;
  if waiting is not null then
    conditions := conditions || case when waiting then ' and e.activated_at is null' else ' and e.activated_at is not null' end;
  end if;
  if name_from is not null then
    conditions := conditions || ' and e.name >= $4 and e.name < $4 || chr(1114111)';
  elsif number_from is not null then
    conditions := conditions || ' and e.employee_no >= $3 and e.employee_no < $3 || chr(1114111)';
  end if;
  if cursor_no is not null then
    conditions := conditions || case
      when name_from is null then format(' and e.employee_no %s $6', way) else format(' and (e.name, e.employee_no) %s ($5, $6)', way)
    end;
  end if;
  execute format(
    'select coalesce(jsonb_agg(r), ''[]'') from (
      select e.employee_no, e.name, e.worker_id, e.activated_at, e.organisation_id from public.roster_entries e
      where %s order by %s limit $7
    ) r',
    conditions, case when name_from is null then '' else 'e.name' || sorting || ', ' end || 'e.employee_no' || sorting
  ) into answer using house, organisation, number_from, name_from, cursor_name, cursor_no, least(page, 1000) + 1;
  return answer;
end;
$$;
comment on function public.roster_page is
  'Definer: asks once whether the people are mine to see, then reads one index in its order; a page costs the same in any house.';

create function public.roster_export(house uuid, after_no text default null, page integer default 1000)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  officer boolean := private.keeps_people(house, '{officer}');
begin
  if not private.keeps_people(house, '{manager,officer}') then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  if after_no is null then
    perform private.audit('roster.exported', private.my_worker_id(), house);
  end if;
  return (
    select coalesce(jsonb_agg(to_jsonb(r) order by r.employee_no), '[]')
    from (
      select e.employee_no, e.name, case when o.kind = 'team' then o.name end as team, w.gender, w.birth_year, w.employment_kind,
        w.trade, w.skill_level, e.activated_at, (
          select jsonb_agg(g."group" order by g."group") from public.worker_groups g
          where g.worker_id = e.worker_id and (officer or g."group" in ('migrant', 'women'))
        ) as groups
      from public.roster_entries e
      join public.organisations o on o.id = e.organisation_id
      join public.workers w on w.id = e.worker_id
      where e.house_id = house and e.employee_no > coalesce(after_no, '') order by e.employee_no limit least(page, 1000)
    ) r
  );
end;
$$;
comment on function public.roster_export is
  'Definer: asks once instead of for each of thousands. Groups as the policy of worker_groups shows them. The export itself is written down.';

-- Its audit log ----------------------------------------------------------------------------------------------------------------

create function public.audit_page(
  organisation uuid, of_action text default null, before_at timestamptz default null, before_id uuid default null, page integer default 50
)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  conditions text := 'e.organisation_id = s.id';
  me uuid := private.my_worker_id();
  places uuid[] := array(select private.people_below('{manager,officer}'));
  -- The policy of workers, asked of everybody on the page at once.
  named text := '%1$I.id = $6 or exists (select from public.memberships m where m.worker_id = %1$I.id
    and m.organisation_id = any ($7) and daterange(m.valid_from, m.valid_until, ''[]'') @> private.today())';
  answer jsonb;
begin
  if not private.stands_over(organisation, '{auditor}') then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  if of_action is not null then
    conditions := conditions || ' and e.action = $2';
  end if;
  if before_at is not null then
    conditions := conditions || ' and e.at <= $3 and (e.at < $3 or e.id > $4)';
  end if;
  -- An organisation and the teams of its house: each gives its newest, and the newest of those are shown.
  execute format(
    'select coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object(''actor'', actor.name, ''subject'', subject.name)
        order by r.at desc, r.id), ''[]'')
    from (
      select n.* from (
        select o.id, o.name from public.organisations o where o.id = $1
        union all select o.id, o.name from public.organisations o where o.house_id = $1 and o.id <> $1
      ) s cross join lateral (
        select e.id, e.at, e.worker_id, e.actor_id, e.action, e.facts, s.name as organisation from public.audit_entries e
        where %s order by e.at desc, e.id limit $5
      ) n order by n.at desc, n.id limit $5
    ) r
    left join public.workers actor on actor.id = r.actor_id and (%s)
    left join public.workers subject on subject.id = r.worker_id and (%s)',
    conditions, format(named, 'actor'), format(named, 'subject')
  ) into answer using organisation, of_action, before_at, before_id, least(page, 1000) + 1, me, places;
  return jsonb_build_object(
    'name', (select o.name from public.organisations o where o.id = organisation),
    'entries', answer
  );
end;
$$;
comment on function public.audit_page is 'Definer: for auditors. Names appear only where the reader may see the person anyway.';

revoke execute on function public.organisation_page, public.roster_head, public.roster_page, public.roster_export, public.audit_page
  from public, anon;
grant execute on function public.organisation_page, public.roster_head, public.roster_page, public.roster_export, public.audit_page
  to authenticated;
