import { definers } from './definers.ts';

/** A rule of the catalogue: `report` names every object that breaks it, `flaw` breaks it on purpose. */
export interface Invariant {
  rule: string;
  report: string;
  flaw: string;
  /** How the planted flaw is named in the report. */
  names: string;
}

const tables = `pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'private')`;
const functions = `pg_proc f join pg_namespace n on n.oid = f.pronamespace and n.nspname in ('public', 'private')`;
const isTable = `c.relkind in ('r', 'p') and not c.relispartition`;
const tableName = `n.nspname || '.' || c.relname`;
const functionName = `n.nspname || '.' || f.proname`;
const outsiders = `('anon', 'authenticated', 'service_role', '-')`;
/** Grants on whole tables and on single columns alike. */
const grants = `(
  select a.oid as relid, g.grantee, g.privilege_type from pg_class a, aclexplode(a.relacl) g
  union
  select a.attrelid, g.grantee, g.privilege_type from pg_attribute a, aclexplode(a.attacl) g where not a.attisdropped
)`;
const grantee = `case when g.grantee = 0 then '-' else g.grantee::regrole::text end`;
const grows = `exists (select from pg_attribute w where w.attrelid = c.oid and w.attname = 'worker_id' and not w.attisdropped)
  and coalesce(obj_description(c.oid, 'pg_class'), '') !~ '@(directory|reference|staging)'`;
const planted = `create table public.planted (id uuid primary key, worker_id uuid); alter table public.planted enable row level security;
  comment on table public.planted is 'A flaw.';`;
const plantedFunction = (rest: string, schema = 'public') =>
  `create function ${schema}.planted() returns integer language sql stable ${rest} as 'select 1';`;

const access: Invariant[] = [
  {
    rule: 'every table has row level security',
    report: `select ${tableName} as found from ${tables} where ${isTable} and not c.relrowsecurity`,
    flaw: 'create table private.planted (id uuid primary key);',
    names: 'private.planted',
  },
  {
    rule: 'every view runs with the rights of whoever asks',
    report: `select ${tableName} as found from ${tables}
      where c.relkind in ('v', 'm') and not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false)`,
    flaw: 'create view public.planted as select id, name from public.workers;',
    names: 'public.planted',
  },
  {
    rule: 'nothing is granted to anon or to everyone',
    report: `select ${tableName} || ' ' || g.privilege_type as found from ${tables} join ${grants} g on g.relid = c.oid
      where ${grantee} in ('anon', '-')`,
    flaw: 'grant select (name) on public.organisations to anon;',
    names: 'public.organisations SELECT',
  },
  {
    rule: 'anon may not even look into private',
    report: `select nspname || ' ' || r.rolname as found from pg_namespace, (values ('anon'), ('authenticator')) r (rolname)
      where nspname = 'private' and has_schema_privilege(r.rolname, oid, 'usage, create')`,
    flaw: 'grant usage on schema private to anon;',
    names: 'private anon',
  },
  {
    rule: 'tables of private are granted to nobody',
    report: `select ${tableName} || ' ' || ${grantee} as found from ${tables} join ${grants} g on g.relid = c.oid
      where n.nspname = 'private' and ${grantee} in ${outsiders}`,
    flaw: 'grant select on private.sign_in_names to authenticated;',
    names: 'private.sign_in_names authenticated',
  },
  {
    rule: 'no function can be called by anon',
    report: `select ${functionName} as found from ${functions} where has_function_privilege('anon', f.oid, 'execute')`,
    flaw: `${plantedFunction(`set search_path = ''`, 'private')} grant execute on function private.planted to public;`,
    names: 'private.planted',
  },
  {
    rule: 'a definer function that people may call stands on the list, with its reason',
    report: `select ${functionName} as found from ${functions}
      where n.nspname = 'public' and f.prosecdef and has_function_privilege('authenticated', f.oid, 'execute')
        and f.proname not in (${Object.keys(definers).map((name) => `'${name}'`)})
      union all select 'gone: ' || name from unnest(array[${Object.keys(definers).map((name) => `'${name}'`)}]) name
      where not exists (select from ${functions} where f.proname = name and n.nspname = 'public' and f.prosecdef)`,
    flaw: `${plantedFunction(`security definer set search_path = ''`)} grant execute on function public.planted to authenticated;`,
    names: 'public.planted',
  },
  {
    rule: 'every policy names its roles, and there is one for a role and an action',
    report: `select p.schemaname || '.' || p.tablename || ' ' || p.cmd as found from pg_policies p
      where p.schemaname in ('public', 'private')
      group by p.schemaname, p.tablename, p.cmd, p.roles
      having count(*) > 1 or p.cmd = 'ALL' or 'public' = any (p.roles) or 'anon' = any (p.roles)`,
    flaw: 'create policy planted on public.workers for select to authenticated using (true);',
    names: 'public.workers SELECT',
  },
  {
    rule: 'append-only tables take no write from anyone',
    report: `select ${tableName} || ' ' || g.privilege_type as found from ${tables} join ${grants} g on g.relid = c.oid
      where obj_description(c.oid, 'pg_class') ~ '@append-only' and ${grantee} in ${outsiders}
        and g.privilege_type in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')`,
    flaw: 'grant update (facts) on public.audit_entries to service_role;',
    names: 'public.audit_entries UPDATE',
  },
];

