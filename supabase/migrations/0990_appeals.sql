-- What is true afterwards: whoever is refused a claim, or finds that a result was given too little, appeals once, by the day that the
-- decision names. A panel hears it: people of an organisation above who did not decide before and whom it does not concern. Two of them who
-- agree decide, or as many as the rules ask for, and what they grant is posted as any other credit, with their reasons for an explanation.

create table public.appeals (
  worker_id uuid not null references public.workers (id) on delete restrict,
  id uuid not null,
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  claim_id uuid,
  outcome_id uuid,
  wish text not null check (length(btrim(wish)) between 1 and 1000),
  asked_at timestamptz not null default now(),
  due_on date not null default private.today() + 30,
  panel_quorum smallint not null default 2 check (panel_quorum between 2 and 99),
  decided_at timestamptz,
  upheld boolean,
  answer text,
  voucher_id uuid,
  primary key (worker_id, id),
  constraint appeals_about_one check (num_nonnulls(claim_id, outcome_id) = 1),
  constraint appeals_decided check ((decided_at is null) = (upheld is null) and (decided_at is null) = (answer is null)),
  constraint appeals_claim_once unique (worker_id, claim_id),
  constraint appeals_outcome_once unique (worker_id, outcome_id),
  constraint appeals_claim foreign key (worker_id, claim_id) references public.claims (worker_id, id) on delete restrict,
  constraint appeals_outcome foreign key (worker_id, outcome_id) references public.outcomes (worker_id, id) on delete restrict
);
comment on table public.appeals is 'What a worker objects to, who hears it until when, and what became of it. Once for each decision.';
create index appeals_queue on public.appeals (organisation_id, asked_at, id);

create table private.appeal_votes (
  worker_id uuid not null,
  appeal_id uuid not null,
  member_id uuid not null references public.workers (id) on delete restrict,
  upheld boolean not null,
  unit_id text references public.credit_units (id) on delete restrict,
  amount bigint check (amount > 0),
  reason text not null check (length(btrim(reason)) between 1 and 500),
  voted_at timestamptz not null default clock_timestamp(),
  primary key (worker_id, appeal_id, member_id),
  constraint appeal_votes_appeal foreign key (worker_id, appeal_id) references public.appeals (worker_id, id) on delete cascade,
  constraint appeal_votes_amount check ((unit_id is null) = (amount is null))
);
comment on table private.appeal_votes is 'What each member of a panel thinks. She may think again until enough agree.';
create index appeal_votes_member on private.appeal_votes (member_id);
create index appeal_votes_unit on private.appeal_votes (unit_id);

create function private.on_panel(organisation uuid)
returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from private.my_roles() r where r.organisation_id = organisation and r.role in ('officer', 'reviewer', 'bank_officer')
  )
$$;
comment on function private.on_panel is 'Whether I hear appeals of this very organisation.';

create function private.appeal_closes_on(decided_at timestamptz)
returns date
language sql immutable set search_path = ''
as $$ select (decided_at at time zone 'Asia/Shanghai')::date + 30 $$;

create function private.panel_for(origin uuid, above boolean, worker uuid, decider uuid, quorum integer)
returns uuid
language sql stable set search_path = ''
as $$
  select p.ancestor_id from public.organisation_paths p
  where p.descendant_id = origin and (
    select count(distinct m.worker_id) from public.memberships m
    where m.organisation_id = p.ancestor_id and m.role in ('officer', 'reviewer', 'bank_officer')
      and m.worker_id <> worker and m.worker_id is distinct from decider
      and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
  ) >= quorum
  -- Whoever decided is heard last, where nobody stands above.
  order by (above and p.depth = 0), p.depth limit 1
$$;
comment on function private.panel_for is 'The nearest organisation where enough are left who did not decide and are not concerned; null where there is none.';

create function public.appeal(appeal uuid, about text, target uuid, wish text)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  decided_at timestamptz;
  decider uuid;
  origin uuid;
  panel uuid;
  until date;
  quorum integer := 2;
  days integer := 30;
