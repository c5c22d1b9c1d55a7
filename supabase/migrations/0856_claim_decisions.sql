-- What is true afterwards: the organisation that was asked verifies a claim or refuses it, once, with a reason, and nobody decides on her
-- own; where it wants several to agree, as many have; what was verified is an outcome like any other, with who vouches for it.

create table private.desk_quorums (
  organisation_id uuid primary key references public.organisations (id) on delete cascade,
  quorum smallint not null check (quorum between 1 and 5)
);
comment on table private.desk_quorums is '@reference How many at a desk have to agree on a claim; one, where nothing is said.';

create table private.claim_votes (
  worker_id uuid not null,
  claim_id uuid not null,
  member_id uuid not null references public.workers (id) on delete restrict,
  verdict public.claim_verdict not null,
  reason text check (length(reason) between 1 and 500),
  voted_at timestamptz not null default clock_timestamp(),
  primary key (worker_id, claim_id, member_id),
  constraint claim_votes_claim foreign key (worker_id, claim_id) references public.claims (worker_id, id) on delete cascade
);
comment on table private.claim_votes is 'What each at a desk thinks of a claim. She may think again until enough agree.';
create index claim_votes_member on private.claim_votes (member_id);

create function private.quorum_of(organisation uuid)
returns integer
language sql stable set search_path = ''
as $$ select coalesce((select q.quorum from private.desk_quorums q where q.organisation_id = organisation), 1) $$;

create function public.keep_claim_quorum(organisation uuid, wanted integer)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if organisation is null or organisation not in (select private.my_desks()) then
    perform private.business_error('not_allowed', 'PT403');
  elsif coalesce(wanted not between 1 and 5, true) then
    perform private.business_error('quorum_not_understood', 'PT422');
  elsif wanted > 1 and (
    select count(distinct m.worker_id) from public.memberships m
    where m.organisation_id = organisation and m.role in ('manager', 'officer', 'bank_officer')
      and m.valid_from <= private.today() and (m.valid_until is null or m.valid_until >= private.today())
  ) < wanted then
    perform private.business_error('quorum_too_large', 'PT409');
  end if;
  insert into private.desk_quorums as q (organisation_id, quorum) values (organisation, wanted)
  on conflict on constraint desk_quorums_pkey do update set quorum = excluded.quorum;
  perform private.audit('claim.quorum', private.me(), organisation, jsonb_build_object('quorum', wanted));
  return true;
end;
$$;
comment on function public.keep_claim_quorum is 'How many at this desk have to agree on a claim. Never more than there are.';

create function private.can_stand(claim public.claims)
returns boolean
language sql stable set search_path = ''
as $$
  select claim.corrects is null or exists (
    select from private.standing_outcomes o where o.worker_id = claim.worker_id and o.id = claim.corrects
  )
$$;
comment on function private.can_stand is 'What is to be corrected is corrected once; who comes second corrects the correction.';

create function private.verify_claim(claim public.claims)
returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if not private.can_stand(claim) then
    perform private.business_error('nothing_to_correct', 'PT409');
  end if;
  insert into public.outcomes (worker_id, id, kind, achieved_at, verifier_id, hours_min, facts, evidence, corrects)
  values (claim.worker_id, md5('claim ' || claim.id)::uuid, claim.kind, (claim.achieved_on + time '12:00') at time zone 'Asia/Shanghai',
    claim.organisation_id, case when claim.kind = 'training' then nullif(round((claim.facts ->> 'hours')::numeric * 45), 0) end,
    claim.facts || jsonb_build_object('title', claim.title, 'issuer', claim.issuer),
    jsonb_build_object('claim', claim.id, 'files', claim.files, 'verified_by', private.my_worker_id(), 'verified_at', now()),
    claim.corrects);
end;
$$;

create function private.decide_claim(organisation uuid, worker uuid, claim_id uuid, verdict public.claim_verdict, reason text)
returns text
language plpgsql volatile set search_path = ''
as $$
declare
  me uuid := private.my_worker_id();
  asked public.claims;
  before public.claim_decisions;
