-- What is true afterwards: a school says which of its programmes take credits of the bank, and how much of each; a worker's credits toward one
-- are set aside until the school accepts or refuses, or lets its term pass; what is accepted is final, and never more than the school said.

create table public.programmes (
  id uuid primary key,
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  title text not null check (length(btrim(title)) between 1 and 80),
  unit_id text not null references public.credit_units (id) on delete restrict,
  total bigint not null check (total > 0),
  most_pct smallint not null check (most_pct between 1 and 100),
  closed_at timestamptz,
  plan jsonb not null default '{"hours_a_credit": 18, "groups": [], "courses": []}'
);
comment on table public.programmes is '@reference What a school leads to, how many credits it takes in all, and which share of them may come from the bank.';
comment on column public.programmes.total is 'In smallest steps of the unit.';
comment on column public.programmes.plan is
  'What the school asks for: {hours_a_credit, groups: [{title, least, most_pct}], courses: [{code, title, group, credits, by: [{kind, name, trade, level, match_pct}]}]}. Amounts in smallest steps; what stands for a course is its table of substitution.';
create index programmes_organisation on public.programmes (organisation_id);
create index programmes_unit on public.programmes (unit_id);

create table public.redemption_requests (
  worker_id uuid not null references public.workers (id) on delete restrict,
  voucher_id uuid not null,
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  programme_id uuid not null references public.programmes (id) on delete restrict,
  amount bigint not null check (amount > 0),
  course_code text,
  outcome_id uuid,
  asked_at timestamptz not null default now(),
  due_on date not null default private.today() + 30,
  decided_at timestamptz,
  accepted boolean,
  reason text check (length(reason) between 1 and 200),
  primary key (worker_id, voucher_id),
  constraint redemption_requests_decided check ((decided_at is null) = (accepted is null)),
  constraint redemption_requests_course check ((course_code is null) = (outcome_id is null)),
  constraint redemption_requests_outcome foreign key (worker_id, outcome_id) references public.outcomes (worker_id, id) on delete restrict
);
comment on table public.redemption_requests is 'What a worker asks a school to take. The ledger holds the credits; here stands what for, until when, and the answer.';
create index redemption_requests_organisation on public.redemption_requests (organisation_id, asked_at);
create index redemption_requests_due on public.redemption_requests (due_on) where decided_at is null;
create index redemption_requests_programme on public.redemption_requests (programme_id);
create index redemption_requests_outcome on public.redemption_requests (worker_id, outcome_id);

create function public.keep_programme(organisation uuid, programme jsonb)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  wanted public.programmes := jsonb_populate_record(null::public.programmes, programme);
begin
  perform private.must_hold(organisation, '{bank_officer}');
  if not exists (select from public.organisations o where o.id = organisation and o.kind = 'school') then
    perform private.business_error('organisation_not_found', 'PT404');
  elsif num_nulls(wanted.id, wanted.title, wanted.unit_id, wanted.total, wanted.most_pct) > 0 or wanted.total <= 0
    or wanted.most_pct not between 1 and 100 or length(btrim(wanted.title)) not between 1 and 80
    or not exists (select from public.credit_units u where u.id = wanted.unit_id) then
    perform private.business_error('programme_not_understood', 'PT422');
  end if;
  insert into public.programmes as p (id, organisation_id, title, unit_id, total, most_pct)
  values (wanted.id, organisation, btrim(wanted.title), wanted.unit_id, wanted.total, wanted.most_pct)
  on conflict (id) do update set title = excluded.title, total = excluded.total, most_pct = excluded.most_pct,
    closed_at = case when (programme ->> 'closed')::boolean then coalesce(p.closed_at, now()) end
  where p.organisation_id = organisation and p.unit_id = excluded.unit_id;
  if not found then
    perform private.business_error('programme_not_found', 'PT404');
  end if;
  return wanted.id;
end;
$$;
comment on function public.keep_programme is 'A school''s bank officer says what a programme takes. Its unit stays; what was accepted before stays accepted.';

create function private.taken_toward(worker uuid, programme uuid)
returns bigint
language sql stable set search_path = ''
as $$
  select coalesce(sum(r.amount), 0)::bigint from public.redemption_requests r
  where r.worker_id = worker and r.programme_id = programme and coalesce(r.accepted, true)
$$;
comment on function private.taken_toward is 'What a worker has set aside or given toward a programme.';

create function private.ask_school(me uuid, request text, wanted public.programmes, amount bigint, course text default null, outcome uuid default null)
returns uuid
language plpgsql volatile set search_path = ''
as $$
declare
  voucher uuid;
