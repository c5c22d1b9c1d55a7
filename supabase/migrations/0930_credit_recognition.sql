-- What is true afterwards: results are recognised, credits are set aside for redemption and converted, each for thousands of rows in one
-- call. Checks of state come after the accounts are locked, so two clerks at once can't both be first.

-- Recognise: pending -----------------------------------------------------------------------------------------------------------

create function private.close_attempts(organisation uuid, asked private.credit_request[])
returns private.credit_request[]
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(a.position, a.worker_id, a.outer_id, a.attempt, a.outcome_id, a.rule_set, a.rule_version, a.ratio_numerator,
      a.ratio_denominator, a.to_unit, a.explanation, a.evidence, a.part_count, a.id, a.digest,
      case when a.state is not null or a.attempt = 1
        or exists (
          select from private.credit_transfers t where t.worker_id = a.worker_id and t.id = a.settled_id and t.phase = 'voided'
        )
        or exists (select from private.credit_transfers t where t.worker_id = a.worker_id and t.id = a.reversed_id)
      then a.state else 'outcome_already_recognised' end
    )::private.credit_request
    from (
      select r.*, (left(v.before, 32) || '0200')::uuid as settled_id, (left(v.before, 32) || '0300')::uuid as reversed_id
      from unnest(asked) r
      cross join lateral (
        select case when r.attempt > 1
          then private.voucher_id_of(organisation, r.worker_id, 'deposit', r.attempt - 1, r.outer_id)::text end as before
      ) v
      offset 0
    ) a
  );
end;
$$;

create function private.draft_recognitions(
  actor uuid, asked private.credit_request[], slices private.credit_part[], at_once boolean
)
returns private.credit_draft[]
language plpgsql stable set search_path = '' set enable_nestloop = off set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(row_number() over (), k.worker_id, (k.stem || s.step || k.part)::uuid, k.id, k.unit_id, 'deposit', s.phase, s.giver, s.taker,
      k.amount, k.dated_on, k.expires_on, actor, null, case s.step when '01' then k.digest end, null)::private.credit_draft
    from (
      select a.worker_id, a.id, a.digest, left(a.id::text, 32) as stem, lpad(to_hex(p.part), 2, '0') as part, p.unit_id, p.amount,
        p.dated_on, p.expires_on
      from unnest(asked) a join unnest(slices) p on p.position = a.position
      where a.state is null
      order by a.position, p.part
    ) k
    cross join lateral (
      select '01' as step, 'pending'::public.credit_phase as phase, 'issuance'::private.credit_account_kind as giver,
        'pending'::private.credit_account_kind as taker
      union all
      select '02', 'posted', 'pending', 'worker' where at_once
    ) s
  );
end;
$$;

create function private.recognise(organisation uuid, actor uuid, rows jsonb, at_once boolean)
returns private.credit_answer[]
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  slices private.credit_part[] := private.read_parts('deposit', rows);
  asked private.credit_request[] := private.read_requests(organisation, 'deposit', rows, slices);
  drafts private.credit_draft[];
  answers private.credit_answer[];
begin
  asked := private.check_parts(asked, slices);
  if exists (select from unnest(asked) a where a.attempt > 1) then
    asked := private.close_attempts(organisation, asked);
  end if;
  -- Before any account is locked: what can be done outside the lock is.
  asked := private.keep_vouchers(organisation, 'deposit', asked);
  drafts := private.draft_recognitions(actor, asked, slices, at_once);
  answers := private.answers(asked);
  perform private.write_deposits(organisation, drafts, at_once);
  return answers;
end;
$$;

create function private.lock_drafted(drafts private.credit_draft[])
returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  perform private.lock_accounts(array_agg(d.worker_id), array_agg(d.unit_id))
  from (select distinct d.worker_id, d.unit_id from unnest(drafts) d) d;
end;
$$;

create function private.answers(asked private.credit_request[])
returns private.credit_answer[]
language plpgsql immutable set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(a.position, case when a.state is null or a.state = 'repeated' then a.id end, coalesce(a.state = 'repeated', false),
      nullif(a.state, 'repeated'))::private.credit_answer
    from unnest(asked) a
  );
end;
$$;

-- Redeem and convert: out of the balance -----------------------------------------------------------------------------------------