begin
  if appeal is null or coalesce(length(btrim(wish)) not between 1 and 1000, true) then
    perform private.business_error('appeal_not_understood', 'PT422');
  end if;
  perform pg_advisory_xact_lock(hashtextextended('appeals ' || me, 0));
  if exists (select from public.appeals a where a.worker_id = me and a.id = appeal) then
    return appeal;
  end if;
  if about = 'claim' then
    select d.decided_at, d.decided_by, c.organisation_id, private.appeal_closes_on(d.decided_at) into decided_at, decider, origin, until
    from public.claims c join public.claim_decisions d on d.worker_id = c.worker_id and d.claim_id = c.id
    where c.worker_id = me and c.id = target and d.verdict = 'refused';
  elsif about = 'credits' then
    select a.assessed_at, a.organisation_id, a.appeal_until, a.panel_quorum, a.answer_days into decided_at, origin, until, quorum, days
    from public.credit_assessments a
    where a.worker_id = me and a.outcome_id = target;
  end if;
  if decided_at is null then
    perform private.business_error('nothing_to_appeal', 'PT404');
  elsif until < private.today() then
    perform private.business_error('appeal_too_late', 'PT409', jsonb_build_object('day', until));
  elsif exists (select from public.appeals a where a.worker_id = me and target in (a.claim_id, a.outcome_id)) then
    perform private.business_error('appealed_already', 'PT409');
  end if;
  panel := private.panel_for(origin, about = 'claim', me, decider, quorum);
  if panel is null then
    perform private.business_error('appeal_no_panel', 'PT409');
  end if;
  insert into public.appeals (worker_id, id, organisation_id, claim_id, outcome_id, wish, due_on, panel_quorum)
  values (me, appeal, panel, case about when 'claim' then target end, case about when 'credits' then target end, btrim(wish),
    private.today() + days, quorum);
  perform private.audit('appeal.made', me, panel, jsonb_build_object('appeal', appeal));
  return appeal;
end;
$$;
comment on function public.appeal is
  'I object to a claim refused, or to what a result was given, while it is time. A panel of at least two who had no part in it hears me.';

create function private.appeal_title(asked public.appeals)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(
    (select jsonb_build_object('zh-CN', c.title) from public.claims c where c.worker_id = asked.worker_id and c.id = asked.claim_id),
    private.outcome_title(asked.worker_id, asked.outcome_id)
  )
$$;

create function private.granted_text(asked public.appeals)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('amount', t.amount, 'scale', u.scale, 'name_zh', u.name_zh, 'name_en', u.name_en)
  from private.credit_transfers t join public.credit_units u on u.id = t.unit_id
  where t.worker_id = asked.worker_id and t.voucher_id = asked.voucher_id and t.phase = 'posted' limit 1
$$;

create function public.my_appeals()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  return coalesce((
    select jsonb_agg(to_jsonb(a) || jsonb_build_object('organisation', o.name, 'title', private.appeal_title(a), 'granted', private.granted_text(a),
      'late', a.decided_at is null and a.due_on < private.today()) order by a.asked_at desc, a.id)
    from public.appeals a join public.organisations o on o.id = a.organisation_id where a.worker_id = me
  ), '[]');
end;
$$;
comment on function public.my_appeals is 'What I objected to, who hears it, and what became of it.';

create function private.votes_on(asked public.appeals)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('name', w.name, 'own', v.member_id = private.my_worker_id(), 'upheld', v.upheld,
    'unit', v.unit_id, 'scale', u.scale, 'amount', v.amount, 'reason', v.reason) order by v.voted_at, v.member_id), '[]')
  from private.appeal_votes v
  join public.workers w on w.id = v.member_id
  left join public.credit_units u on u.id = v.unit_id
  where v.worker_id = asked.worker_id and v.appeal_id = asked.id
$$;

create function private.conflict_of(member uuid, asked public.appeals)
returns text
language sql stable set search_path = ''
as $$
  select case
    when member = asked.worker_id then 'own_appeal'
    when exists (
      select from public.claim_decisions d where d.worker_id = asked.worker_id and d.claim_id = asked.claim_id and d.decided_by = member
    ) or exists (
      select from private.claim_votes v where v.worker_id = asked.worker_id and v.claim_id = asked.claim_id and v.member_id = member
    ) then 'decided_before'
    when exists (
      select from private.appeal_votes v
      where v.worker_id = asked.worker_id and v.appeal_id = asked.id and v.member_id <> member
        and private.roles_bound(v.member_id, member)
    ) then 'role_given' end