const shape: Invariant[] = [
  {
    // An aggregate has no body of its own and can't be given a search path; the function it is made of is held to the rule. And a body
    // that was parsed when it was made has looked its names up already.
    rule: 'every function has an empty search path',
    report: `select ${functionName} as found from ${functions} where f.prokind <> 'a' and f.prosqlbody is null
      and not coalesce('search_path=""' = any (f.proconfig), false)`,
    flaw: plantedFunction('set search_path = public'),
    names: 'public.planted',
  },
  {
    rule: 'every foreign key has an index that begins with its columns',
    report: `select k.conrelid::regclass || ' ' || k.conname as found from pg_constraint k
      join pg_namespace n on n.oid = k.connamespace and n.nspname in ('public', 'private')
      where k.contype = 'f' and not exists (
        select from pg_index i where i.indrelid = k.conrelid and i.indpred is null
          and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)`,
    flaw: 'alter table public.workers add planted uuid references public.organisations on delete cascade;',
    names: 'planted',
  },
  {
    rule: 'every foreign key says what happens on delete',
    report: `select k.conrelid::regclass || ' ' || k.conname as found from pg_constraint k
      join pg_namespace n on n.oid = k.connamespace and n.nspname in ('public', 'private')
      where k.contype = 'f' and k.confdeltype = 'a'`,
    flaw: 'alter table public.workers add planted uuid references public.organisations;',
    names: 'planted',
  },
  {
    rule: 'a table that grows with workers has worker_id first in its key',
    report: `select ${tableName} as found from ${tables} where ${isTable} and ${grows} and not exists (
        select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisprimary and a.attname = 'worker_id')`,
    flaw: planted,
    names: 'public.planted',
  },
  {
    rule: 'and promises no uniqueness outside that key',
    report: `select ${tableName} || ' ' || i.indexrelid::regclass as found from ${tables}
      join pg_index i on i.indrelid = c.oid and (i.indisunique or i.indisexclusion) and not i.indisprimary
      where ${isTable} and ${grows} and not exists (
        select from pg_attribute a where a.attrelid = c.oid and a.attname = 'worker_id' and a.attnum = any (i.indkey::int2[]))`,
    flaw: 'create unique index planted on public.audit_entries (id);',
    names: 'planted',
  },
  {
    rule: 'no key is made by a sequence',
    report: `select ${tableName} || ' ' || a.attname as found from ${tables}
      join pg_index i on i.indrelid = c.oid and i.indisprimary
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey::int2[])
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) ~ 'nextval'`,
    flaw: 'create table public.planted (id bigint generated always as identity primary key);',
    names: 'public.planted id',
  },
  {
    rule: 'every table has a primary key',
    report: `select ${tableName} as found from ${tables} where ${isTable}
      and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`,
    flaw: 'create table public.planted (name text);',
    names: 'public.planted',
  },
  {
    rule: 'every table says what it is',
    report: `select ${tableName} as found from ${tables} where ${isTable} and obj_description(c.oid, 'pg_class') is null`,
    flaw: 'create table public.planted (id uuid primary key);',
    names: 'public.planted',
  },
  {
    rule: 'every function that can be called from outside says what it does',
    report: `select ${functionName} as found from ${functions} where n.nspname = 'public' and obj_description(f.oid, 'pg_proc') is null
      and (has_function_privilege('authenticated', f.oid, 'execute') or has_function_privilege('service_role', f.oid, 'execute'))`,
    flaw: `${plantedFunction(`set search_path = ''`)} grant execute on function public.planted to authenticated;`,
    names: 'public.planted',
  },
];

export const invariants: Invariant[] = [...access, ...shape];