begin
  -- Pressed twice it is one request, whatever has become of the programme since.
  select r.voucher_id into voucher from public.redemption_requests r
  where r.worker_id = me and r.voucher_id = private.voucher_id_of(wanted.organisation_id, me, 'redemption', 1, request);
  if voucher is null then
    if wanted.closed_at is not null then
      perform private.business_error('programme_not_found', 'PT404');
    elsif amount is null or amount <= 0 then
      perform private.business_error('amount_not_positive', 'PT422');
    elsif amount > wanted.total * wanted.most_pct / 100 - private.taken_toward(me, wanted.id) then
      perform private.business_error('programme_share_reached', 'PT409');
    end if;
  end if;
  voucher := public.request_redemption(request, wanted.organisation_id, wanted.unit_id, amount,
    jsonb_strip_nulls(jsonb_build_object('programme', wanted.id, 'title', wanted.title, 'course', course, 'outcome', outcome)));
  insert into public.redemption_requests (worker_id, voucher_id, organisation_id, programme_id, amount, course_code, outcome_id)
  values (me, voucher, wanted.organisation_id, wanted.id, amount, course, outcome) on conflict do nothing;
  return voucher;
end;
$$;

create function public.redeem_toward(request text, programme uuid, amount bigint)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  wanted public.programmes;
begin
  perform pg_advisory_xact_lock(hashtextextended(me::text, 985));
  select p.* into wanted from public.programmes p where p.id = programme;
  if wanted.id is null then
    perform private.business_error('programme_not_found', 'PT404');
  end if;
  return private.ask_school(me, request, wanted, amount);
end;
$$;
comment on function public.redeem_toward is
  'Sets my credits aside for a programme, up to the share that its school takes from the bank. The school decides within thirty days.';

create function public.my_programmes()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  return jsonb_build_object(
    'programmes', coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'title', p.title, 'school', o.name, 'total', p.total,
        'most', p.total * p.most_pct / 100, 'taken', private.taken_toward(me, p.id), 'unit', p.unit_id, 'scale', u.scale,
        'name_zh', u.name_zh, 'name_en', u.name_en, 'balance', coalesce(a.balance, 0),
        'planned', jsonb_array_length(p.plan -> 'courses') > 0) order by o.name, p.title, p.id)
      from public.programmes p
      join public.organisations o on o.id = p.organisation_id
      join public.credit_units u on u.id = p.unit_id
      left join private.credit_accounts a on a.worker_id = me and a.unit_id = p.unit_id
      where p.closed_at is null
    ), '[]'),
    'requests', coalesce((
      select jsonb_agg(jsonb_build_object('voucher', r.voucher_id, 'title', p.title, 'school', o.name, 'amount', r.amount, 'scale', u.scale,
        'course', private.planned_course(p.plan, r.course_code) -> 'title',
        'asked_at', r.asked_at, 'due_on', r.due_on, 'accepted', r.accepted, 'reason', r.reason) order by r.asked_at desc, r.voucher_id)
      from (select q.* from public.redemption_requests q where q.worker_id = me order by q.asked_at desc limit 50) r
      join public.programmes p on p.id = r.programme_id
      join public.organisations o on o.id = r.organisation_id
      join public.credit_units u on u.id = p.unit_id
    ), '[]'));
end;
$$;
comment on function public.my_programmes is 'Which programmes take credits, how far I am in each, what I could still give, and what became of what I asked.';

create function public.school_counter(organisation uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.must_hold(organisation, '{bank_officer,auditor}');
  return jsonb_build_object(
    'programmes', coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'title', p.title, 'unit', p.unit_id, 'scale', u.scale, 'total', p.total,
        'most_pct', p.most_pct, 'closed', p.closed_at is not null, 'plan', p.plan, 'accepted', coalesce((
          select sum(r.amount) from public.redemption_requests r where r.programme_id = p.id and r.accepted
        ), 0)) order by p.title, p.id)
      from public.programmes p join public.credit_units u on u.id = p.unit_id where p.organisation_id = organisation
    ), '[]'),
    'units', (select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'scale', u.scale, 'name_zh', u.name_zh, 'name_en', u.name_en) order by u.id), '[]')
      from public.credit_units u),
    'waiting', coalesce((
      select jsonb_agg(jsonb_build_object('worker', q.worker_id, 'voucher', q.voucher_id, 'name', w.name, 'title', p.title, 'amount', q.amount,
        'scale', u.scale, 'asked_at', q.asked_at, 'due_on', q.due_on, 'late', q.due_on < private.today(),
        'course', private.planned_course(p.plan, q.course_code) -> 'title', 'by', private.outcome_title(q.worker_id, q.outcome_id),
        'own', q.worker_id = private.my_worker_id()) order by q.asked_at, q.voucher_id)
      from (
        select r.* from public.redemption_requests r
        where r.organisation_id = organisation and r.decided_at is null order by r.asked_at limit 100
      ) q
      join public.workers w on w.id = q.worker_id
      join public.programmes p on p.id = q.programme_id
      join public.credit_units u on u.id = p.unit_id
    ), '[]'));
end;
$$;
comment on function public.school_counter is 'A school''s programmes, and who waits for its answer, the longest first.';

