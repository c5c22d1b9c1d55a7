-- What is true afterwards: there is one way into the ledger. It takes drafts whose accounts the caller has locked, gives each its line
-- and balance, moves the lots, hashes the batch onto the organisation's chain and moves the system accounts: all or nothing, in a
-- handful of statements however many drafts there are. Nothing here is granted to anyone.

-- The plans are for look-ups by key, whenever they are made and whatever the tables hold at that moment: hence the settings on the
-- functions that post.

create type private.credit_draft as (
  position integer,
  worker_id uuid,
  id uuid,
  voucher_id uuid,
  unit_id text,
  kind public.credit_kind,
  phase public.credit_phase,
  from_account private.credit_account_kind,
  to_account private.credit_account_kind,
  amount bigint,
  dated_on date,
  expires_on date,
  actor_id uuid,
  reason jsonb,
  voucher_digest bytea,
  lot_id uuid
);
comment on type private.credit_draft is
  'A transfer before it has a line. lot_id: whose lots it takes from first (reversal, expiry, in-leg of a conversion), or whose movements it undoes.';

create type private.account_sum as (unit_id text, kind private.credit_account_kind, amount bigint);
create type private.page_sum as (worker_id uuid, unit_id text, transfers uuid[], balance bigint, pending bigint, held bigint);
create type private.batch_sums as (
  actor_id uuid, at_once boolean, pages private.page_sum[], sums private.account_sum[], transfers integer, digests bytea, spending boolean
);
create type private.lot_taking as (transfer_id uuid, worker_id uuid, lot_id uuid, expires_on date, amount bigint);

create function private.spend_next(left_over bigint, opening bigint, amount bigint)
returns bigint
language sql immutable set search_path = ''
as $$
  select case when coalesce(left_over, opening) >= amount then coalesce(left_over, opening) - amount else coalesce(left_over, opening) end
$$;
create aggregate private.spend_in_turn(opening bigint, amount bigint) (sfunc = private.spend_next, stype = bigint);
comment on aggregate private.spend_in_turn(bigint, bigint) is
  'As a window: what is left after each request was served that could be, in turn. A request that can''t be served takes nothing.';

create function private.lock_accounts(workers uuid[], units text[])
returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' set enable_seqscan = off set enable_bitmapscan = off set jit = off
as $$
begin
  insert into private.credit_accounts (worker_id, unit_id)
  select distinct w.worker_id, w.unit_id from unnest(workers, units) w (worker_id, unit_id)
  where w.unit_id is not null and not exists (
    select from private.credit_accounts a where a.worker_id = w.worker_id and a.unit_id = w.unit_id
  )
  order by w.worker_id, w.unit_id
  on conflict do nothing;
  -- All accounts of these workers, so that two calls about one worker never run side by side, whatever the units.
  perform from private.credit_accounts a where a.worker_id = any (workers) order by a.worker_id, a.unit_id for update;
end;
$$;

-- Which lots -------------------------------------------------------------------------------------------------------------------

