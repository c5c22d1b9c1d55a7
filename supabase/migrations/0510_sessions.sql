-- What is true afterwards: a session ends when its owner ends it, or by itself when nobody did anything for too long; she sees where
-- she is signed in and which devices are trusted, and takes either back.

create function public.my_frame()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.my_worker_id();
begin
  if me is null then
    return null;
  end if;
  update private.session_devices d set seen_at = now()
  where d.session_id = nullif((select auth.jwt()) ->> 'session_id', '')::uuid and d.seen_at < now() - interval '1 minute';
  return (
    select jsonb_build_object(
      'worker_id', w.id, 'name', w.name,
      'memberships', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', m.id, 'role', m.role, 'organisation_id', o.id, 'organisation', o.name, 'kind', o.kind,
          'locked', private.weighs_much(m.role) and private.factor_is_missing(m.organisation_id)
        ) order by m.role <> 'worker' desc, m.valid_from, m.id)
        from public.memberships m join public.organisations o on o.id = m.organisation_id
        where m.worker_id = w.id and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
      ), '[]')
    )
    from public.workers w where w.id = me
  );
end;
$$;
comment on function public.my_frame is
  'Who I am and which roles I hold: what the frame of every page needs, in one round trip. That I asked is noted, once a minute.';

create function public.my_sessions()
returns table (id uuid, device text, began_at timestamptz, last_seen_at timestamptz, current boolean)
language sql stable security definer set search_path = ''
as $$
  select s.id, d.device, s.created_at, coalesce(d.seen_at, s.updated_at, s.created_at),
    s.id = nullif((select auth.jwt()) ->> 'session_id', '')::uuid
  from auth.sessions s
  join private.accounts a on a.user_id = s.user_id
  left join private.session_devices d on d.session_id = s.id
  where s.user_id = (select auth.uid()) and private.my_worker_id() is not null
    and private.is_idle(d.seen_at, a.worker_id) is not true
  order by s.created_at desc
$$;
comment on function public.my_sessions is 'Where I am signed in.';

create function public.end_session(session uuid)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  delete from auth.sessions s
  where s.id = session and s.user_id = (select a.user_id from private.accounts a where a.worker_id = me);
  return found;
end;
$$;
comment on function public.end_session is 'Ends one of my own sessions; false when I have none of that id.';

create function public.my_devices()
returns table (device text, name text, trusted_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = ''
as $$
  select t.device, t.name, t.trusted_at, t.last_used_at
  from private.trusted_devices t join private.accounts a on a.user_id = t.user_id
  where a.worker_id = private.my_worker_id()
  order by t.last_used_at desc, t.device limit 50
$$;
comment on function public.my_devices is 'On which devices I signed in before: there nobody can keep me out.';

create function public.forget_device(device text)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  delete from private.trusted_devices t
  where t.device = forget_device.device and t.user_id = (select a.user_id from private.accounts a where a.worker_id = me);
  return found;
end;
$$;
comment on function public.forget_device is 'A device that I no longer have is trusted no more. Answers false when it was not.';

create function public.clerk_end_idle_sessions()
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  ended integer;
begin
  with idle as (
    select d.session_id from private.session_devices d
    join auth.sessions s on s.id = d.session_id
    join private.accounts a on a.user_id = s.user_id
    where d.seen_at < now() - interval '30 minutes' and private.is_idle(d.seen_at, a.worker_id)
    order by d.seen_at limit 500
  )
  delete from auth.sessions s using idle where s.id = idle.session_id;
  get diagnostics ended = row_count;
  return ended;
end;
$$;
comment on function public.clerk_end_idle_sessions is
  'Takes away sessions that ended by themselves, so that the auth service renews them no more. Answers how many.';

revoke execute on function public.my_frame, public.my_sessions, public.end_session, public.my_devices, public.forget_device,
  public.clerk_end_idle_sessions from public, anon, authenticated;
grant execute on function public.my_frame, public.my_sessions, public.end_session, public.my_devices, public.forget_device
to authenticated;
grant execute on function public.clerk_end_idle_sessions to service_role;
