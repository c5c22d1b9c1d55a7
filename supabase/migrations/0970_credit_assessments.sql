-- What is true afterwards: every result waits until it has been assessed; deciding on it, posting what it is worth and taking it from
-- the queue are one transaction; a result is decided once, and one that brought nothing says why.

create table public.credit_assessments (
  worker_id uuid not null references public.workers (id) on delete restrict,
  outcome_id uuid not null,
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  rule_set text not null check (length(rule_set) between 1 and 200),
  rule_version text not null check (length(rule_version) between 1 and 200),
  told jsonb not null,
  report jsonb not null,
  granted jsonb,
  voucher_id uuid,
  decided_on date not null,
  seen_lines jsonb not null,
  appeal_until date not null,
  panel_quorum smallint not null check (panel_quorum between 2 and 99),
  answer_days smallint not null check (answer_days > 0),
  assessed_at timestamptz not null default now(),
  primary key (worker_id, outcome_id),
  constraint credit_assessments_outcome foreign key (worker_id, outcome_id) references public.outcomes (worker_id, id) on delete restrict,
  constraint credit_assessments_voucher check ((granted is null) = (voucher_id is null))
);
comment on table public.credit_assessments is
  '@append-only What the rules made of a result: amounts and every step in the report, and the voucher where there is something to post.';
comment on column public.credit_assessments.told is 'The result as the rules were told of it.';
comment on column public.credit_assessments.granted is 'What the rules gave, part by part, with what later assessments have to know of it. Null where nothing was given.';
comment on column public.credit_assessments.decided_on is 'The day by whose rules it was decided.';
comment on column public.credit_assessments.seen_lines is
  'How far her passbooks went when the rules looked, by unit: with that an audit can decide again, knowing what they knew.';
comment on column public.credit_assessments.panel_quorum is
  'How many of a panel have to agree on an appeal against this, and within how many days: as the policy of the rules said when they decided.';
create index credit_assessments_organisation on public.credit_assessments (organisation_id);
create index credit_assessments_latest on public.credit_assessments (worker_id, assessed_at desc);

create table private.outcomes_to_assess (
  worker_id uuid not null,
  outcome_id uuid not null,
  queued_at timestamptz not null default now(),
  primary key (worker_id, outcome_id),
  constraint outcomes_to_assess_outcome foreign key (worker_id, outcome_id) references public.outcomes (worker_id, id) on delete restrict
);
comment on table private.outcomes_to_assess is 'Results that wait to be assessed. Written with the result itself, so that none is forgotten.';
create index outcomes_to_assess_oldest on private.outcomes_to_assess (queued_at);

create function private.queue_outcome()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into private.outcomes_to_assess (worker_id, outcome_id) values (new.worker_id, new.id);
  return null;
end;
$$;

create trigger outcomes_queue after insert on public.outcomes
for each row when (new.kind <> 'course_repeated' and (new.kind <> 'course_completed' or new.course_id is not null))
execute function private.queue_outcome();

-- What was given for a result that turned out to be wrong goes back, as far as it is still there; what takes its place waits like any other.
-- Where some was spent, it stays, and the rules know of it when they decide anew.
create function private.take_back_credits()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  bank record;
begin
  perform pg_advisory_xact_lock(hashtextextended('credit_assessments ' || new.worker_id, 0));
  delete from private.outcomes_to_assess q where q.worker_id = new.worker_id and q.outcome_id = new.corrects;
  for bank in
    select v.organisation_id, jsonb_agg(jsonb_build_object('worker', v.worker_id, 'voucher', v.id,
      'reason', jsonb_build_object('corrected_by', new.id)) order by v.id) as rows
    from private.credit_vouchers v
    where v.worker_id = new.worker_id and v.outcome_id = new.corrects and v.kind = 'deposit' group by v.organisation_id order by 1
  loop
    perform private.reverse(bank.organisation_id, null, bank.rows);
  end loop;
  return null;
end;
$$;

create trigger outcomes_take_back after insert on public.outcomes
for each row when (new.corrects is not null) execute function private.take_back_credits();

create function private.federation_of(worker uuid, sponsor uuid)
returns uuid
language sql stable set search_path = ''
as $$
  select top.id
  from (
    select sponsor as organisation_id, date '-infinity' as since where sponsor is not null
    union all
    select m.organisation_id, m.valid_from from public.memberships m
    where m.worker_id = worker and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
  ) place
  join public.organisation_paths p on p.descendant_id = place.organisation_id
  join public.organisations top on top.id = p.ancestor_id and top.parent_id is null and top.kind = 'federation'
  order by place.since, top.id limit 1