create function private.settle_requested(organisation uuid, actor uuid, rows jsonb)
returns private.credit_answer[]
language plpgsql volatile set search_path = ''
as $$
declare
  answers private.credit_answer[] := private.settle(organisation, actor, rows);
begin
  update public.redemption_requests q set decided_at = now(), accepted = r.decision = 'post', reason = left(nullif(btrim(r.reason), ''), 200)
  from unnest(answers) a
  join rows from (jsonb_to_recordset(rows) as (worker uuid, decision text, reason text)) with ordinality as r (worker, decision, reason, position)
    on r.position = a.position
  where a.refusal is null and q.worker_id = r.worker and q.voucher_id = a.voucher_id and q.decided_at is null;
  return answers;
end;
$$;
comment on function private.settle_requested is 'Settles in the ledger, and what was asked of a school is answered by that, whoever decides.';

create function public.settle_credits(organisation uuid, rows jsonb)
returns table ("position" integer, voucher_id uuid, repeated boolean, refusal text)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform private.must_hold(organisation, '{bank_officer}');
  return query select * from unnest(private.settle_requested(organisation, private.my_worker_id(), rows));
end;
$$;
comment on function public.settle_credits is 'A bank officer posts or voids what is pending with her organisation. Her own is for somebody else.';

create function public.decide_redemptions(organisation uuid, rows jsonb)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  refused text;
begin
  perform private.must_hold(organisation, '{bank_officer}');
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) not between 1 and 100 then
    perform private.business_error('rows_missing', 'PT422');
  elsif exists (select from jsonb_array_elements(rows) r where r ->> 'decision' = 'void' and coalesce(length(btrim(r ->> 'reason')), 0) not between 1 and 200) then
    perform private.business_error('refusal_reason_missing', 'PT422');
  end if;
  select s.refusal into refused from unnest(private.settle_requested(organisation, private.my_worker_id(), rows)) s
  where s.refusal is not null limit 1;
  if refused is not null then
    perform private.business_error(refused, 'PT409');
  end if;
  perform private.audit(case when r.decision = 'post' then 'redemption.accepted' else 'redemption.refused' end, r.worker, organisation,
    jsonb_build_object('voucher', r.voucher))
  from jsonb_to_recordset(rows) r (worker uuid, voucher uuid, decision text);
  return jsonb_array_length(rows);
end;
$$;
comment on function public.decide_redemptions is
  'A school''s bank officer accepts or refuses what was asked, all of it or nothing. What she accepts is final; her own is for somebody else.';

create function public.clerk_give_back_late_redemptions(most integer default 100)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  late record;
  given record;
  total integer := 0;
begin
  for late in
    select q.organisation_id, jsonb_agg(jsonb_build_object('worker', q.worker_id, 'voucher', q.voucher_id, 'decision', 'void',
      'reason', 'no answer in time') order by q.worker_id, q.voucher_id) as rows
    from (
      select r.* from public.redemption_requests r where r.decided_at is null and r.due_on < private.today() order by r.due_on limit most
    ) q group by q.organisation_id
  loop
    -- Where the school decides at this very moment, whoever comes first is heard; the other row is refused by itself.
    for given in
      with answered as (
        select (late.rows -> (s.position - 1) ->> 'worker')::uuid as worker, s.voucher_id
        from unnest(private.settle(late.organisation_id, null, late.rows)) s where s.refusal is null
      )
      update public.redemption_requests q set decided_at = now(), accepted = false
      from answered a where q.worker_id = a.worker and q.voucher_id = a.voucher_id and q.decided_at is null
      returning q.worker_id, q.voucher_id
    loop
      perform private.audit('redemption.refused', given.worker_id, late.organisation_id,
        jsonb_build_object('voucher', given.voucher_id, 'late', true));
      total := total + 1;
    end loop;
  end loop;
  return total;
end;
$$;
comment on function public.clerk_give_back_late_redemptions is
  'What a school did not answer within its term goes back to the worker. Answers how many: call again until it answers 0.';

alter table public.programmes enable row level security;
alter table public.redemption_requests enable row level security;

create policy programmes_select on public.programmes for select to authenticated
using ((select private.my_worker_id()) is not null);
create policy redemption_requests_select on public.redemption_requests for select to authenticated
using (worker_id = (select private.my_worker_id()));

revoke all on public.programmes, public.redemption_requests from anon, authenticated, service_role;
grant select on public.programmes, public.redemption_requests to authenticated, service_role;
revoke execute on function public.keep_programme, public.redeem_toward, public.my_programmes, public.school_counter, public.decide_redemptions,
  public.settle_credits from public, anon, authenticated;
revoke execute on function public.clerk_give_back_late_redemptions from public, anon, authenticated;
grant execute on function public.clerk_give_back_late_redemptions to service_role;
grant execute on function public.keep_programme, public.redeem_toward, public.my_programmes, public.school_counter, public.decide_redemptions,
  public.settle_credits to authenticated;