create function private.take_lots(drafts private.credit_draft[])
returns private.lot_taking[]
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set enable_nestloop = off set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return (
    with spends as materialized (
      select d.* from unnest(drafts) d where d.from_account = 'worker'
    ), lots as materialized (
      select l.* from private.credit_lots l
      where l.worker_id = any (array(select s.worker_id from spends s)) and l.remaining > 0
    ), own as materialized (
      -- A reversal or an expiry takes from the lots it is about, before any other.
      select s.worker_id, s.id, l.transfer_id, l.expires_on,
        least(l.remaining, s.amount - (sum(l.remaining) over before - l.remaining)) as amount
      from spends s
      join lots l on l.worker_id = s.worker_id and l.transfer_id = s.lot_id
        and (s.kind <> 'expiry' or l.expires_on = s.expires_on)
      window before as (partition by s.worker_id, s.id order by l.expires_on rows unbounded preceding)
    ), lot_spans as (
      -- What is open of each lot and of each spend, laid end to end: where two spans overlap, that much is taken. Expired lots
      -- can't be spent; a reversal takes them first, as they will be lost anyway.
      select l.*, l.remaining - coalesce(o.amount, 0) as open,
        sum(l.remaining - coalesce(o.amount, 0)) over (
          partition by l.worker_id, l.unit_id order by l.expires_on, l.transfer_id rows unbounded preceding
        ) as upto
      from lots l
      left join own o on o.worker_id = l.worker_id and o.transfer_id = l.transfer_id and o.expires_on = l.expires_on and o.amount > 0
      where l.expires_on > (select private.today()) or exists (select from spends s where s.kind = 'reversal')
    ), spend_spans as (
      select s.*, s.amount - coalesce(o.amount, 0) as open,
        sum(s.amount - coalesce(o.amount, 0)) over (
          partition by s.worker_id, s.unit_id order by s.position rows unbounded preceding
        ) as upto
      from spends s
      left join (
        select o.worker_id, o.id, sum(o.amount) as amount from own o where o.amount > 0 group by o.worker_id, o.id
      ) o on o.worker_id = s.worker_id and o.id = s.id
    )
    select array(
      select row(o.id, o.worker_id, o.transfer_id, o.expires_on, o.amount)::private.lot_taking from own o where o.amount > 0
      union all
      select row(s.id, s.worker_id, l.transfer_id, l.expires_on,
        least(l.upto, s.upto) - greatest(l.upto - l.open, s.upto - s.open))::private.lot_taking
      from spend_spans s join lot_spans l on l.worker_id = s.worker_id and l.unit_id = s.unit_id
      where l.open > 0 and s.open > 0 and l.upto > s.upto - s.open and s.upto > l.upto - l.open
    )
  );
end;
$$;
comment on function private.take_lots is 'The earliest expiry first, in the order of the drafts.';

create function private.move_lots(drafts private.credit_draft[])
returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan' set enable_seqscan = off set enable_bitmapscan = off set jit = off
as $$
declare
  takings private.lot_taking[] := private.take_lots(drafts);
begin
  -- What was taken before is given back to the very lots it came from.
  takings := takings || array(
    select row(d.id, d.worker_id, m.lot_id, m.expires_on, m.amount)::private.lot_taking
    from unnest(drafts) d join private.lot_movements m on m.worker_id = d.worker_id and m.transfer_id = d.lot_id
    where d.to_account = 'worker' and d.kind in ('redemption', 'reversal')
  );
  insert into private.lot_movements (worker_id, transfer_id, lot_id, expires_on, amount)
  select t.worker_id, t.transfer_id, t.lot_id, t.expires_on, -sum(t.amount)
  from unnest(takings) t group by t.worker_id, t.transfer_id, t.lot_id, t.expires_on;
  update private.credit_lots l set remaining = l.remaining - t.amount
  from (
    select t.worker_id, t.lot_id, t.expires_on, sum(t.amount) as amount
    from unnest(takings) t group by t.worker_id, t.lot_id, t.expires_on
  ) t
  where l.worker_id = t.worker_id and l.transfer_id = t.lot_id and l.expires_on = t.expires_on;
  -- Validity travels through a conversion: each date keeps its share, and shares of shares add up because sums are cut, not shares.
  insert into private.credit_lots (worker_id, transfer_id, expires_on, unit_id, organisation_id, amount, remaining)
  select c.worker_id, c.id, c.expires_on, c.unit_id, c.organisation_id, c.amount, c.amount
  from (
    select d.worker_id, d.id, d.unit_id, s.expires_on, l.organisation_id,
      div(sum(s.amount) over so_far * d.amount, o.amount) - div((sum(s.amount) over so_far - s.amount) * d.amount, o.amount) as amount
    from unnest(drafts) d
    join unnest(drafts) o on o.worker_id = d.worker_id and o.id = d.lot_id
    join private.credit_transfers l on l.worker_id = d.worker_id and l.id = d.id
    cross join lateral (
      select m.expires_on, sum(-m.amount) as amount
      from private.lot_movements m where m.worker_id = o.worker_id and m.transfer_id = o.id group by m.expires_on
    ) s
    where d.kind = 'conversion' and d.to_account = 'worker'
    window so_far as (partition by d.worker_id, d.id order by s.expires_on rows unbounded preceding)
  ) c
  where c.amount > 0;
end;
$$;

-- Chain ------------------------------------------------------------------------------------------------------------------------