$$;
comment on function private.conflict_of is 'Why somebody may not have a say in this appeal; null when she may.';

create function public.appeals_to_hear(organisation uuid, decided boolean default false, after_at timestamptz default null, after_id uuid default null)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  most constant integer := 20;
begin
  if organisation is null or not private.on_panel(organisation) then
    perform private.must_hold(organisation, '{auditor}');
  end if;
  return (
    with page as (
      select a.* from public.appeals a
      where a.organisation_id = organisation and (a.decided_at is not null) = decided
        and (after_at is null or (a.asked_at, a.id) > (after_at, after_id))
      order by a.asked_at, a.id limit most + 1
    )
    select jsonb_build_object(
      'more', (select count(*) from page) > most,
      'units', (select jsonb_agg(jsonb_build_object('id', u.id, 'scale', u.scale, 'name_zh', u.name_zh, 'name_en', u.name_en) order by u.id)
        from public.credit_units u),
      'appeals', coalesce((
        select jsonb_agg(to_jsonb(a) || jsonb_build_object('name', w.name, 'title', private.appeal_title(a), 'granted', private.granted_text(a),
          'late', a.decided_at is null and a.due_on < private.today(), 'votes', private.votes_on(a),
          'conflict', coalesce(private.conflict_of(private.my_worker_id(), a), case when not private.on_panel(organisation) then 'not_on_panel' end),
          'report', s.report,
          'claim', (
            select to_jsonb(c) || jsonb_build_object('name', w.name, 'own', false, 'votes', '[]'::jsonb,
              'federation', private.federation_of(c.worker_id, c.organisation_id),
              'listed', private.is_listed(private.federation_of(c.worker_id, c.organisation_id), c.kind, c.title, c.issuer, c.achieved_on), 'verdict', d.verdict, 'reason', d.reason, 'decided_at', d.decided_at)
            from public.claims c join public.claim_decisions d on d.worker_id = c.worker_id and d.claim_id = c.id
            where c.worker_id = a.worker_id and c.id = a.claim_id
          )) order by a.asked_at, a.id)
        from (select * from page order by asked_at, id limit most) p
        join public.appeals a on a.worker_id = p.worker_id and a.id = p.id
        join public.workers w on w.id = a.worker_id
        left join public.credit_assessments s on s.worker_id = a.worker_id and s.outcome_id = a.outcome_id
      ), '[]'))
  );
end;
$$;
comment on function public.appeals_to_hear is 'Appeals that an organisation hears or heard, in the order in which they came, with what each is about and who thinks what.';

create function private.grant_appeal(asked public.appeals, unit text, amount bigint, reasons jsonb)
returns uuid
language plpgsql volatile set search_path = ''
as $$
declare
  answer private.credit_answer;
begin
  select r.* into answer from unnest(private.recognise(asked.organisation_id, private.my_worker_id(), (
    select jsonb_build_array(jsonb_build_object('worker', asked.worker_id, 'outer_id', 'appeal ' || asked.id, 'outcome', asked.outcome_id,
      'rule_set', 'appeal', 'rule_version', '1', 'evidence', o.evidence,
      'explanation', jsonb_build_object('appeal', asked.id, 'reasons', reasons),
      'parts', jsonb_build_array(jsonb_build_object('unit', unit, 'amount', amount,
        'dated_on', (o.achieved_at at time zone 'Asia/Shanghai')::date))))
    from public.outcomes o where o.worker_id = asked.worker_id and o.id = asked.outcome_id
  ), true)) r;
  if answer.refusal is not null then
    perform private.business_error(answer.refusal, 'PT409');
  end if;
  return answer.voucher_id;
end;
$$;
comment on function private.grant_appeal is 'What a panel grants is posted once, on top of what the rules gave, and explains itself by the reasons of those who agreed.';

create function private.settle_appeal(asked public.appeals)
returns text
language plpgsql volatile set search_path = ''
as $$
declare
  agreed record;
  claimed public.claims;
  voucher uuid;
