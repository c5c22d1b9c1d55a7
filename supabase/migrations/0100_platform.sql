-- What is true afterwards: nothing in public is open to anyone unless a later migration grants it by name, on new projects and
-- on old, generous ones alike. `private` holds helpers and evidence and is never exposed.

create schema if not exists extensions;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists btree_gist with schema extensions;

create schema private;
comment on schema private is 'Helpers, evidence and ledgers. Never exposed; reached through functions of public only.';

alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from public, anon, authenticated, service_role;
alter default privileges in schema private revoke execute on functions from public;
-- Execute for PUBLIC is a global default; only a global revoke removes it.
alter default privileges revoke execute on functions from public;

-- Policies call helpers of this schema as the signed-in user; usage lets them be found, execute is granted one by one.
grant usage on schema private to authenticated;

create function private.business_error(word text, code text, facts jsonb default '{}')
returns void
language plpgsql immutable set search_path = ''
as $$
begin
  raise exception '%', word using errcode = code, detail = facts::text;
end;
$$;
comment on function private.business_error is 'The one way to refuse: a stable word, an SQLSTATE that carries its HTTP status, facts as JSON.';

create function private.today()
returns date
language sql stable set search_path = ''
as $$ select (now() at time zone 'Asia/Shanghai')::date $$;
comment on function private.today is 'The civil day of the people we serve. A server that keeps UTC would begin their day eight hours late.';
grant execute on function private.today() to authenticated, service_role;

create function private.spelled(bytes bytea)
returns text
language sql immutable set search_path = ''
as $$
  -- Thirty-two signs without I, L, O and U, so that a byte cut to five bits falls on each as often as on any other.
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (get_byte(bytes, n) & 31) + 1, 1), '' order by n)
  from generate_series(0, length(bytes) - 1) n
$$;
comment on function private.spelled is 'Chance as a code that people can read out and type: a sign for each byte.';