create function private.seal_batch(organisation uuid, batch uuid, written private.batch_sums)
returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
declare
  head private.credit_chains;
begin
  select c.* into head from private.credit_chains c where c.organisation_id = organisation for update;
  if not found then
    insert into private.credit_chains (organisation_id) values (organisation) on conflict do nothing;
    select c.* into head from private.credit_chains c where c.organisation_id = organisation for update;
  end if;
  insert into private.credit_batches (organisation_id, seq, id, posted_at, actor_id, transfers, at_once, previous_hash, hash)
  values (
    organisation, head.seq + 1, batch, now(), written.actor_id, written.transfers, written.at_once, head.hash,
    sha256(head.hash || convert_to(concat_ws('|', 'gongke-batch-1', organisation, head.seq + 1, batch,
      (extract(epoch from now()) * 1000000)::bigint, coalesce(written.actor_id::text, ''), written.transfers, written.at_once::text) || E'\n', 'UTF8')
      || written.digests)
  )
  returning seq, hash into head.seq, head.hash;
  update private.credit_chains c set seq = head.seq, hash = head.hash where c.organisation_id = organisation;
end;
$$;
comment on function private.seal_batch is 'sha256 over the previous hash, the batch''s own line and the digests of its transfers, in order.';

create function private.move_system_accounts(organisation uuid, sums private.account_sum[])
returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  insert into private.system_accounts (organisation_id, unit_id, kind, balance)
  select organisation, s.unit_id, s.kind, 0 from unnest(sums) s
  where not exists (
    select from private.system_accounts a where a.organisation_id = organisation and a.unit_id = s.unit_id and a.kind = s.kind
  );
  update private.system_accounts a set balance = a.balance + s.amount
  from unnest(sums) s
  where a.organisation_id = organisation and a.unit_id = s.unit_id and a.kind = s.kind;
end;
$$;

-- What a voucher opens is in the voucher's line, and has its digest. What is posted in the same call has none: that it was is in the
-- batch's line. The others have a line of their own: see src/domains/credits/chain.ts. What a replay gives anyway (sides, lines, balances,
-- lots) is not in it, so that it can be written before any account is locked; who and when are in the batch's own line.
create function private.transfer_digest(
  worker_id uuid, id uuid, unit_id text, kind public.credit_kind, phase public.credit_phase, amount bigint, expires_on date, reason jsonb
)
returns bytea
language sql stable
return sha256(convert_to(concat_ws('|', 'gongke-transfer-1', worker_id, id, unit_id, kind, phase, amount, expires_on,
  coalesce(reason::text, '')), 'UTF8'));
comment on function private.transfer_digest is 'Without settings of its own, so that it becomes a part of the statement that calls it: a call a row would cost more.';

-- The one way in ---------------------------------------------------------------------------------------------------------------

-- The lines of a batch and the lots of what is deposited. Nothing here depends on what the accounts hold, so deposits are written
-- before any account is locked.
create function private.write_transfers(organisation uuid, drafts private.credit_draft[], at_once boolean)
returns private.batch_sums
language plpgsql volatile set search_path = '' set datestyle = 'ISO, YMD' set plan_cache_mode = 'force_generic_plan' set jit = off
as $$
declare
  written private.batch_sums;
