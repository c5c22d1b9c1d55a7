-- What is true afterwards: this database has the roles, schemas and default privileges of a hosted Supabase project, the older and
-- more generous kind: whatever is created in public is open to everyone until a migration says otherwise. Migrations are
-- therefore written against the worst case, and the embedded backend never grants anything by itself.

do $$
declare
  missing record;
begin
  for missing in
    select * from (values
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('authenticator', 'nologin noinherit')
    ) as wanted (role_name, options)
    where not exists (select from pg_roles where rolname = wanted.role_name)
  loop
    execute format('create role %I %s', missing.role_name, missing.options);
  end loop;
end;
$$;

grant anon, authenticated, service_role to authenticator;

create schema if not exists extensions;
create schema if not exists auth;
create schema if not exists storage;

grant usage on schema public, extensions to anon, authenticated, service_role;
grant usage on schema auth to anon, authenticated, service_role;
grant usage on schema storage to anon, authenticated, service_role;

alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges in schema extensions grant execute on functions to anon, authenticated, service_role;

create extension if not exists pgcrypto with schema extensions;
create extension if not exists btree_gist with schema extensions;
