-- What is true afterwards: a try is counted before it is looked at, in one statement, so that guesses at the same time are counted
-- like guesses one after the other. What locks is a pair of a name and a place. A whole name or a whole address only becomes slower,
-- and a device on which an account was opened before has a counter of its own, so that nobody else can keep its owner out.

create table private.attempts (
  subject text primary key,
  failures integer not null check (failures >= 0),
  window_began_at timestamptz not null,
  wait_until timestamptz
);
comment on table private.attempts is
  '@directory Tries that did not succeed, by hashes of who tried what from where. Rows of a day ago are forgotten.';
create index attempts_age on private.attempts (window_began_at);

create table private.trusted_devices (
  user_id uuid not null references private.accounts (user_id) on delete cascade,
  device text not null check (device ~ '^[0-9a-f]{64}$'),
  name text check (length(name) <= 120),
  trusted_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  primary key (user_id, device)
);
comment on table private.trusted_devices is
  '@directory On which devices an account was opened with the right password. A device is the hash of a cookie that only it holds.';
create index trusted_devices_device on private.trusted_devices (device);

alter table private.attempts enable row level security;
alter table private.trusted_devices enable row level security;

create function private.is_stale(attempt private.attempts)
returns boolean
language sql stable set search_path = ''
as $$ select attempt.window_began_at < now() - interval '15 minutes' $$;

create function private.wait_of(of_subject text)
returns integer
language sql volatile set search_path = ''
as $$
  select greatest(1, ceil(extract(epoch from a.wait_until - now())))::integer from private.attempts a where a.subject = of_subject
$$;

-- After `free` failures within a quarter of an hour each further one doubles the wait, from 30 seconds to a quarter of an hour.
create function private.reserve_locked(of_subject text, free integer)
returns integer
language plpgsql volatile set search_path = ''
as $$
begin
  insert into private.attempts as a (subject, failures, window_began_at) values (of_subject, 1, now())
  on conflict (subject) do update set
    failures = case when private.is_stale(a) then 1 else a.failures + 1 end,
    window_began_at = case when private.is_stale(a) then now() else a.window_began_at end,
    wait_until = case
      when not private.is_stale(a) and a.failures + 1 >= free
      then now() + least(interval '15 minutes', interval '30 seconds' * (2 ^ least(a.failures + 1 - free, 8)))
    end
  where a.wait_until is null or a.wait_until <= now();
  return case when found then 0 else private.wait_of(of_subject) end;
end;
$$;
comment on function private.reserve_locked is 'Counts a try that is about to be made: 0, or how many seconds it has to wait.';

create function private.reserve_paced(of_subject text, free integer, worked boolean)
returns integer
language plpgsql volatile set search_path = ''
as $$
begin
  insert into private.attempts as a (subject, failures, window_began_at) values (of_subject, 1, now())
  on conflict (subject) do update set
    failures = case when private.is_stale(a) then 1 else a.failures + 1 end,
    window_began_at = case when private.is_stale(a) then now() else a.window_began_at end,
    wait_until = case
      when private.is_stale(a) or a.failures < free then null
      when worked then a.wait_until
      else now() + interval '20 seconds'
    end
  where worked or private.is_stale(a) or a.failures < free or a.wait_until is null or a.wait_until <= now();
  return case when found then 0 else private.wait_of(of_subject) end;
end;
$$;
comment on function private.reserve_paced is
  'The same for what is never locked: after `free` failures one try in 20 seconds, and as many more as bring work.';

create function private.work_asked(of_subject text, free integer)
returns integer
language sql volatile set search_path = ''
as $$
  select 15 + least(4, floor(log(2, a.failures::numeric / free)))::integer
  from private.attempts a
  where a.subject = of_subject and a.failures >= free and not private.is_stale(a)
$$;
comment on function private.work_asked is 'How many bits of work a try costs; one more whenever the failures have doubled. Null while it costs none.';

create function public.clerk_sign_in_gate(
  sign_in_name text, locks text, paces jsonb, device text default null, work text default null, work_bits integer default 0
)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  account record;
  trusted boolean := false;
  worked boolean := false;
  wait_s integer := 0;
  wanted integer;
  pace record;
begin
  delete from private.attempts a where a.subject in (
    select old.subject from private.attempts old where old.window_began_at < now() - interval '1 day' limit 20 for update skip locked
  );
  select n.user_id, u.email into account
  from private.sign_in_names n join auth.users u on u.id = n.user_id where n.name = sign_in_name;
  if exists (
    select from private.trusted_devices t where t.user_id = account.user_id and t.device = clerk_sign_in_gate.device
  ) then
    trusted := true;
    locks := 'device ' || device || ' ' || account.user_id;
    paces := '{}';
  end if;
  -- What is refused is not counted: the counts of this block are undone together.
  begin
    if work is not null then
      insert into private.attempts (subject, failures, window_began_at) values (work, 0, now()) on conflict do nothing;
      worked := found;
    end if;
    if locks is not null then
      wait_s := private.reserve_locked(locks, 5);
    end if;
    -- Always in the same order, so that two tries can't each wait for what the other holds.
    for pace in select p.key as subject, p.value::integer as free from jsonb_each_text(paces) p order by p.key loop
      exit when wait_s > 0;
      wanted := private.work_asked(pace.subject, pace.free);
      wait_s := private.reserve_paced(pace.subject, pace.free, worked and work_bits >= wanted);
      exit when wait_s > 0;
      wanted := null;
    end loop;
    if wait_s > 0 then
      raise exception using errcode = 'GK001';
    end if;
  exception when sqlstate 'GK001' then
    null;
  end;
  return jsonb_build_object(
    'wait_s', wait_s, 'work_bits', wanted, 'auth_email', account.email, 'trusted', trusted, 'locks', locks,
    'paces', (select coalesce(jsonb_agg(p.key), '[]') from jsonb_each(paces) p)
  );
end;
$$;
comment on function public.clerk_sign_in_gate is
  'Counts a try before its password is looked at. Says how long to wait instead, whether work would do, and under which address the auth service knows the name.';

create function public.clerk_forgive_try(locks text, paces text[])
returns void
language sql volatile security definer set search_path = ''
as $$
  delete from private.attempts a where a.subject = locks;
  update private.attempts a set failures = greatest(0, a.failures - 1)
  where a.subject in (
    select held.subject from private.attempts held where held.subject = any (paces) order by held.subject for update
  );
$$;
comment on function public.clerk_forgive_try is 'A try succeeded, or could not be made: the pair is forgiven, and what is paced has one failure less.';

create function public.clerk_note_session(session uuid, device text, device_id text default null)
returns void
language sql volatile security definer set search_path = ''
as $$
  insert into private.session_devices (session_id, device) values (session, left(device, 120)) on conflict do nothing;
  insert into private.trusted_devices as t (user_id, device, name)
  select s.user_id, device_id, left(clerk_note_session.device, 120) from auth.sessions s join private.accounts a on a.user_id = s.user_id
  where s.id = session and device_id is not null
  on conflict (user_id, device) do update set last_used_at = now(), name = excluded.name;
$$;
comment on function public.clerk_note_session is 'What a session runs on, in words its owner recognises; from now on the account trusts that device.';

revoke execute on function public.clerk_sign_in_gate, public.clerk_forgive_try, public.clerk_note_session
from public, anon, authenticated;
grant execute on function public.clerk_sign_in_gate, public.clerk_forgive_try, public.clerk_note_session to service_role;
