-- What is true afterwards: whoever wants, or has to, shows a second thing that only she has: six figures of her phone that change every
-- half minute (RFC 6238), each good once; or one of ten codes on paper, each good once. Guesses are counted before they are looked at.

create table private.second_factors (
  worker_id uuid primary key references public.workers (id) on delete cascade,
  secret bytea not null check (length(secret) = 20),
  begun_at timestamptz not null default now(),
  kept_at timestamptz,
  last_step bigint not null default 0
);
comment on table private.second_factors is '@directory The secret that her phone and we share; kept from the moment in which she showed that it works.';
comment on column private.second_factors.last_step is 'The half minute whose figures were used last. Nothing of it or before it is good again.';

create table private.recovery_codes (
  worker_id uuid not null references private.second_factors (worker_id) on delete cascade,
  hash text not null,
  used_at timestamptz,
  primary key (worker_id, hash)
);
comment on table private.recovery_codes is '@directory Ten codes for the day on which the phone is gone, as hashes. Each is good once.';

alter table private.second_factors enable row level security;
alter table private.recovery_codes enable row level security;

create function private.totp(secret bytea, step bigint)
returns text
language plpgsql immutable set search_path = ''
as $$
declare
  mac bytea := extensions.hmac(int8send(step), secret, 'sha1');
  at integer := get_byte(mac, 19) & 15;
  number bigint := ((get_byte(mac, at) & 127)::bigint << 24) | (get_byte(mac, at + 1) << 16)
    | (get_byte(mac, at + 2) << 8) | get_byte(mac, at + 3);
begin
  return lpad((number % 1000000)::text, 6, '0');
end;
$$;
comment on function private.totp is 'The six figures of one half minute, as RFC 6238 and RFC 4226 make them of a shared secret.';

create function private.base32(bytes bytea)
returns text
language sql immutable set search_path = ''
as $$
  select string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
    1 + substring(('x' || encode(bytes, 'hex'))::bit(160) from 5 * i + 1 for 5)::integer, 1), '' order by i)
  from generate_series(0, 31) i
$$;
comment on function private.base32 is 'Twenty bytes as apps on phones read them.';

create function private.plain_hash(code text)
returns text
language sql immutable set search_path = ''
as $$ select encode(sha256(convert_to(upper(regexp_replace(code, '[^0-9A-Za-z]', '', 'g')), 'utf8')), 'hex') $$;

create function private.spend_factor(mine private.second_factors, code text)
returns boolean
language plpgsql volatile set search_path = ''
as $$
declare
  now_step bigint := floor(extract(epoch from now()) / 30);
  found_step bigint;
begin
  -- A clock may be half a minute off. What was used is not good again, not even to whoever looked over her shoulder.
  select s into found_step from generate_series(now_step - 1, now_step + 1) s
  where s > mine.last_step and private.totp(mine.secret, s) = regexp_replace(code, '\s', '', 'g') order by s limit 1;
  if found_step is not null then
    update private.second_factors f set last_step = found_step where f.worker_id = mine.worker_id;
    return true;
  end if;
  update private.recovery_codes c set used_at = now()
  where c.worker_id = mine.worker_id and c.hash = private.plain_hash(code) and c.used_at is null;
  return found;
end;
$$;

create function private.try_factor(me uuid, code text, tried out private.second_factors, said out text, wait_s out integer)
language plpgsql volatile set search_path = ''
as $$
begin
  -- Locked first, so that a hundred guesses at once are a hundred guesses one after the other.
  select f.* into tried from private.second_factors f where f.worker_id = me for update;
  if tried.worker_id is null then
    perform private.business_error('factor_not_begun', 'PT409');
  end if;
  wait_s := private.reserve_locked('factor ' || me, 5);
  said := case when wait_s > 0 then 'wait' when private.spend_factor(tried, coalesce(code, '')) then 'right' else 'wrong' end;
  if said = 'right' then
    delete from private.attempts a where a.subject = 'factor ' || me;
  end if;
end;
$$;
comment on function private.try_factor is 'right, wrong, or wait and how many seconds. A wrong one is no error, or it would not be counted.';

create function private.mark_session(at timestamptz)
returns void
language sql volatile set search_path = ''
as $$
  insert into private.session_devices as d (session_id, device, factor_at)
  values (nullif((select auth.jwt()) ->> 'session_id', '')::uuid, '', at)
  on conflict (session_id) do update set factor_at = excluded.factor_at
$$;

create function public.my_factor()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  return jsonb_build_object(
    'begun', exists (select from private.second_factors f where f.worker_id = me),
    'kept', exists (select from private.second_factors f where f.worker_id = me and f.kept_at is not null),
    'shown', exists (
      select from private.session_devices d
      where d.session_id = nullif((select auth.jwt()) ->> 'session_id', '')::uuid and d.factor_at is not null
    ),
    'codes', (select count(*) from private.recovery_codes c where c.worker_id = me and c.used_at is null)
  );
end;
$$;
comment on function public.my_factor is 'How far I am with a second factor, and whether I have shown it in this session.';