begin
  select v.upheld, v.unit_id, v.amount, jsonb_agg(v.reason order by v.voted_at, v.member_id) as reasons,
    string_agg(v.reason, E'\n' order by v.voted_at, v.member_id) as answer into agreed
  from private.appeal_votes v where v.worker_id = asked.worker_id and v.appeal_id = asked.id
  group by v.upheld, v.unit_id, v.amount having count(*) >= asked.panel_quorum;
  if not found then
    return 'voted';
  end if;
  if agreed.upheld and asked.claim_id is not null then
    select c.* into claimed from public.claims c where c.worker_id = asked.worker_id and c.id = asked.claim_id;
    claimed.organisation_id := asked.organisation_id;
    perform private.verify_claim(claimed);
  elsif agreed.upheld then
    voucher := private.grant_appeal(asked, agreed.unit_id, agreed.amount, agreed.reasons);
  end if;
  update public.appeals a set decided_at = now(), upheld = agreed.upheld, answer = agreed.answer, voucher_id = voucher
  where a.worker_id = asked.worker_id and a.id = asked.id;
  perform private.audit(case when agreed.upheld then 'appeal.upheld' else 'appeal.dismissed' end, asked.worker_id, asked.organisation_id,
    jsonb_build_object('appeal', asked.id));
  return case when agreed.upheld then 'upheld' else 'dismissed' end;
end;
$$;

create function public.vote_on_appeal(organisation uuid, worker uuid, appeal uuid, vote jsonb)
returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  asked public.appeals;
  wanted private.appeal_votes := jsonb_populate_record(null::private.appeal_votes, vote);
  conflict text;
begin
  if organisation is null or not private.on_panel(organisation) then
    perform private.business_error('not_allowed', 'PT403');
  end if;
  -- Two who vote at once follow each other, so that the second of them decides.
  select a.* into asked from public.appeals a
  where a.worker_id = worker and a.id = appeal and a.organisation_id = organisation for update;
  if not found then
    perform private.business_error('appeal_not_found', 'PT404');
  end if;
  conflict := private.conflict_of(me, asked);
  if conflict is not null then
    perform private.business_error(conflict, 'PT403');
  elsif asked.decided_at is not null then
    perform private.business_error('appeal_decided', 'PT409');
  elsif wanted.upheld is null then
    perform private.business_error('appeal_not_understood', 'PT422');
  elsif coalesce(length(btrim(wanted.reason)) not between 1 and 500, true) then
    perform private.business_error('appeal_reason_missing', 'PT422');
  elsif (wanted.upheld and asked.outcome_id is not null) is distinct from (wanted.amount is not null and wanted.unit_id is not null)
    or wanted.amount <= 0 or wanted.amount > 1000000000000 then
    perform private.business_error('appeal_amount_missing', 'PT422');
  elsif wanted.unit_id is not null and not exists (select from public.credit_units u where u.id = wanted.unit_id) then
    perform private.business_error('appeal_not_understood', 'PT422');
  end if;
  insert into private.appeal_votes as v (worker_id, appeal_id, member_id, upheld, unit_id, amount, reason)
  values (worker, appeal, me, wanted.upheld, wanted.unit_id, wanted.amount, btrim(wanted.reason))
  on conflict on constraint appeal_votes_pkey do update
  set upheld = excluded.upheld, unit_id = excluded.unit_id, amount = excluded.amount, reason = excluded.reason, voted_at = clock_timestamp();
  return private.settle_appeal(asked);
end;
$$;
comment on function public.vote_on_appeal is
  'A member of the panel says {upheld, unit_id, amount, reason}. As many as it takes who say the same decide; whoever decided before or is concerned has no say.';

-- Before her claims go, as the name of the trigger sorts.
create function private.forget_appeals()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.appeals a where a.worker_id = new.id;
  return null;
end;
$$;

create trigger workers_forget_appeals after update of erased_at on public.workers
for each row when (old.erased_at is null and new.erased_at is not null) execute function private.forget_appeals();

alter table public.appeals enable row level security;
alter table private.appeal_votes enable row level security;

create policy appeals_select on public.appeals for select to authenticated using (worker_id = (select private.my_worker_id()));

revoke all on public.appeals from anon, authenticated, service_role;
grant select on public.appeals to authenticated, service_role;
revoke all on private.appeal_votes from public, anon, authenticated, service_role;
revoke execute on function public.appeal, public.my_appeals, public.appeals_to_hear, public.vote_on_appeal from public, anon, authenticated;
grant execute on function public.appeal, public.my_appeals, public.appeals_to_hear, public.vote_on_appeal to authenticated;
