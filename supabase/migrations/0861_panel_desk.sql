-- What is true afterwards: who sits on a panel finds what waits for her, with its due date, and reads a case; nothing
-- of what others think reaches her before she has voted, not by a count, an order or a page; the server passes on what
-- is due.

create function private.panel_subject(kind text, worker uuid, subject uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  told jsonb;
begin
  execute format('select private.%I($1, $2)', (
    select k.subject_function from private.panel_kinds k where k.kind = panel_subject.kind
  )) into told using worker, subject;
  return told;
end;
$$;
comment on function private.panel_subject is 'What a case is about, as the domain tells it that opened it.';

create function private.my_seat(worker uuid, case_id uuid)
returns public.panel_cases
language sql stable set search_path = ''
as $$
  select c from private.panel_seats s
  join public.panel_cases c
    on c.worker_id = s.worker_id and c.id = s.case_id and (c.round = s.round or c.decided_at is not null)
  join private.panel_kinds k on k.kind = c.kind
  join private.panel_rounds r on r.worker_id = s.worker_id and r.case_id = s.case_id and r.round = s.round
  where s.member_id = private.my_worker_id() and s.case_id = my_seat.case_id
    and s.worker_id = case when 'worker' = any (k.hides) then s.worker_id else worker end
    and not private.factor_is_missing(r.organisation_id)
    and (s.named or exists (
      select from private.panel_people(c.kind, r.organisation_id) p where p.member_id = s.member_id
    ))
    and not exists (
      select from private.panel_declarations d
      where d.worker_id = s.worker_id and d.case_id = s.case_id and d.member_id = s.member_id and d.tie <> 'none'
    )
  limit 1
$$;
comment on function private.my_seat is
  'The case, where I sit and still hold what I was appointed for. Where the worker is hidden nobody needs to know who'
  ' she is to find it.';

create function public.my_panel_cases(
  decided boolean default false, after_at timestamptz default null, after_id uuid default null
)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  most constant integer := 30;
begin
  return (
    with mine as (
      -- In the order in which they are due, or were opened: neither tells what somebody thinks.
      select distinct c.worker_id, c.id, case when decided then c.opened_at else c.due_at end as at
      from private.panel_seats s join public.panel_cases c on c.worker_id = s.worker_id and c.id = s.case_id
      where s.member_id = me and (c.decided_at is not null) = decided
    ), page as (
      select m.at, (c.asked).* from mine m cross join lateral (select private.my_seat(m.worker_id, m.id) as asked) c
      where (c.asked).id is not null and (after_at is null or (m.at, m.id) > (after_at, after_id))
      order by m.at, m.id limit most + 1
    )
    select jsonb_build_object('more', (select count(*) from page) > most, 'cases', coalesce((
      select jsonb_agg(private.panel_head(p.worker_id, p.id) || jsonb_build_object('at', p.at) order by p.at, p.id)
      from (select * from page order by at, id limit most) p
    ), '[]'))
  );
end;
$$;
comment on function public.my_panel_cases is
  'What waits for me on panels by when, thirty at a time; or what was decided where I sat.';

create function private.panel_head(worker uuid, case_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('id', c.id, 'kind', c.kind, 'title', k.title, 'organisation', o.name,
    'opened_at', c.opened_at, 'due_at', c.due_at, 'alone', c.alone,
    'decided_at', c.decided_at, 'verdict', c.verdict, 'amount', c.amount, 'reason', c.reason,
    'worker_id', case when hidden then '00000000-0000-0000-0000-000000000000'::uuid else c.worker_id end,
    'name', case when not hidden then w.name end,
    'declared', exists (
      select from private.panel_declarations d
      where d.worker_id = c.worker_id and d.case_id = c.id and d.member_id = private.my_worker_id() and d.tie = 'none'
    ),
    'voted', exists (
      select from private.panel_votes v
      where v.worker_id = c.worker_id and v.case_id = c.id and v.round = c.round
        and v.member_id = private.my_worker_id()
    ))
  from public.panel_cases c
  join private.panel_kinds k on k.kind = c.kind
  join public.workers w on w.id = c.worker_id
  join public.organisations o on o.id = c.organisation_id
  cross join lateral (select 'worker' = any (k.hides) as hidden) h
  where c.worker_id = worker and c.id = case_id
$$;
comment on function private.panel_head is 'What of a case stands in a list.';

create function private.panel_vote_texts(asked public.panel_cases, hidden boolean)
returns jsonb
language sql stable set search_path = ''
as $$
  -- Without names not even the order tells who it was.
  select coalesce(jsonb_agg(jsonb_build_object('name', case when not hidden then w.name end,
    'own', v.member_id = private.my_worker_id(), 'round', v.round, 'counts', p.member_id is not null,
    'verdict', v.verdict, 'amount', v.amount, 'marks', v.marks, 'reason', v.reason)
    order by v.round, case when hidden then md5(v.member_id::text || v.case_id) else s.place::text end), '[]')
  from private.panel_says v
  join private.panel_seats s using (worker_id, case_id, round, member_id)
  left join private.panel_sitting p using (worker_id, case_id, round, member_id)
  join public.workers w on w.id = v.member_id
  where v.worker_id = asked.worker_id and v.case_id = asked.id
$$;

create function public.panel_case(worker uuid, case_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  asked public.panel_cases := private.my_seat(worker, case_id);
  judged private.panel_kinds;
  head jsonb;
begin
  if asked.id is null then
    perform private.business_error('case_not_found', 'PT404');
  end if;
  select k.* into judged from private.panel_kinds k where k.kind = asked.kind;
  head := private.panel_head(asked.worker_id, asked.id);
  return head || jsonb_build_object(
    'resolution', judged.resolution, 'quorum', case when asked.alone then 1 else judged.quorum end,
    'amounts', judged.amounts, 'most', judged.most, 'rubric', judged.rubric,
    'subject', case when (head ->> 'declared')::boolean
      then private.panel_subject(asked.kind, asked.worker_id, asked.subject_id) end,
    'mine', (
      select to_jsonb(v) - '{worker_id,case_id,member_id}'::text[] from private.panel_says v
      where v.worker_id = asked.worker_id and v.case_id = asked.id and v.round = asked.round and v.member_id = me
    ),
    'votes', case when (head ->> 'voted')::boolean or asked.decided_at is not null
      then private.panel_vote_texts(asked, 'members' = any (judged.hides)) end
  );
end;
$$;
comment on function public.panel_case is
  'A case as somebody reads it who sits: what it is about once she said that she has no part in it, what others think'
  ' once she voted.';

create function private.panel_gone(asked public.panel_cases)
returns setof uuid
language sql stable set search_path = ''
as $$
  select p.member_id from private.panel_sitting p
  where p.worker_id = asked.worker_id and p.case_id = asked.id and not exists (
    select from private.panel_votes v
    where v.worker_id = p.worker_id and v.case_id = p.case_id and v.round = p.round and v.member_id = p.member_id
  ) and not exists (
    select from private.accounts a where a.worker_id = p.member_id and (p.named or exists (
      select from private.panel_people(asked.kind, asked.organisation_id) e where e.member_id = p.member_id
    ))
  )
$$;
comment on function private.panel_gone is
  'Who has not voted and no longer holds what she was appointed for. What was said stays said.';

create function private.lacks_members(asked public.panel_cases)
returns boolean
language sql stable set search_path = ''
as $$
  select exists (select from private.panel_gone(asked)) or asked.alone and not exists (
    select from private.panel_sitting p where p.worker_id = asked.worker_id and p.case_id = asked.id
  ) and exists (
    select from private.panel_reach(asked) r cross join lateral private.panel_candidates(asked, r.organisation_id) c
  )
$$;
comment on function private.lacks_members is 'Whether somebody went, or somebody came to a case that had nobody.';

create function private.replace_who_left()
returns integer
language plpgsql volatile set search_path = ''
as $$
declare
  asked public.panel_cases;
  done integer := 0;
begin
  for asked in
    select c.* from public.panel_cases c
    where c.decided_at is null and private.lacks_members(c) order by c.due_at, c.id limit 20 for update of c skip locked
  loop
    insert into private.panel_declarations (worker_id, case_id, member_id, tie)
    select asked.worker_id, asked.id, g, 'left' from private.panel_gone(asked) g;
    perform private.lock_panel_seats();
    perform private.refill_panel(asked);
    perform private.settle_case(asked.worker_id, asked.id, false);
    done := done + 1;
  end loop;
  return done;
end;
$$;

create function public.clerk_due_panels()
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  asked public.panel_cases;
  done integer := 0;
begin
  for asked in
    select c.* from public.panel_cases c where c.decided_at is null and c.due_at <= now()
    order by c.due_at, c.id limit 20 for update skip locked
  loop
    -- What a domain can not carry out keeps nobody else waiting, and is tried again tomorrow.
    begin
      perform private.settle_case(asked.worker_id, asked.id, true);
      done := done + 1;
    exception when others then
      raise warning 'case % of kind % was not settled: %', asked.id, asked.kind, sqlerrm;
      update public.panel_cases c set due_at = now() + interval '1 day'
      where c.worker_id = asked.worker_id and c.id = asked.id;
    end;
  end loop;
  return done + private.replace_who_left();
end;
$$;
comment on function public.clerk_due_panels is
  'Decides or passes on what is due, and replaces who no longer holds what she was appointed for. Answers how many.';

revoke execute on function public.my_panel_cases, public.panel_case, public.declare_conflict, public.vote_on_case,
  public.clerk_due_panels
from public, anon, authenticated;
grant execute on function public.my_panel_cases, public.panel_case, public.declare_conflict, public.vote_on_case
to authenticated;
grant execute on function public.clerk_due_panels to service_role;
