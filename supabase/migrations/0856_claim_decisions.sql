-- What is true afterwards: the organisation that was asked verifies a claim or refuses it, once, with a reason, and nobody decides on her
-- own; what was verified is an outcome like any other, with who vouches for it.

create function private.verify_claim(claim public.claims)
returns void
language sql volatile set search_path = ''
as $$
  insert into public.outcomes (worker_id, id, kind, achieved_at, verifier_id, hours_min, facts, evidence)
  values (claim.worker_id, md5('claim ' || claim.id)::uuid, claim.kind, (claim.achieved_on + time '12:00') at time zone 'Asia/Shanghai',
    claim.organisation_id, case when claim.kind = 'training' then nullif(round((claim.facts ->> 'hours')::numeric * 45), 0) end,
    claim.facts || jsonb_build_object('title', claim.title, 'issuer', claim.issuer),
    jsonb_build_object('claim', claim.id, 'files', claim.files, 'verified_by', private.my_worker_id(), 'verified_at', now()))
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
  end if;
  select d.* into before from public.claim_decisions d where d.worker_id = worker and d.claim_id = asked.id;
  if found then
    return case when before.verdict <> verdict or before.decided_by <> me then 'claim_decided' end;
  end if;
  insert into public.claim_decisions (worker_id, claim_id, verdict, reason, decided_by) values (worker, asked.id, verdict, nullif(reason, ''), me);
  if verdict = 'verified' then
    perform private.verify_claim(asked);
  end if;
  perform private.audit('claim.' || verdict, worker, organisation, jsonb_build_object('claim', asked.id, 'kind', asked.kind));
  return null;
end;
$$;
comment on function private.decide_claim is 'Null, or the word for why not. The same decision again by the same person changes nothing.';

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
    select jsonb_build_object('more', (select count(*) from page) > most, 'claims', coalesce((
      select jsonb_agg(to_jsonb(p) || jsonb_build_object('name', w.name, 'own', w.id = private.my_worker_id(),
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