-- Serves the rows in turn from what is alive, and refuses those for which too little is left.
create function private.afford(asked private.credit_request[], slices private.credit_part[])
returns private.credit_request[]
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(a.position, a.worker_id, a.outer_id, a.attempt, a.outcome_id, a.rule_set, a.rule_version, a.ratio_numerator,
      a.ratio_denominator, a.to_unit, a.explanation, a.evidence, a.part_count, a.id, a.digest,
      case when a.state is null and not coalesce(s.served, false) then 'not_enough_credits' else a.state end
    )::private.credit_request
    from unnest(asked) a
    left join (
      select t.position, t.left_over < coalesce(lag(t.left_over) over (partition by t.worker_id, t.unit_id order by t.position), t.opening)
        as served
      from (
        select r.position, r.worker_id, p.unit_id, coalesce(o.alive, 0) as opening,
          private.spend_in_turn(coalesce(o.alive, 0), p.amount) over (
            partition by r.worker_id, p.unit_id order by r.position rows unbounded preceding
          ) as left_over
        from unnest(asked) r
        join unnest(slices) p on p.position = r.position
        left join (
          select l.worker_id, l.unit_id, sum(l.remaining)::bigint as alive
          from private.credit_lots l
          where l.worker_id = any (array(select x.worker_id from unnest(asked) x)) and l.remaining > 0 and l.expires_on > (select private.today())
          group by l.worker_id, l.unit_id
        ) o on o.worker_id = r.worker_id and o.unit_id = p.unit_id
        where r.state is null
      ) t
    ) s on s.position = a.position
    order by a.position
  );
end;
$$;

create function private.redeem(organisation uuid, actor uuid, rows jsonb)
returns private.credit_answer[]
language plpgsql volatile set search_path = ''
as $$
declare
  slices private.credit_part[] := private.read_parts('redemption', rows);
  asked private.credit_request[] := private.read_requests(organisation, 'redemption', rows, slices);
  drafts private.credit_draft[];
begin
  asked := private.check_parts(asked, slices);
  perform private.lock_requested(asked, slices);
  asked := private.recall_requests(asked);
  asked := private.afford(asked, slices);
  perform private.insert_vouchers(organisation, 'redemption', asked);
  drafts := array(
    select row(row_number() over (order by a.position), a.worker_id, (left(a.id::text, 32) || '0100')::uuid, a.id, p.unit_id,
      'redemption', 'pending', 'worker', 'pending', p.amount, p.dated_on, p.expires_on, actor, null, a.digest, null)::private.credit_draft
    from unnest(asked) a join unnest(slices) p on p.position = a.position
    where a.state is null
    order by a.position
  );
  perform private.write_batch(organisation, drafts);
  return private.answers(asked);
end;
$$;

create function private.check_ratios(asked private.credit_request[], slices private.credit_part[])
returns private.credit_request[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(a.position, a.worker_id, a.outer_id, a.attempt, a.outcome_id, a.rule_set, a.rule_version, a.ratio_numerator,
      a.ratio_denominator, a.to_unit, a.explanation, a.evidence, a.part_count, a.id, a.digest,
      case
        when a.state is not null then a.state
        when p.unit_id = a.to_unit then 'same_unit'
        when p.amount::numeric * a.ratio_numerator % a.ratio_denominator <> 0 then 'conversion_not_exact'
        when p.amount::numeric * a.ratio_numerator / a.ratio_denominator > 1000000000000 then 'amount_too_large'
      end
    )::private.credit_request
    from unnest(asked) a left join unnest(slices) p on p.position = a.position
    order by a.position
  );
end;
$$;

create function private.convert(organisation uuid, actor uuid, rows jsonb)
returns private.credit_answer[]
language plpgsql volatile set search_path = ''
as $$
declare
  slices private.credit_part[] := private.read_parts('conversion', rows);
  asked private.credit_request[] := private.read_requests(organisation, 'conversion', rows, slices);
  drafts private.credit_draft[];
begin
  asked := private.check_ratios(private.check_parts(asked, slices), slices);
  perform private.lock_requested(asked, slices);
  asked := private.recall_requests(asked);
  asked := private.afford(asked, slices);
  perform private.insert_vouchers(organisation, 'conversion', asked);
  -- All that goes out, then all that comes in: what comes in can be spent by a later call, not by this one.
  drafts := array(
    select row(row_number() over (order by leg.part, a.position), a.worker_id, (left(a.id::text, 32) || '01' || lpad(to_hex(leg.part), 2, '0'))::uuid, a.id,
      case leg.part when 0 then p.unit_id else a.to_unit end, 'conversion', 'posted',
      case leg.part when 0 then 'worker' else 'exchange' end, case leg.part when 0 then 'exchange' else 'worker' end,
      case leg.part when 0 then p.amount else p.amount::numeric * a.ratio_numerator / a.ratio_denominator end,
      p.dated_on, p.expires_on, actor, null, a.digest,
      case leg.part when 1 then (left(a.id::text, 32) || '0100')::uuid end)::private.credit_draft
    from unnest(asked) a
    join unnest(slices) p on p.position = a.position
    cross join (values (0), (1)) leg (part)
    where a.state is null
    order by leg.part, a.position
  );
  perform private.write_batch(organisation, drafts);
  return private.answers(asked);
end;
$$;