begin
  select c.* into asked from public.claims c where c.worker_id = worker and c.id = claim_id and c.organisation_id = organisation for update;
  if not found then
    return 'claim_not_found';
  elsif worker = me then
    return 'own_claim';
  elsif verdict = 'refused' and coalesce(reason, '') = '' then
    return 'reason_missing';
  elsif length(reason) > 500 then
    return 'value_too_long';
  elsif verdict = 'verified' and not private.can_stand(asked)
    and not exists (select from public.claim_decisions d where d.worker_id = worker and d.claim_id = asked.id) then
    return 'nothing_to_correct';
  end if;
  select d.* into before from public.claim_decisions d where d.worker_id = worker and d.claim_id = asked.id;
  if found then
    return case when before.verdict <> verdict or before.decided_by <> me then 'claim_decided' end;
  end if;
  insert into private.claim_votes as v (worker_id, claim_id, member_id, verdict, reason) values (worker, asked.id, me, verdict, nullif(reason, ''))
  on conflict on constraint claim_votes_pkey do update
  set verdict = excluded.verdict, reason = excluded.reason, voted_at = clock_timestamp();
  if (select count(*) from private.claim_votes v where v.worker_id = worker and v.claim_id = asked.id and v.verdict = decide_claim.verdict)
    < private.quorum_of(organisation) then
    return 'noted';
  end if;
  insert into public.claim_decisions (worker_id, claim_id, verdict, reason, decided_by)
  select worker, asked.id, decide_claim.verdict, left(string_agg(v.reason, E'\n' order by v.voted_at), 500), me
  from private.claim_votes v where v.worker_id = worker and v.claim_id = asked.id and v.verdict = decide_claim.verdict;
  if verdict = 'verified' then
    perform private.verify_claim(asked);
  end if;
  perform private.audit('claim.' || verdict, worker, organisation, jsonb_build_object('claim', asked.id, 'kind', asked.kind));
  return null;
end;
$$;
comment on function private.decide_claim is 'Null, or the word for why not; noted, where others have to agree. The same decision again by the same person changes nothing.';

create function public.decide_claims(organisation uuid, rows jsonb)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if organisation is null or organisation not in (select private.my_desks()) then
    perform private.business_error('not_allowed', 'PT403');
  end if;
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_array_length(rows) not between 1 and 200 or exists (
    select from jsonb_to_recordset(rows) as r (worker uuid, claim uuid, verdict text)
    where r.worker is null or r.claim is null or coalesce(r.verdict, '') not in ('verified', 'refused')
  ) then
    perform private.business_error('decision_not_understood', 'PT422');
  end if;
  return (
    select jsonb_agg(jsonb_build_object('worker', r.worker, 'claim', r.claim, 'refusal',
      private.decide_claim(organisation, r.worker, r.claim, r.verdict::public.claim_verdict, r.reason)))
    from (
      -- Always in the same order, so that two desks that meet wait for each other and never in a ring.
      select s.* from jsonb_to_recordset(rows) as s (worker uuid, claim uuid, verdict text, reason text) order by s.worker, s.claim
    ) r
  );
end;
$$;
comment on function public.decide_claims is 'Decides on up to 200 claims {worker, claim, verdict, reason} and answers for each with null or the word for why not.';

create function public.organisation_claims(organisation uuid, decided boolean default false, after_at timestamptz default null,
  after_id uuid default null)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  most constant integer := 30;
begin
  if organisation is null or organisation not in (select private.my_desks()) then
    perform private.business_error('not_allowed', 'PT403');
  end if;
  return (
    with page as (
      select c.*, d.verdict, d.reason, d.decided_at from public.claims c
      left join public.claim_decisions d on d.worker_id = c.worker_id and d.claim_id = c.id
      where c.organisation_id = organisation and (d.claim_id is not null) = decided and d.verdict is distinct from 'withdrawn'
        and (after_at is null or (c.claimed_at, c.id) > (after_at, after_id))
      order by c.claimed_at, c.id limit most + 1
    )
    select jsonb_build_object('more', (select count(*) from page) > most, 'quorum', private.quorum_of(organisation), 'claims', coalesce((
      select jsonb_agg(to_jsonb(p) || jsonb_build_object('name', w.name, 'own', w.id = private.my_worker_id(),
        'votes', (
          select coalesce(jsonb_agg(jsonb_build_object('name', n.name, 'own', v.member_id = private.my_worker_id(), 'verdict', v.verdict,
            'reason', v.reason) order by v.voted_at), '[]')
          from private.claim_votes v join public.workers n on n.id = v.member_id where v.worker_id = p.worker_id and v.claim_id = p.id
        ),
        'corrected', (
          select o.facts || jsonb_build_object('achieved_on', (o.achieved_at at time zone 'Asia/Shanghai')::date)
          from public.outcomes o where o.worker_id = p.worker_id and o.id = p.corrects
        ),
        'federation', private.federation_of(p.worker_id, organisation),
        'listed', private.is_listed(private.federation_of(p.worker_id, organisation), p.kind, p.title, p.issuer, p.achieved_on)) order by p.claimed_at, p.id)
      from (select * from page order by claimed_at, id limit most) p join public.workers w on w.id = p.worker_id
    ), '[]'))
  );
end;
$$;
comment on function public.organisation_claims is 'Claims that wait for one of my desks, or those decided there, in the order in which they came.';

revoke execute on function public.decide_claims, public.organisation_claims from public, anon, authenticated;
grant execute on function public.decide_claims, public.organisation_claims to authenticated;

alter table private.desk_quorums enable row level security;
alter table private.claim_votes enable row level security;
revoke all on private.desk_quorums, private.claim_votes from public, anon, authenticated, service_role;
revoke execute on function public.keep_claim_quorum from public, anon, authenticated;
grant execute on function public.keep_claim_quorum to authenticated;
