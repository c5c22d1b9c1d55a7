-- What is true afterwards: a person signs in by any of her names (phone or e-mail); codes are kept as hashes, work once and
-- only for a while; what only the server may do is granted to service_role alone.

create type public.sign_in_kind as enum ('phone', 'email');
create type public.code_purpose as enum ('sign_up', 'reset', 'prove');

create table private.sign_in_names (
  name text primary key check (length(name) between 3 and 200),
  kind public.sign_in_kind not null,
  user_id uuid not null references private.accounts (user_id) on delete cascade,
  proven_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table private.sign_in_names is
  '@directory How an account is called. A name that was never proven by a code can sign in, but can''t reset a password.';
create index sign_in_names_user on private.sign_in_names (user_id);

create table private.one_time_codes (
  name text not null,
  purpose public.code_purpose not null,
  code_hash text not null,
  tries integer not null default 0,
  sent integer not null default 1,
  first_sent_at timestamptz not null default now(),
  last_sent_at timestamptz not null default now(),
  primary key (name, purpose)
);
comment on table private.one_time_codes is '@directory The last code sent to a phone or an address, as a hash. Good for ten minutes and five tries.';

create table private.activation_codes (
  code_hash text primary key,
  house_id uuid not null references public.organisations (id) on delete cascade,
  employee_no text not null,
  issued_by uuid references public.workers (id) on delete set null,
  expires_at timestamptz not null default now() + interval '60 days',
  used_at timestamptz,
  foreign key (house_id, employee_no) references public.roster_entries (house_id, employee_no) on update cascade on delete cascade
);
comment on table private.activation_codes is '@directory Handed out on paper by an organisation; turns a roster entry into an account. Kept as a hash.';
create index activation_codes_entry on private.activation_codes (house_id, employee_no);
create index activation_codes_issuer on private.activation_codes (issued_by);

alter table private.sign_in_names enable row level security;
alter table private.one_time_codes enable row level security;
alter table private.activation_codes enable row level security;

-- Codes by phone or mail -------------------------------------------------------------------------------------------------------

create function public.clerk_keep_code(sign_in_name text, for_purpose public.code_purpose, hash text)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  last private.one_time_codes;
begin
  select * into last from private.one_time_codes c where c.name = sign_in_name and c.purpose = for_purpose for update;
  if last.last_sent_at > now() - interval '60 seconds' then
    return ceil(extract(epoch from last.last_sent_at + interval '60 seconds' - now()));
  end if;
  if last.sent >= 5 and last.first_sent_at > now() - interval '1 hour' then
    return ceil(extract(epoch from last.first_sent_at + interval '1 hour' - now()));
  end if;
  insert into private.one_time_codes as c (name, purpose, code_hash) values (sign_in_name, for_purpose, hash)
  on conflict (name, purpose) do update set
    code_hash = excluded.code_hash, tries = 0, last_sent_at = now(),
    sent = case when c.first_sent_at > now() - interval '1 hour' then c.sent + 1 else 1 end,
    first_sent_at = case when c.first_sent_at > now() - interval '1 hour' then c.first_sent_at else now() end;
  return 0;
end;
$$;
comment on function public.clerk_keep_code is 'Keeps a code that is about to be sent. Answers how many seconds to wait instead, or 0.';

create function public.clerk_use_code(sign_in_name text, for_purpose public.code_purpose, hash text)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  right_code boolean;
begin
  update private.one_time_codes c set tries = c.tries + 1
  where c.name = sign_in_name and c.purpose = for_purpose and c.tries < 5 and c.last_sent_at > now() - interval '10 minutes'
  returning c.code_hash = hash into right_code;
  if coalesce(right_code, false) then
    delete from private.one_time_codes c where c.name = sign_in_name and c.purpose = for_purpose;
    return true;
  end if;
  return false;
end;
$$;

create function public.clerk_account_of(sign_in_name text)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object('user_id', n.user_id, 'proven', n.proven_at is not null)
  from private.sign_in_names n where n.name = sign_in_name
$$;

-- Accounts ---------------------------------------------------------------------------------------------------------------------

create function private.add_sign_in_name(of_user uuid, sign_in_name text, of_kind public.sign_in_kind, proven boolean)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  -- Who proves a name by a code has it; one that was only claimed gives way.
  if proven then
    delete from private.sign_in_names n where n.name = sign_in_name and n.proven_at is null and n.user_id <> of_user;
  end if;
  insert into private.sign_in_names as n (name, kind, user_id, proven_at)
  values (sign_in_name, of_kind, of_user, case when proven then now() end)
  on conflict (name) do update set proven_at = coalesce(n.proven_at, excluded.proven_at) where n.user_id = of_user;
  if not found then
    perform private.business_error('sign_in_name_taken', 'PT409');
  end if;
end;
$$;

create function public.clerk_open_account(auth_user uuid, sign_in_name text, of_kind public.sign_in_kind, person_name text)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  new_worker uuid;
begin
  insert into public.workers (name) values (person_name) returning id into new_worker;
  insert into private.accounts (user_id, worker_id) values (auth_user, new_worker);
  perform private.add_sign_in_name(auth_user, sign_in_name, of_kind, true);
  insert into public.audit_entries (worker_id, actor_id, action) values (new_worker, new_worker, 'account.opened');
  return new_worker;
end;
$$;
comment on function public.clerk_open_account is 'After a code proved the name: a new worker with an account.';

create function public.clerk_prove_name(auth_user uuid, sign_in_name text, of_kind public.sign_in_kind)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform private.add_sign_in_name(auth_user, sign_in_name, of_kind, true);
  insert into public.audit_entries (worker_id, actor_id, action)
  select a.worker_id, a.worker_id, 'account.name_proven' from private.accounts a where a.user_id = auth_user;
end;
$$;
comment on function public.clerk_prove_name is 'After a code proved the name: one more way to sign in, or one that was only claimed until now.';

create function private.has_proven_name(worker uuid)
returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from private.accounts a join private.sign_in_names n on n.user_id = a.user_id
    where a.worker_id = worker and n.proven_at is not null
  )