$$;
comment on function private.federation_of is
  'The federation that recognises a result: the one above who sponsored or verified it, else the one above the place she has worked at longest.';

create function private.outcome_as_told(worker uuid, outcome uuid, recogniser uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('id', o.id, 'kind', o.kind, 'ended', (o.achieved_at at time zone 'Asia/Shanghai')::date, 'minutes', o.hours_min,
    'course', c.slug, 'name', coalesce(o.facts ->> 'title', v.content -> 'title' ->> 'zh-CN', o.kind), 'facts', o.facts,
    'organisation', recogniser)
  from public.outcomes o
  left join public.courses c on c.id = o.course_id
  left join public.course_versions v on v.course_id = o.course_id and v.version = o.version
  where o.worker_id = worker and o.id = outcome
$$;
comment on function private.outcome_as_told is 'What whoever decides is told of a result: nothing that could change later.';

create function private.grants_of(worker uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(g.told || jsonb_build_object('parts', g.parts) order by g.outcome_id), '[]')
  from (
    select a.outcome_id, a.told, jsonb_agg(
      coalesce(case when v.id = a.voucher_id then a.granted -> k.part end, jsonb_strip_nulls(jsonb_build_object('unit', t.unit_id,
        'amount', private.amount_text(t.amount, u.scale), 'date', t.dated_on,
        -- The rule that looked at the result, by which caps select; what a panel granted on top is of the same sort.
        'rule', coalesce(split_part(nullif(a.report -> 'trace' -> 0 ->> 'rule', ''), '.', 1), v.rule_set), 'expires_on', nullif(t.expires_on, 'infinity'))))
      || jsonb_build_object('redeemed', private.amount_text(l.amount - l.remaining, u.scale)) order by t.id) as parts
    from public.credit_assessments a
    join private.credit_vouchers v on v.worker_id = a.worker_id and v.outcome_id = a.outcome_id and v.kind = 'deposit'
    cross join lateral generate_series(0, v.parts - 1) k (part)
    join private.credit_transfers t on t.worker_id = v.worker_id and t.id = (left(v.id::text, 32) || '02' || lpad(to_hex(k.part), 2, '0'))::uuid
    join private.credit_lots l on l.worker_id = t.worker_id and l.expires_on = t.expires_on and l.transfer_id = t.id
    join public.credit_units u on u.id = t.unit_id
    where a.worker_id = worker and not exists (
      select from private.credit_transfers r
      where r.worker_id = v.worker_id and r.id = (left(v.id::text, 32) || '03' || lpad(to_hex(k.part), 2, '0'))::uuid
    )
    group by a.outcome_id, a.told
  ) g
$$;
comment on function private.grants_of is
  'What a worker was given for her results and still has or has used, by the rules or by a panel, as the rules are told of it. What was reversed is not.';

create function private.seen_of(worker uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'decisions', (select count(*) from public.credit_assessments a where a.worker_id = worker),
    'corrections', (select count(*) from public.outcomes o where o.worker_id = worker and o.corrects is not null),
    'lines', (select coalesce(jsonb_object_agg(c.unit_id, c.line_no), '{}') from private.credit_accounts c where c.worker_id = worker)
  )
$$;
comment on function private.seen_of is 'What has been decided on a worker and posted for her, as numbers that grow.';

create function public.my_grants()
returns jsonb
language sql stable security definer set search_path = ''
as $$ select private.grants_of(private.me()) $$;
comment on function public.my_grants is 'What I was given for my results, so that it can be worked out what another would bring.';

create function public.my_federation()
returns uuid
language sql stable security definer set search_path = ''
as $$ select private.federation_of(private.me(), null::uuid) $$;
comment on function public.my_federation is 'The federation whose rules decide on what I study on my own; null where I belong to none.';

create function public.my_waiting_results()
returns integer
language sql stable security definer set search_path = ''
as $$ select count(*)::integer from private.outcomes_to_assess q where q.worker_id = private.me() $$;
comment on function public.my_waiting_results is 'How many results of mine wait to be assessed: because it is done within a minute, or because the bank is not open to where I work.';

create function public.clerk_outcomes_to_assess(only_worker uuid default null, most integer default 100)
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'worker', w.worker_id,
    'seen', private.seen_of(w.worker_id),
    'granted', private.grants_of(w.worker_id),
    'outcomes', (
      select jsonb_agg(private.outcome_as_told(o.worker_id, o.id, private.federation_of(o.worker_id, coalesce(o.sponsor_id, o.verifier_id)))
        order by o.achieved_at, o.id)
      from private.outcomes_to_assess q
      join public.outcomes o on o.worker_id = q.worker_id and o.id = q.outcome_id
      where q.worker_id = w.worker_id and private.bank_is_open(private.federation_of(o.worker_id, coalesce(o.sponsor_id, o.verifier_id)), o)
    )
  )), '[]')
  from (
    select q.worker_id from private.outcomes_to_assess q
    join public.outcomes o on o.worker_id = q.worker_id and o.id = q.outcome_id
    where (only_worker is null or q.worker_id = only_worker) and exists (select from private.accounts a where a.worker_id = q.worker_id)
      and private.bank_is_open(private.federation_of(q.worker_id, coalesce(o.sponsor_id, o.verifier_id)), o)
    group by q.worker_id order by min(q.queued_at) limit least(greatest(most, 1), 1000)
  ) w
