-- What is true afterwards: a member says first that she has no part in a case, then reads it, then votes, and may vote
-- again until it is decided; it is decided once, by the rule of its kind, whoever else votes at that moment; what is
-- due and undecided goes on.

create function private.panel_resolution(resolution text, votes bigint[], quorum integer, due boolean)
returns bigint
language plpgsql immutable set search_path = ''
as $$
declare
  said bigint[] := (select coalesce(array_agg(v order by v), '{}') from unnest(votes) v where v is not null);
  given bigint[] := (select coalesce(array_agg(v order by v), '{}') from unnest(votes) v where v > 0);
  many integer := cardinality(said);
  -- What more than half of all who sit say can't change any more, where nobody's word weighs more than another's.
  certain boolean := exists (
    select from unnest(votes) v where v is not null and (v = 0 or resolution in ('majority', 'median'))
    group by v having count(*) * 2 > cardinality(votes)
  );
begin
  if many = 0 or many < quorum or not (due or certain or many = cardinality(votes)) then
    return null;
  elsif resolution = 'median' then
    return said[(many + 1) / 2];
  elsif cardinality(given) * 2 < many or cardinality(given) * 2 = many and resolution = 'lower' then
    return 0;
  elsif resolution = 'chair' and cardinality(given) * 2 = many then
    return votes[1];
  elsif resolution = 'majority' and cardinality(given) * 2 = many then
    return null;
  elsif resolution = 'chair' then
    return coalesce(nullif(votes[1], 0), given[(cardinality(given) + 1) / 2]);
  end if;
  return given[1];
end;
$$;
comment on function private.panel_resolution is
  'What the votes come to, the chair''s first, null for who has not voted and 0 for a refusal: 0, or the amount; null'
  ' while it is open.';

create function private.panel_judgement(rubric jsonb, marks jsonb)
returns table (verdict public.panel_verdict, points bigint)
language plpgsql immutable set search_path = ''
as $$
declare
  most bigint;
