-- What is true afterwards: opening another person's file leaves a trace she can see; everything about a person can be handed to her;
-- a person can be forgotten while every sum she was part of stays right.

create function public.open_worker_file(worker uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  file jsonb;
begin
  select to_jsonb(w) || jsonb_build_object(
    'groups', coalesce((select jsonb_agg(g."group" order by g."group") from public.worker_groups g where g.worker_id = w.id), '[]'),
    'memberships', coalesce((
      select jsonb_agg(to_jsonb(m) || jsonb_build_object('organisation', o.name) order by m.valid_from desc, m.id)
      from public.memberships m left join public.organisations o on o.id = m.organisation_id where m.worker_id = w.id
    ), '[]')
  ) into file
  from public.workers w where w.id = worker;
  if file is null then
    raise exception 'worker_not_found' using errcode = 'PT404';
  end if;
  if worker <> private.my_worker_id() then
    perform private.note_file_opened(worker);
  end if;
  return file;
end;
$$;
comment on function public.open_worker_file is 'A person''s file as far as the caller may see it. Opening somebody else''s is written down.';

create function private.note_file_opened(worker uuid)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  house uuid;
begin
  select m.organisation_id into house from public.memberships m
  where m.worker_id = worker and m.organisation_id in (select private.people_below('{manager,officer}'))
  order by m.valid_from desc limit 1;
  if house is null then
    perform private.business_error('worker_not_found', 'PT404');
  end if;
  perform private.audit('worker.opened', worker, house);
end;
$$;

create function public.keep_my_file(file jsonb, groups text[])
returns boolean
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  update public.workers w set
    name = coalesce(f.name, w.name), gender = coalesce(f.gender, w.gender), birth_year = f.birth_year, employment_kind = f.employment_kind, trade = f.trade,
    skill_level = f.skill_level
  from jsonb_to_record(file) as f (
    name text, gender public.gender, birth_year smallint, employment_kind public.employment_kind, trade text,
    skill_level public.skill_level
  )
  where w.id = me;
  delete from public.worker_groups g where g.worker_id = me and g."group"::text <> all (groups);
  insert into public.worker_groups (worker_id, "group") select me, unnest(groups)::public.worker_group on conflict do nothing;
  return true;
end;
$$;
comment on function public.keep_my_file is 'My own file and the groups I say I belong to, in one step.';

create function public.my_data()
returns jsonb
language plpgsql stable security invoker set search_path = ''
as $$
declare
  me uuid := private.me();
  everything jsonb;
  rows jsonb;
  owned record;
begin
  select jsonb_build_object('workers', jsonb_agg(w)) into everything from public.workers w where w.id = me;
  everything := everything || jsonb_build_object(
    'sign_in_names', (select jsonb_agg(n) from public.my_sign_in_names() n),
    'sessions', (select jsonb_agg(s) from public.my_sessions() s)
  );
  -- Whatever table a later capability adds is in here by itself, as far as its policies let the person read it.
  for owned in
    select c.relname as name from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'worker_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and has_column_privilege(c.oid, a.attnum, 'select')
    order by c.relname
  loop
    execute format('select coalesce(jsonb_agg(t), ''[]'') from public.%I t where t.worker_id = $1', owned.name) into rows using me;
    everything := everything || jsonb_build_object(owned.name, rows);
  end loop;
  return everything;
end;
$$;
comment on function public.my_data is 'Everything about me, from every table that knows me.';

create function public.clerk_erase_worker(auth_user uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  leaver uuid;
begin
  select a.worker_id into leaver from private.accounts a where a.user_id = auth_user;
  if leaver is null then
    perform private.business_error('worker_not_found', 'PT404');
  end if;
  delete from public.roster_entries e where e.worker_id = leaver;
  update public.memberships m set valid_until = greatest(m.valid_from, private.today())
  where m.worker_id = leaver and (m.valid_until is null or m.valid_until > private.today());
  perform private.forget_person(leaver);
  insert into public.audit_entries (worker_id, actor_id, action) values (leaver, leaver, 'worker.erased');
  delete from private.accounts a where a.user_id = auth_user;
  return true;
end;
$$;
comment on function public.clerk_erase_worker is 'Forgets the person. The bare row stays, so that sums, ledgers and other people''s records stay true.';

revoke execute on function public.open_worker_file, public.keep_my_file, public.my_data, public.clerk_erase_worker
from public, anon, authenticated;
grant execute on function public.open_worker_file, public.keep_my_file, public.my_data to authenticated;
grant execute on function private.note_file_opened(uuid) to authenticated;
grant execute on function public.clerk_erase_worker to service_role;
