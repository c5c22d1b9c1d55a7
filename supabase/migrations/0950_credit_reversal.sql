-- What is true afterwards: a mistake is corrected by a new transfer, once, and from the lots it made before any other; what a lot still
-- holds on the day it expires leaves the balance by a transfer. A posted redemption is final.

-- Reverse, once ------------------------------------------------------------------------------------------------------------------

-- The transfers that a reversal makes: each posted part of a deposit back to issuance, both legs of a conversion back through exchange.
create function private.draft_reversals(actor uuid, asked private.credit_decision[])
returns private.credit_draft[]
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set join_collapse_limit = 1 set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(row_number() over (order by k.position, t.id desc), t.worker_id, (left(t.id::text, 32) || '03' || right(t.id::text, 2))::uuid,
      k.voucher_id, t.unit_id, 'reversal', 'posted', case when t.to_account = 'worker' then 'worker' else 'exchange' end,
      case when t.from_account = 'worker' then 'worker' when t.kind = 'deposit' then 'issuance' else 'exchange' end,
      t.amount, t.dated_on, t.expires_on, actor, k.reason, null, t.id)::private.credit_draft
    from (
      select a.position, a.worker_id, a.voucher_id, a.reason,
        (left(a.voucher_id::text, 32) || case v.kind when 'conversion' then '01' else '02' end || lpad(to_hex(p.part), 2, '0'))::uuid
          as made_id
      from unnest(asked) a
      join private.credit_vouchers v on v.worker_id = a.worker_id and v.id = a.voucher_id
      cross join lateral generate_series(0, case v.kind when 'conversion' then 1 else v.parts - 1 end) p (part)
      where a.state is null
      offset 0
    ) k
    join private.credit_transfers t on t.worker_id = k.worker_id and t.id = k.made_id
    order by k.position, t.id desc
  );
end;
$$;

create function private.judge_reversals(organisation uuid, actor uuid, asked private.credit_decision[])
returns private.credit_decision[]
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set join_collapse_limit = 1 set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(a.position, a.worker_id, a.voucher_id, v.kind, a.phase, a.reason,
      case
        when a.state is not null then a.state
        when v.id is null or v.organisation_id <> organisation then 'voucher_not_found'
        when a.worker_id = actor then 'own_application'
        when v.kind = 'redemption' then 'redemption_final'
        when r.id is not null or a.turn > 1 then 'repeated'
        when v.kind = 'deposit' and s.phase is distinct from 'posted' then 'voucher_not_posted'
        when exists (
          select from private.credit_lots l
          where l.worker_id = a.worker_id and l.transfer_id between a.first_id and a.last_id and l.expires_on <= (select private.today())
        ) then 'credits_expired'
      end
    )::private.credit_decision
    from (
      select x.*, row_number() over (partition by x.worker_id, x.voucher_id order by x.position) as turn,
        (left(x.voucher_id::text, 32) || '0100')::uuid as first_id, (left(x.voucher_id::text, 32) || '02ff')::uuid as last_id,
        (left(x.voucher_id::text, 32) || '0200')::uuid as settled_id, (left(x.voucher_id::text, 32) || '0300')::uuid as reversed_id
      from unnest(asked) x
      offset 0
    ) a
    left join private.credit_vouchers v on v.worker_id = a.worker_id and v.id = a.voucher_id
    left join private.credit_transfers s on s.worker_id = a.worker_id and s.id = a.settled_id
    left join private.credit_transfers r on r.worker_id = a.worker_id and r.id = a.reversed_id
    order by a.position
  );
end;
$$;

-- A voucher is reversed as a whole: where one of its parts can't be covered, none is.
create function private.afford_reversals(asked private.credit_decision[], drafts private.credit_draft[])
returns private.credit_decision[]
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return (
    with turns as (
      select d.worker_id, d.voucher_id, d.unit_id, d.position, c.balance as opening,
        private.spend_in_turn(c.balance, d.amount) over (
          partition by d.worker_id, d.unit_id order by d.position rows unbounded preceding
        ) as left_over
      from unnest(drafts) d join private.credit_accounts c on c.worker_id = d.worker_id and c.unit_id = d.unit_id
      where d.from_account = 'worker'
    ), short as (
      select t.worker_id, t.voucher_id
      from (
        select t.*, lag(t.left_over) over (partition by t.worker_id, t.unit_id order by t.position) as before from turns t
      ) t
      where t.left_over = coalesce(t.before, t.opening)
    )
    select array(
      select row(a.position, a.worker_id, a.voucher_id, a.kind, a.phase, a.reason,
        case when a.state is null and exists (
          select from short s where s.worker_id = a.worker_id and s.voucher_id = a.voucher_id
        ) then 'not_enough_credits' else a.state end)::private.credit_decision
      from unnest(asked) a order by a.position
    )
  );
end;
$$;

create function private.reverse(organisation uuid, actor uuid, rows jsonb)
returns private.credit_answer[]
language plpgsql volatile set search_path = ''
as $$
declare
  asked private.credit_decision[] := private.read_decisions(rows, false);
  drafts private.credit_draft[];
begin
  perform private.lock_accounts(array(select a.worker_id from unnest(asked) a), null);
  asked := private.judge_reversals(organisation, actor, asked);
  asked := private.afford_reversals(asked, private.draft_reversals(actor, asked));
  drafts := private.draft_reversals(actor, asked);
  perform private.write_batch(organisation, drafts);
  return private.decided(asked);
end;
$$;

-- Expire -------------------------------------------------------------------------------------------------------------------------

create function private.expire(organisation uuid, most integer)
returns integer
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set jit = off
as $$
declare
  workers uuid[] := array(
    select due.worker_id from (
      select l.worker_id from private.credit_lots l
      where l.organisation_id = organisation and l.remaining > 0 and l.expires_on < 'infinity' and l.expires_on <= (select private.today())
      order by l.expires_on limit least(most, 10000)
    ) due
    group by due.worker_id
  );
  drafts private.credit_draft[];
begin
  perform private.lock_accounts(workers, null);
  drafts := array(
    select row(row_number() over (order by l.worker_id, l.unit_id, l.expires_on, l.transfer_id), l.worker_id,
      private.voucher_id_of(organisation, l.worker_id, 'expiry', (
        select count(*) from private.lot_movements m
        where m.worker_id = l.worker_id and m.lot_id = l.transfer_id and m.expires_on = l.expires_on
      )::integer, l.transfer_id || '|' || to_char(l.expires_on, 'YYYY-MM-DD')),
      (left(l.transfer_id::text, 32) || '0000')::uuid, l.unit_id, 'expiry', 'posted', 'worker', 'expired', l.remaining,
      private.today(), l.expires_on, null, null, null, l.transfer_id)::private.credit_draft
    from private.credit_lots l
    where l.worker_id = any (workers) and l.organisation_id = organisation and l.remaining > 0 and l.expires_on <= (select private.today())
    order by l.worker_id, l.unit_id, l.expires_on, l.transfer_id
  );
  perform private.write_batch(organisation, drafts);
  return cardinality(drafts);
end;
$$;
comment on function private.expire is 'Moves what is left of lots whose day has come. Answers how many: call again until it answers 0.';
