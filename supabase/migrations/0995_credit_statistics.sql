-- What is true afterwards: what a bank gave, took back, passed on and let expire is known month by month without reading the ledger again: the clerk adds
-- up each batch once, in the order of the chain.

create table private.credit_months (
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  unit_id text not null references public.credit_units (id) on delete restrict,
  month date not null,
  kind public.credit_kind not null,
  phase public.credit_phase not null,
  transfers bigint not null,
  amount bigint not null,
  primary key (organisation_id, unit_id, month, kind, phase)
);
comment on table private.credit_months is '@directory Sums of the ledger by month. What a replay gives, kept ready.';
create index credit_months_unit on private.credit_months (unit_id);

create table private.credit_counted (
  organisation_id uuid primary key references public.organisations (id) on delete restrict,
  seq bigint not null
);
comment on table private.credit_counted is '@directory Up to which link of its chain a bank was added up.';

create function public.clerk_count_credits(most integer default 100)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  bank uuid;
  counted bigint;
  up_to bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('credit_months', 0));
  select c.organisation_id, coalesce(d.seq, 0) into bank, counted
  from private.credit_chains c left join private.credit_counted d on d.organisation_id = c.organisation_id
  where c.seq > coalesce(d.seq, 0) limit 1;
  if bank is null then
    return 0;
  end if;
  select max(b.seq) into up_to from (
    select x.seq from private.credit_batches x where x.organisation_id = bank and x.seq > counted order by x.seq limit most
  ) b;
  insert into private.credit_months as m (organisation_id, unit_id, month, kind, phase, transfers, amount)
  select bank, t.unit_id, date_trunc('month', t.posted_at at time zone 'Asia/Shanghai')::date, t.kind, t.phase, count(*), sum(t.amount)
  from private.credit_batches b
  join private.credit_pages p on p.batch_id = b.id
  join private.credit_transfers t on t.worker_id = p.worker_id and t.id = any (p.transfers)
  where b.organisation_id = bank and b.seq > counted and b.seq <= up_to
  group by 2, 3, 4, 5
  on conflict on constraint credit_months_pkey do update
  set transfers = m.transfers + excluded.transfers, amount = m.amount + excluded.amount;
  insert into private.credit_counted as d (organisation_id, seq) values (bank, up_to)
  on conflict on constraint credit_counted_pkey do update set seq = excluded.seq;
  return (up_to - counted)::integer;
end;
$$;
comment on function public.clerk_count_credits is 'Adds up to so many batches of one bank to its months, each once. Answers how many: call again until it answers 0.';

create function public.bank_statistics(organisation uuid, of_unit text default null)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  unit text;
begin
  perform private.must_hold(organisation, '{officer,bank_officer,auditor}');
  unit := coalesce(of_unit, (select min(s.unit_id) from private.system_accounts s where s.organisation_id = organisation));
  return jsonb_build_object(
    'unit', (
      select jsonb_build_object('id', u.id, 'scale', u.scale, 'name_zh', u.name_zh, 'name_en', u.name_en) from public.credit_units u where u.id = unit
    ),
    'units', (
      select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'scale', u.scale, 'name_zh', u.name_zh, 'name_en', u.name_en) order by u.id), '[]')
      from public.credit_units u
      where exists (select from private.system_accounts s where s.organisation_id = organisation and s.unit_id = u.id)
    ),
    'accounts', (
      select coalesce(jsonb_object_agg(s.kind, s.balance), '{}') from private.system_accounts s where s.organisation_id = organisation and s.unit_id = unit
    ),
    'months', (
      select coalesce(jsonb_agg(jsonb_build_object('month', m.month, 'kind', m.kind, 'transfers', m.transfers, 'amount', m.amount) order by m.month, m.kind), '[]')
      from private.credit_months m
      where m.organisation_id = organisation and m.unit_id = unit and m.phase = 'posted' and m.month > private.today() - interval '13 months'
    ),
    'waiting', (
      select jsonb_build_object('appeals', (select count(*) from public.appeals a where a.organisation_id = organisation and a.decided_at is null),
        'late_appeals', (select count(*) from public.appeals a where a.organisation_id = organisation and a.decided_at is null and a.due_on < private.today()),
        'redemptions', (select count(*) from public.redemption_requests r where r.organisation_id = organisation and r.decided_at is null))
    ));
end;
$$;
comment on function public.bank_statistics is 'What a bank gave and took, unit by unit and month by month, and what waits for an answer.';

alter table private.credit_months enable row level security;
alter table private.credit_counted enable row level security;
revoke all on private.credit_months, private.credit_counted from public, anon, authenticated, service_role;
revoke execute on function public.clerk_count_credits, public.bank_statistics from public, anon, authenticated;
grant execute on function public.bank_statistics to authenticated;
grant execute on function public.clerk_count_credits to service_role;