$$;
comment on function private.has_proven_name is
  'Whoever proved a phone or an address resets her password by it, and no slip of an organisation opens her account.';

create function public.clerk_activation(hash text)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object(
    'name', e.name, 'organisation', o.name, 'employee_no', e.employee_no, 'user_id', a.user_id,
    'state', case when c.used_at is not null or private.has_proven_name(e.worker_id) then 'used' when c.expires_at < now() then 'expired' else 'open' end
  )
  from private.activation_codes c
  join public.roster_entries e on e.house_id = c.house_id and e.employee_no = c.employee_no
  join public.organisations o on o.id = e.organisation_id
  left join private.accounts a on a.worker_id = e.worker_id
  where c.code_hash = hash
$$;

create function public.clerk_activate(hash text, auth_user uuid, sign_in_name text, of_kind public.sign_in_kind)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  entry public.roster_entries;
begin
  update private.activation_codes c set used_at = now()
  where c.code_hash = hash and c.used_at is null and c.expires_at >= now();
  if not found then
    perform private.business_error('activation_code_spent', 'PT409');
  end if;
  select e.* into entry from public.roster_entries e
  join private.activation_codes c on c.house_id = e.house_id and c.employee_no = e.employee_no
  where c.code_hash = hash;
  if private.has_proven_name(entry.worker_id) then
    perform private.business_error('record_has_account', 'PT409');
  end if;
  insert into private.accounts (user_id, worker_id) values (auth_user, entry.worker_id)
  on conflict (user_id) do nothing;
  perform private.add_sign_in_name(auth_user, sign_in_name, of_kind, false);
  update public.roster_entries e set activated_at = now() where e.worker_id = entry.worker_id and e.activated_at is null;
  insert into public.audit_entries (worker_id, actor_id, organisation_id, action)
  values (entry.worker_id, entry.worker_id, entry.organisation_id, 'account.activated');
  return entry.worker_id;
end;
$$;

create function public.clerk_end_sessions(auth_user uuid, but_session uuid default null)
returns void
language sql volatile security definer set search_path = ''
as $$
  delete from auth.sessions s where s.user_id = auth_user and s.id is distinct from but_session
$$;

-- Names of my own --------------------------------------------------------------------------------------------------------------

create function public.my_sign_in_names()
returns table (name text, kind public.sign_in_kind, proven boolean)
language sql stable security definer set search_path = ''
as $$
  select n.name, n.kind, n.proven_at is not null
  from private.sign_in_names n
  where n.user_id = (select auth.uid()) and private.my_worker_id() is not null
  order by n.created_at
$$;

create function public.drop_sign_in_name(sign_in_name text)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if private.my_worker_id() is null then
    perform private.business_error('not_signed_in', 'PT401');
  end if;
  -- Taken one after the other, so that two requests at once can't remove the last two.
  perform 1 from private.accounts a where a.user_id = auth.uid() for update;
  if not exists (select from private.sign_in_names n where n.user_id = auth.uid() and n.name <> sign_in_name) then
    perform private.business_error('last_sign_in_name', 'PT409');
  end if;
  delete from private.sign_in_names n where n.user_id = auth.uid() and n.name = sign_in_name;
  if not found then
    perform private.business_error('sign_in_name_not_found', 'PT404');
  end if;
  perform private.audit('account.name_dropped', private.my_worker_id());
  return true;
end;
$$;
comment on function public.drop_sign_in_name is 'One way less to sign in; never the last.';

comment on function public.clerk_use_code is 'Whether the code is right. A right one is spent; a wrong one costs one of five tries.';
comment on function public.clerk_account_of is 'The account behind a name, and whether a code ever proved that name.';
comment on function public.clerk_activation is 'What a slip says: whose it is, and whether it is still open.';
comment on function public.clerk_activate is 'Spends a slip: attaches the account to the person of the roster entry, and the name to the account.';
comment on function public.clerk_end_sessions is 'Ends every session of an account, but for one that may be named.';
comment on function public.my_sign_in_names is 'The phone numbers and addresses by which I can sign in.';

revoke execute on function public.clerk_keep_code, public.clerk_use_code, public.clerk_account_of, public.clerk_open_account,
  public.clerk_activation, public.clerk_activate, public.clerk_end_sessions, public.clerk_prove_name
from public, anon, authenticated;
grant execute on function public.clerk_keep_code, public.clerk_use_code, public.clerk_account_of, public.clerk_open_account,
  public.clerk_activation, public.clerk_activate, public.clerk_end_sessions, public.clerk_prove_name
to service_role;

revoke execute on function public.my_sign_in_names, public.drop_sign_in_name from public, anon;
grant execute on function public.my_sign_in_names, public.drop_sign_in_name to authenticated;