$$;
comment on function public.clerk_outcomes_to_assess is
  'Workers with results that wait, oldest first, with what was granted before. Who belongs to no federation, or has no account, waits until she does.';

create function public.clerk_keep_assessments(worker uuid, seen jsonb, decided_on date, decisions jsonb)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  issuer uuid;
  refused text;
  kept integer;
begin
  -- Caps look at everything she was granted, so two decisions on one person follow each other, and the second looks again.
  perform pg_advisory_xact_lock(hashtextextended('credit_assessments ' || worker, 0));
  if private.seen_of(worker) <> seen then
    perform private.business_error('assessment_outdated', 'PT409');
  end if;
  insert into public.credit_assessments (worker_id, outcome_id, organisation_id, rule_set, rule_version, told, report, granted, decided_on,
    seen_lines, appeal_until, panel_quorum, answer_days, voucher_id)
  select worker, d.outcome, d.organisation, d.rule_set, d.rule_version, d.told, d.report, d.granted,
    clerk_keep_assessments.decided_on, seen -> 'lines', d.appeal_until, d.panel_quorum, d.answer_days,
    case when d.granted is not null then private.voucher_id_of(d.organisation, worker, 'deposit', 1, d.outcome::text) end
  from jsonb_to_recordset(decisions) as d (outcome uuid, organisation uuid, rule_set text, rule_version text, told jsonb, report jsonb,
    granted jsonb, appeal_until date, panel_quorum smallint, answer_days smallint);
  get diagnostics kept = row_count;
  for issuer in
    select distinct d.organisation from jsonb_to_recordset(decisions) as d (organisation uuid, granted jsonb)
    where d.granted is not null order by 1
  loop
    select a.refusal into refused from unnest(private.recognise(issuer, null, (
      select jsonb_agg(jsonb_build_object('worker', worker, 'outer_id', d.outcome, 'outcome', d.outcome, 'rule_set', d.rule_set,
        'rule_version', d.rule_version, 'explanation', d.report, 'evidence', o.evidence, 'parts', d.parts) order by d.outcome)
      from jsonb_to_recordset(decisions) as d (outcome uuid, organisation uuid, rule_set text, rule_version text, report jsonb,
        granted jsonb, parts jsonb)
      join public.outcomes o on o.worker_id = worker and o.id = d.outcome
      where d.organisation = issuer and d.granted is not null
    ), true)) a where a.refusal is not null limit 1;
    if refused is not null then
      perform private.business_error(refused, 'PT409');
    end if;
  end loop;
  delete from private.outcomes_to_assess q using public.credit_assessments a
  where q.worker_id = worker and a.worker_id = q.worker_id and a.outcome_id = q.outcome_id;
  return kept;
end;
$$;
comment on function public.clerk_keep_assessments is
  'Keeps what was decided for one worker and posts it, all or nothing. Refused where something was decided or posted since the clerk looked.';

alter table public.credit_assessments enable row level security;
alter table private.outcomes_to_assess enable row level security;

create policy credit_assessments_select on public.credit_assessments for select to authenticated
using (worker_id = (select private.my_worker_id()));

revoke all on public.credit_assessments from anon, authenticated, service_role;
grant select on public.credit_assessments to authenticated, service_role;
revoke execute on function public.my_federation, public.my_grants, public.my_waiting_results from public, anon, authenticated;
grant execute on function public.my_federation, public.my_grants, public.my_waiting_results to authenticated;
revoke execute on function public.clerk_outcomes_to_assess, public.clerk_keep_assessments from public, anon, authenticated;
grant execute on function public.clerk_outcomes_to_assess, public.clerk_keep_assessments to service_role;
