-- The demo world with what tests need beyond it: sessions for everyone who can sign in, people whom nobody knows, one row of
-- everything that the demo world leaves empty. Run once, before the world is copied for each test file.

insert into auth.users (id, email) values
  ('00000000-0000-4000-8000-0000000009a1', 'stranger@accounts.gongke.invalid'),
  ('00000000-0000-4000-8000-0000000009a2', 'unattached@accounts.gongke.invalid'),
  ('00000000-0000-4000-8000-0000000009a3', 'house-officer@accounts.gongke.invalid');
insert into public.workers (id, name) values
  ('00000000-0000-4000-8000-000000000191', '路人甲'),
  ('00000000-0000-4000-8000-000000000192', '干部丙');
insert into private.accounts (user_id, worker_id) values
  ('00000000-0000-4000-8000-0000000009a1', '00000000-0000-4000-8000-000000000191'),
  ('00000000-0000-4000-8000-0000000009a3', '00000000-0000-4000-8000-000000000192');

insert into auth.sessions (id, user_id, created_at)
select md5('session ' || u.id)::uuid, u.id, now() from auth.users u;

-- The union of one enterprise: an officer who sees its people. And one whose time is over, which must open nothing today.
insert into public.memberships (worker_id, organisation_id, role, valid_from, valid_until) values
  ('00000000-0000-4000-8000-000000000192', '00000000-0000-4000-8000-000000000010', 'officer', '2022-01-01', null),
  ('00000000-0000-4000-8000-000000000191', '00000000-0000-4000-8000-000000000010', 'manager', '2019-01-01', '2019-12-31'),
  ('00000000-0000-4000-8000-000000000191', '00000000-0000-4000-8000-000000000020', 'manager', '2999-01-01', null);

-- Everyone has something that is hers alone, so that no expectation of `own` is about nothing.
insert into public.worker_groups (worker_id, "group")
select a.worker_id, g from private.accounts a, unnest('{migrant,hardship}'::public.worker_group[]) g on conflict do nothing;
insert into public.audit_entries (worker_id, actor_id, action) select a.worker_id, a.worker_id, 'account.opened' from private.accounts a;
insert into public.audit_entries (worker_id, actor_id, organisation_id, action) values
  ('00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000103', '00000000-0000-4000-8000-000000000010', 'worker.opened'),
  ('00000000-0000-4000-8000-000000000102', '00000000-0000-4000-8000-000000000106', '00000000-0000-4000-8000-000000000020', 'worker.opened');

-- Two sheets that wait: the manager's own, and one of somebody who no longer keeps these people.
insert into public.roster_imports (id, house_id, importer_id, file_name, headers, mapping) values
  ('00000000-0000-4000-8000-000000000b01', '00000000-0000-4000-8000-000000000010', '00000000-0000-4000-8000-000000000103', '名单', '[]', '{}'),
  ('00000000-0000-4000-8000-000000000b02', '00000000-0000-4000-8000-000000000010', '00000000-0000-4000-8000-000000000104', '名单', '[]', '{}');
insert into public.roster_import_rows (import_id, row_no, cells, problems) values
  ('00000000-0000-4000-8000-000000000b01', 2, '["X1"]', '[]'),
  ('00000000-0000-4000-8000-000000000b02', 2, '["X2"]', '[]');
