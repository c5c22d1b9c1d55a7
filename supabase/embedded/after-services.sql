-- What is true afterwards: the tables that the auth and storage services made for themselves are reachable by the roles that a
-- hosted project lets reach them, and by nobody else. Row level security on storage is the hosted default: on, with no policy.

revoke all on all tables in schema auth from anon, authenticated;
grant select, insert, update, delete on all tables in schema auth to service_role;
grant execute on function auth.uid(), auth.role(), auth.email(), auth.jwt() to anon, authenticated, service_role;

grant select on storage.buckets to anon, authenticated;
grant select, insert, update, delete on storage.objects to anon, authenticated;
grant all on storage.buckets, storage.objects to service_role;
alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;

-- The services' own bookkeeping about this database: which migrations it has had.
create schema if not exists embedded;
revoke all on schema embedded from public, anon, authenticated;
create table if not exists embedded.migrations (
  version text primary key,
  sha256 text not null,
  applied_at timestamptz not null default now()
);