begin
  written.actor_id := drafts[1].actor_id;
  written.at_once := at_once;
  with lines as (
    insert into private.credit_transfers (worker_id, id, voucher_id, organisation_id, unit_id, kind, phase, from_account, to_account,
      amount, dated_on, expires_on, posted_at, actor_id, reason, position, digest)
    select d.worker_id, d.id, d.voucher_id, organisation, d.unit_id, d.kind, d.phase, d.from_account, d.to_account,
      d.amount, d.dated_on, d.expires_on, now(), d.actor_id, d.reason, d.position,
      case when d.voucher_digest is not null then d.voucher_digest
        when not at_once then private.transfer_digest(d.worker_id, d.id, d.unit_id, d.kind, d.phase, d.amount, d.expires_on, d.reason) end
    from unnest(drafts) d
    -- In the order of the key, so that what follows one another goes to the same pages of the index.
    order by d.worker_id, d.id
    returning worker_id, id, unit_id, kind, phase, from_account, to_account, amount, expires_on, position, digest
  ), made as (
    insert into private.credit_lots (worker_id, transfer_id, expires_on, unit_id, organisation_id, amount, remaining)
    select l.worker_id, l.id, l.expires_on, l.unit_id, organisation, l.amount, l.amount
    from lines l where l.kind = 'deposit' and l.phase = 'posted'
  ), flows as materialized (
    select l.unit_id, l.kind, l.from_account, l.to_account, sum(l.amount) as amount, count(*) as transfers
    from lines l group by l.unit_id, l.kind, l.from_account, l.to_account
  )
  select array(
      select row(l.worker_id, l.unit_id, array_agg(l.id order by l.position),
        sum(private.change_of(l.from_account, l.to_account, l.amount)),
        sum(case when l.kind = 'deposit' then case l.phase when 'pending' then l.amount else -l.amount end else 0 end),
        sum(case when l.kind = 'redemption' then case l.phase when 'pending' then l.amount else -l.amount end else 0 end)
      )::private.page_sum
      from lines l group by l.worker_id, l.unit_id
    ), array(
      select row(f.unit_id, side.kind, sum(side.amount))::private.account_sum
      from flows f cross join lateral (values (f.to_account, f.amount), (f.from_account, -f.amount)) side (kind, amount)
      where side.kind <> 'worker'
      group by f.unit_id, side.kind
    ), (select sum(f.transfers) from flows f), (select string_agg(l.digest, ''::bytea order by l.position) from lines l),
    (select bool_or(f.from_account = 'worker' or f.to_account = 'worker' and f.kind <> 'deposit') from flows f)
  into written.pages, written.sums, written.transfers, written.digests, written.spending;
  return written;
end;
$$;

-- With the accounts locked: where in each passbook the lines begin, and what the accounts hold now.
create function private.post_batch(organisation uuid, written private.batch_sums, drafts private.credit_draft[])
returns void
language plpgsql volatile
set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
declare
  batch uuid := gen_random_uuid();
  pages integer;
begin
  insert into private.credit_pages (worker_id, unit_id, first_line, batch_id, balance_before, transfers)
  select a.worker_id, a.unit_id, a.line_no + 1, batch, a.balance, p.transfers
  from unnest(written.pages) p
  join private.credit_accounts a on a.worker_id = p.worker_id and a.unit_id = p.unit_id;
  get diagnostics pages = row_count;
  if pages <> cardinality(written.pages) then
    perform private.business_error('account_missing', 'PT409');
  end if;
  update private.credit_accounts a
  set line_no = a.line_no + cardinality(p.transfers), balance = a.balance + p.balance, pending = a.pending + p.pending, held = a.held + p.held
  from unnest(written.pages) p
  where a.worker_id = p.worker_id and a.unit_id = p.unit_id;
  if written.spending then
    perform private.move_lots(drafts);
  end if;
  perform private.seal_batch(organisation, batch, written);
  -- The head of the chain is locked: these rows are this call's alone.
  perform private.move_system_accounts(organisation, written.sums);
end;
$$;

create function private.write_batch(organisation uuid, drafts private.credit_draft[])
returns void
language plpgsql volatile set search_path = ''
as $$
begin
  if cardinality(drafts) > 0 then
    perform private.post_batch(organisation, private.write_transfers(organisation, drafts, false), drafts);
  end if;
end;
$$;
comment on function private.write_batch is 'Posts drafts of one actor, positions 1 to n, whose accounts the caller has locked and whose state it has checked after that.';

-- Deposits depend on nothing but their vouchers, which are this call's own: everything but the pages is written before the accounts
-- are locked, so an account that everybody posts to is locked for a moment.
create function private.write_deposits(organisation uuid, drafts private.credit_draft[], at_once boolean)
returns void
language plpgsql volatile set search_path = ''
as $$
declare
  written private.batch_sums;
begin
  if cardinality(drafts) > 0 then
    written := private.write_transfers(organisation, drafts, at_once);
    perform private.lock_pages(written.pages);
    perform private.post_batch(organisation, written, drafts);
  end if;
end;
$$;

create function private.lock_pages(pages private.page_sum[])
returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  perform private.lock_accounts(array_agg(p.worker_id), array_agg(p.unit_id)) from unnest(pages) p;
end;
$$;
