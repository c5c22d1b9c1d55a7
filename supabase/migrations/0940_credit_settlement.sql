-- What is true afterwards: what is pending is posted or voided, exactly once. The settlement of a voucher has one id whatever is decided, so
-- of two officers at once one is first and the other is told.

create type private.credit_decision as (
  position integer, worker_id uuid, voucher_id uuid, kind public.credit_kind, phase public.credit_phase, reason jsonb, state text
);

-- Settle: posted or voided, once -------------------------------------------------------------------------------------------------

create function private.read_decisions(rows jsonb, settling boolean)
returns private.credit_decision[]
language plpgsql volatile set search_path = ''
as $$
begin
  perform private.check_row_count(rows);
  return array(
    select row(i.position, i.worker, i.voucher, null, case i.decision when 'post' then 'posted' when 'void' then 'voided' end, i.reason,
      case when i.worker is null or i.voucher is null then 'voucher_not_found'
        when settling and coalesce(i.decision, '') not in ('post', 'void') then 'decision_unknown' end)::private.credit_decision
    from rows from (jsonb_to_recordset(rows) as (worker uuid, voucher uuid, decision text, reason jsonb))
      with ordinality as i (worker, voucher, decision, reason, position)
  );
end;
$$;

-- What is pending never changes, so it is read before any account is locked. Each part of a voucher is one draft.
create function private.draft_settlements(organisation uuid, actor uuid, asked private.credit_decision[])
returns private.credit_draft[]
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off
set enable_mergejoin = off set join_collapse_limit = 1 set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(row_number() over (), t.worker_id, (left(t.id::text, 32) || '02' || right(t.id::text, 2))::uuid, k.voucher_id, t.unit_id,
      t.kind, k.phase, 'pending',
      case when (t.kind = 'deposit') = (k.phase = 'posted') then 'worker' when t.kind = 'deposit' then 'issuance' else 'redeemed' end,
      t.amount, t.dated_on, t.expires_on, actor, k.reason, null, t.id)::private.credit_draft
    from (
      select a.*, (left(a.voucher_id::text, 32) || '0100')::uuid as first_id, (left(a.voucher_id::text, 32) || '01ff')::uuid as last_id
      from unnest(asked) a where a.state is null
      offset 0
    ) k
    join private.credit_transfers t on t.worker_id = k.worker_id and t.id between k.first_id and k.last_id
      and t.organisation_id = organisation and t.phase = 'pending'
  );
end;
$$;

-- With the accounts locked: what was settled before, and what can't be.
create function private.judge_settlements(actor uuid, asked private.credit_decision[], drafts private.credit_draft[])
returns private.credit_decision[]
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(a.position, a.worker_id, a.voucher_id, a.kind, a.phase, a.reason,
      case
        when a.state is not null then a.state
        when d.voucher_id is null then 'voucher_not_found'
        when a.worker_id = actor then 'own_application'
        when s.phase = a.phase or s.phase is null and a.turn > 1 and a.first_phase = a.phase then 'repeated'
        when s.phase is not null or a.turn > 1 then 'already_settled'
      end
    )::private.credit_decision
    from (
      select r.*, row_number() over twice as turn, first_value(r.phase) over twice as first_phase
      from unnest(asked) r window twice as (partition by r.worker_id, r.voucher_id order by r.position)
    ) a
    left join (select distinct d.worker_id, d.voucher_id from unnest(drafts) d) d
      on d.worker_id = a.worker_id and d.voucher_id = a.voucher_id
    left join lateral (
      select s.phase from private.credit_transfers s
      where s.worker_id = a.worker_id and s.id = (left(a.voucher_id::text, 32) || '0200')::uuid
      offset 0
    ) s on true
    order by a.position
  );
end;
$$;

create function private.settled_among(drafts private.credit_draft[])
returns boolean
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off
set enable_mergejoin = off set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return (
  select exists (
    select from unnest(drafts) d join private.credit_transfers t on t.worker_id = d.worker_id and t.id = d.id
  )
  );
end;
$$;

create function private.settle(organisation uuid, actor uuid, rows jsonb)
returns private.credit_answer[]
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  asked private.credit_decision[] := private.read_decisions(rows, true);
  drafts private.credit_draft[] := private.draft_settlements(organisation, actor, asked);
  answers private.credit_answer[];
  plain boolean;
begin
  select count(distinct d.voucher_id) = cardinality(asked) and bool_and(d.worker_id is distinct from actor)
  into plain from unnest(drafts) d;
  answers := private.decided(asked);
  perform private.lock_drafted(drafts);
  -- The common case is that every row is there once and is still open. Anything else is looked at row by row.
  if not plain or private.settled_among(drafts) then
    asked := private.judge_settlements(actor, asked, drafts);
    answers := private.decided(asked);
    drafts := private.draft_settlements(organisation, actor, asked);
  end if;
  perform private.write_batch(organisation, drafts);
  return answers;
end;
$$;

create function private.decided(asked private.credit_decision[])
returns private.credit_answer[]
language plpgsql immutable set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(a.position, case when a.state is null or a.state = 'repeated' then a.voucher_id end, coalesce(a.state = 'repeated', false),
      nullif(a.state, 'repeated'))::private.credit_answer
    from unnest(asked) a
  );
end;
$$;