create function public.begin_factor()
returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  mine private.second_factors;
begin
  insert into private.second_factors (worker_id, secret) values (me, extensions.gen_random_bytes(20)) on conflict do nothing;
  select f.* into mine from private.second_factors f where f.worker_id = me;
  if mine.kept_at is not null then
    perform private.business_error('factor_kept', 'PT409');
  end if;
  return private.base32(mine.secret);
end;
$$;
comment on function public.begin_factor is 'The secret for my phone, the same until I have shown that it works. Then nobody is told it again.';

create function public.keep_factor(code text)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  attempt record;
  codes text[];
begin
  attempt := private.try_factor(me, code);
  if (attempt.tried).kept_at is not null then
    perform private.business_error('factor_kept', 'PT409');
  elsif attempt.said <> 'right' then
    return jsonb_build_object('said', attempt.said, 'wait_s', attempt.wait_s);
  end if;
  update private.second_factors f set kept_at = now() where f.worker_id = me;
  codes := array(select private.new_slip_code() from generate_series(1, 10));
  insert into private.recovery_codes (worker_id, hash) select me, private.plain_hash(c) from unnest(codes) c;
  perform private.mark_session(now());
  perform private.audit('account.factor_kept', me);
  return jsonb_build_object('said', 'right', 'codes', to_jsonb(codes));
end;
$$;
comment on function public.keep_factor is 'I show that my phone has the secret. From now on it counts; ten codes for paper are told this once.';

create function public.show_factor(code text)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  attempt record;
begin
  attempt := private.try_factor(me, code);
  if (attempt.tried).kept_at is null then
    perform private.business_error('factor_not_begun', 'PT409');
  elsif attempt.said = 'right' then
    perform private.mark_session(now());
  end if;
  return jsonb_build_object('said', attempt.said, 'wait_s', attempt.wait_s);
end;
$$;
comment on function public.show_factor is 'The figures of my phone, or a code from paper, for this session.';

create function public.drop_factor(code text)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  attempt record;
begin
  attempt := private.try_factor(me, code);
  if attempt.said = 'right' then
    delete from private.second_factors f where f.worker_id = me;
    perform private.mark_session(null);
    perform private.audit('account.factor_dropped', me);
  end if;
  return jsonb_build_object('said', attempt.said, 'wait_s', attempt.wait_s);
end;
$$;
comment on function public.drop_factor is 'I go without a second factor again, or begin anew with another phone. It takes a code of the old one.';

create function public.clerk_drop_factor(sign_in_name text)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  whose uuid := (
    select a.worker_id from private.sign_in_names n join private.accounts a on a.user_id = n.user_id
    where n.name = sign_in_name and n.proven_at is not null
  );
begin
  delete from private.second_factors f where f.worker_id = whose;
  if not found then
    return false;
  end if;
  delete from auth.sessions s using private.accounts a where a.worker_id = whose and s.user_id = a.user_id;
  perform private.audit('account.factor_dropped', whose);
  return true;
end;
$$;
comment on function public.clerk_drop_factor is
  'For the operator, who made sure who asks: the phone is gone and so is the paper. Every session of hers ends.';

create function public.factor_rule(organisation uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.must_hold(organisation, '{officer,auditor}');
  return jsonb_build_object('required', private.asks_factor(organisation), 'own', (
    select r.required from private.factor_rules r where r.organisation_id = organisation order by r.since desc limit 1
  ), 'since', (select max(r.since) from private.factor_rules r where r.organisation_id = organisation));
end;
$$;
comment on function public.factor_rule is 'Whether a second factor is asked there: by a rule of its own, or of one above.';

create function public.keep_factor_rule(organisation uuid, required boolean)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  perform private.must_hold(organisation, '{officer}');
  if not exists (select from public.organisations o where o.id = organisation and o.kind in ('federation', 'district', 'industry')) then
    perform private.business_error('organisation_not_found', 'PT404');
  elsif required is null or not (public.my_factor() ->> 'shown')::boolean then
    -- Whoever asks it of others has it herself, and nobody locks herself out.
    perform private.business_error('factor_first', 'PT409');
  end if;
  insert into private.factor_rules (organisation_id, since, required, kept_by)
  select organisation, clock_timestamp(), keep_factor_rule.required, me
  where required is distinct from (
    select r.required from private.factor_rules r where r.organisation_id = organisation order by r.since desc limit 1
  );
  if found then
    perform private.audit('organisation.factor_rule', me, organisation, jsonb_build_object('required', required));
  end if;
  return required;
end;
$$;
comment on function public.keep_factor_rule is 'An officer of a union asks a second factor of whoever decides there and below, or asks it no more.';

revoke execute on function public.my_factor, public.begin_factor, public.keep_factor, public.show_factor, public.drop_factor,
  public.clerk_drop_factor, public.factor_rule, public.keep_factor_rule from public, anon, authenticated;
grant execute on function public.my_factor, public.begin_factor, public.keep_factor, public.show_factor, public.drop_factor,
  public.factor_rule, public.keep_factor_rule to authenticated;
grant execute on function public.clerk_drop_factor to service_role;