begin
  if jsonb_typeof(marks) is distinct from 'object' or exists (
    select from jsonb_array_elements(rubric -> 'essentials') e
    where jsonb_typeof(marks -> (e ->> 'id')) is distinct from 'boolean'
  ) or exists (
    select from jsonb_array_elements(rubric -> 'points') p
    where coalesce(marks ->> (p ->> 'id') !~ '^[0-9]{1,4}$', true)
      or (marks ->> (p ->> 'id'))::integer > (p ->> 'most')::integer
  ) then
    return;
  end if;
  select sum((marks ->> (p ->> 'id'))::bigint * (p ->> 'weight')::bigint),
    sum((p ->> 'most')::bigint * (p ->> 'weight')::bigint)
  into points, most from jsonb_array_elements(rubric -> 'points') p;
  verdict := case when not exists (
    select from jsonb_array_elements(rubric -> 'essentials') e where not (marks -> (e ->> 'id'))::boolean
  ) and coalesce(points * (rubric #>> '{pass,1}')::bigint >= most * (rubric #>> '{pass,0}')::bigint, true)
  then 'granted' else 'refused' end;
  return next;
end;
$$;
comment on function private.panel_judgement is
  'What marks come to by a rubric, in whole numbers; nothing, where a mark is missing or more than there is.';

create function private.decide_case(asked public.panel_cases, verdict public.panel_verdict, amount bigint)
returns void
language plpgsql volatile set search_path = ''
as $$
begin
  update public.panel_cases c
  set decided_at = now(), verdict = decide_case.verdict, amount = decide_case.amount, reason = (
    select string_agg(v.reason, E'\n' order by p.place)
    from private.panel_sitting p join private.panel_says v using (worker_id, case_id, round, member_id)
    where p.worker_id = asked.worker_id and p.case_id = asked.id and v.verdict = decide_case.verdict
  )
  where c.worker_id = asked.worker_id and c.id = asked.id;
  perform private.panel_note('panel.' || verdict, asked, jsonb_build_object('amount', amount));
end;
$$;

create function private.settle_case(worker uuid, case_id uuid, due boolean)
returns text
language plpgsql volatile set search_path = ''
as $$
declare
  asked public.panel_cases;
  judged private.panel_kinds;
  votes bigint[];
  came_to bigint;
begin
  select c.* into asked from public.panel_cases c where c.worker_id = worker and c.id = case_id;
  select k.* into judged from private.panel_kinds k where k.kind = asked.kind;
  select array_agg(case v.verdict when 'refused' then 0 when 'granted' then coalesce(v.amount, 1) end order by p.place)
  into votes from private.panel_sitting p left join private.panel_says v using (worker_id, case_id, round, member_id)
  where p.worker_id = worker and p.case_id = settle_case.case_id;
  came_to := private.panel_resolution(judged.resolution, coalesce(votes, '{}'),
    case when asked.alone then 1 else judged.quorum end, due);
  if came_to is not null then
    perform private.decide_case(asked, case when came_to > 0 then 'granted' else 'refused' end::public.panel_verdict,
      case when came_to > 0 and judged.amounts <> 'none' then came_to end);
    return case when came_to > 0 then 'granted' else 'refused' end;
  elsif not due then
    return 'voted';
  end if;
  perform private.lock_panel_seats();
  insert into private.panel_declarations (worker_id, case_id, member_id, tie)
  select p.worker_id, p.case_id, p.member_id, 'late' from private.panel_sitting p
  where asked.alone and p.worker_id = worker and p.case_id = settle_case.case_id;
  if not private.convene(asked) and asked.alone then
    perform private.decide_case(asked, judged.unheard, null);
    return judged.unheard;
  end if;
  return 'passed_on';
end;
$$;
comment on function private.settle_case is 'Decides where that can be; where it is due and can not, others hear it.';

create function private.must_sit(worker uuid, case_id uuid)
returns public.panel_cases
language plpgsql volatile set search_path = ''
as $$
declare
  asked public.panel_cases;
begin
  asked := private.my_seat(worker, case_id);
  if asked.id is not null then
    -- Two who vote at once follow each other, so that the second of them decides.
    perform from public.panel_cases c where c.worker_id = asked.worker_id and c.id = asked.id for update;
    asked := private.my_seat(worker, case_id);
  end if;
  if asked.id is null then
    perform private.business_error('case_not_found', 'PT404');
  end if;
  return asked;
end;
$$;

create function public.declare_conflict(worker uuid, case_id uuid, tie text)
returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  asked public.panel_cases := private.must_sit(worker, case_id);
begin
  if coalesce(tie not in ('none', 'relative', 'mentor', 'team', 'interest'), true) then
    perform private.business_error('tie_not_understood', 'PT422');
  elsif asked.decided_at is not null then
    perform private.business_error('case_decided', 'PT409');
  end if;
  insert into private.panel_declarations (worker_id, case_id, member_id, tie)
  values (asked.worker_id, asked.id, me, declare_conflict.tie)
  on conflict on constraint panel_declarations_pkey do nothing;
  perform private.audit('panel.declared', me, null, jsonb_build_object('case', asked.id, 'tie', tie));
  if tie = 'none' then
    return 'opened';
  end if;
  if tie in ('relative', 'mentor') then
    insert into private.panel_ties (worker_id, member_id, tie) values (asked.worker_id, me, declare_conflict.tie)
    on conflict on constraint panel_ties_pkey do nothing;
  end if;
  perform private.lock_panel_seats();
  -- She did no work for it, so she is as near to the next case as before.
  update private.panel_loads l set turn = l.turn - 1 where l.member_id = me;
  perform private.refill_panel(asked);
  perform private.settle_case(asked.worker_id, asked.id, false);
  return 'replaced';
end;
$$;
comment on function public.declare_conflict is
  'Before a case opens for me I say that I have no part in it (none), or which: relative, mentor, team, interest. '
  'Then somebody else judges.';

create function public.vote_on_case(worker uuid, case_id uuid, vote jsonb)
returns text
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  asked public.panel_cases := private.must_sit(worker, case_id);
  judged private.panel_kinds;
  wanted private.panel_votes := jsonb_populate_record(null::private.panel_votes, vote - 'marks');
  before private.panel_votes;
begin
  select k.* into judged from private.panel_kinds k where k.kind = asked.kind;
  wanted.reason := btrim(wanted.reason);
  if judged.rubric is not null then
    wanted.marks := vote -> 'marks';
    select j.verdict,
      case when j.verdict = 'granted' then case judged.amounts when 'score' then j.points else wanted.amount end end
    into wanted.verdict, wanted.amount from private.panel_judgement(judged.rubric, wanted.marks) j;
    if wanted.amount = 0 and judged.amounts = 'score' then
      wanted.verdict := 'refused';
      wanted.amount := null;
    end if;
  end if;
  select v.* into before from private.panel_says v
  where v.worker_id = asked.worker_id and v.case_id = asked.id and v.member_id = me order by v.round desc limit 1;
  if (before.verdict, before.amount, before.marks, before.reason) is not distinct from
    (wanted.verdict, wanted.amount, wanted.marks, wanted.reason) and before.verdict is not null
    and (before.round = asked.round or asked.decided_at is not null) then
    return coalesce(asked.verdict::text, 'voted');
  elsif asked.decided_at is not null then
    perform private.business_error('case_decided', 'PT409');
  elsif not exists (
    select from private.panel_declarations d
    where d.worker_id = asked.worker_id and d.case_id = asked.id and d.member_id = me and d.tie = 'none'
  ) then
    perform private.business_error('conflict_undeclared', 'PT409');
  elsif wanted.verdict is null then
    if judged.rubric is not null then
      perform private.business_error('marks_missing', 'PT422');
    end if;
    perform private.business_error('vote_not_understood', 'PT422');
  elsif coalesce(length(wanted.reason) not between 1 and 500, true) then
    perform private.business_error('vote_reason_missing', 'PT422');
  elsif (wanted.amount is not null) is distinct from (judged.amounts <> 'none' and wanted.verdict = 'granted')
    or wanted.amount < 1 or judged.amounts = 'stated' and wanted.amount > judged.most then
    perform private.business_error('vote_amount_missing', 'PT422', jsonb_build_object('most', judged.most));
  end if;
  insert into private.panel_votes (worker_id, case_id, round, member_id, number, verdict, amount, marks, reason)
  values (asked.worker_id, asked.id, asked.round, me,
    case when before.round = asked.round then before.number else 0 end + 1,
    wanted.verdict, wanted.amount, wanted.marks, wanted.reason);
  perform private.audit('panel.voted', me, null, jsonb_build_object('case', asked.id));
  return private.settle_case(asked.worker_id, asked.id, false);
end;
$$;
comment on function public.vote_on_case is
  '{verdict, amount, reason}, or {marks, reason} by a rubric: what I think. Answers voted, or what it came to. The '
  'same again changes nothing.';
