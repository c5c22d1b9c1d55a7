-- What is true afterwards: the clerk posts for the system; a worker asks for a redemption of what is hers; a bank officer settles and
-- reverses for her organisations, and never for herself; a worker reads her passbook and why each line is there; bank officers
-- and auditors read what their organisations issued, and an opened line leaves a trace. The ledger has no other doors.

-- The clerk ----------------------------------------------------------------------------------------------------------------------

create function public.clerk_define_credit_unit(unit text, of_scale integer, zh text, en text)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  insert into public.credit_units as u (id, scale, name_zh, name_en) values (unit, of_scale, zh, en)
  on conflict (id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en where u.scale = excluded.scale;
  if not found then
    perform private.business_error('unit_fixed', 'PT409', jsonb_build_object('unit', unit));
  end if;
  return true;
end;
$$;
comment on function public.clerk_define_credit_unit is 'A unit may be called otherwise; its scale is what every amount means, and stays.';

create function public.clerk_recognise_credits(organisation uuid, rows jsonb, at_once boolean default false)
returns table ("position" integer, voucher_id uuid, repeated boolean, refusal text)
language sql volatile security definer set search_path = ''
as $$ select * from unnest(private.recognise(organisation, null, rows, at_once)) $$;
comment on function public.clerk_recognise_credits is
  'Up to 10,000 rows {worker, outer_id, attempt, outcome, rule_set, rule_version, explanation, evidence, parts: [{unit, amount, dated_on, expires_on}]}. '
  'at_once: nobody has to decide, so each is posted in the same breath. A row that is repeated stays as it is.';

create function public.clerk_settle_credits(organisation uuid, rows jsonb)
returns table ("position" integer, voucher_id uuid, repeated boolean, refusal text)
language sql volatile security definer set search_path = ''
as $$ select * from unnest(private.settle(organisation, null, rows)) $$;
comment on function public.clerk_settle_credits is 'Rows {worker, voucher, decision: post or void, reason}, for deposits and redemptions.';

create function public.clerk_hold_credits(organisation uuid, rows jsonb)
returns table ("position" integer, voucher_id uuid, repeated boolean, refusal text)
language sql volatile security definer set search_path = ''
as $$ select * from unnest(private.redeem(organisation, null, rows)) $$;
comment on function public.clerk_hold_credits is 'Redemptions, first half: rows like recognitions, with one part each.';

create function public.clerk_convert_credits(organisation uuid, rows jsonb)
returns table ("position" integer, voucher_id uuid, repeated boolean, refusal text)
language sql volatile security definer set search_path = ''
as $$ select * from unnest(private.convert(organisation, null, rows)) $$;
comment on function public.clerk_convert_credits is 'Rows like recognitions with one part, and {to_unit, numerator, denominator} in smallest units.';

create function public.clerk_reverse_credits(organisation uuid, rows jsonb)
returns table ("position" integer, voucher_id uuid, repeated boolean, refusal text)
language sql volatile security definer set search_path = ''
as $$ select * from unnest(private.reverse(organisation, null, rows)) $$;
comment on function public.clerk_reverse_credits is 'Rows {worker, voucher, reason}.';

create function public.clerk_expire_credits(organisation uuid default null, most integer default 1000)
returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  bank uuid := organisation;
begin
  if bank is null then
    -- One bank at a time: what expires in a batch is a link of its chain.
    select c.organisation_id into bank from private.credit_chains c
    where exists (
      select from private.credit_lots l where l.organisation_id = c.organisation_id and l.remaining > 0 and l.expires_on < 'infinity'
        and l.expires_on <= private.today()
    ) limit 1;
  end if;
  return case when bank is null then 0 else private.expire(bank, most) end;
end;
$$;
comment on function public.clerk_expire_credits is
  'Expires up to so many lots of an organisation, or of the next that has some to expire, and says how many: call again until it answers 0.';

create function public.clerk_unsigned_heads()
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('organisation', c.organisation_id, 'seq', c.seq, 'hash', encode(c.hash, 'hex'))), '[]')
  from (
    select c.* from private.credit_chains c
    where c.seq > 0 and not exists (
      select from private.credit_checkpoints k where k.organisation_id = c.organisation_id
        and (k.seq = c.seq or k.signed_at > now() - interval '1 hour')
    ) limit 100
  ) c
$$;
comment on function public.clerk_unsigned_heads is
  'Heads of chains for the clerk to sign: those that are not signed, of organisations for which nothing was signed within the hour.';

create function public.clerk_keep_checkpoint(organisation uuid, at_seq bigint, head text, key_hex text, signature_hex text)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not exists (
    select from private.credit_batches b where b.organisation_id = organisation and b.seq = at_seq and b.hash = decode(head, 'hex')
  ) then
    perform private.business_error('checkpoint_differs', 'PT409', jsonb_build_object('seq', at_seq));
  end if;
  insert into private.credit_checkpoints (organisation_id, seq, hash, public_key, signature)
  values (organisation, at_seq, decode(head, 'hex'), decode(key_hex, 'hex'), decode(signature_hex, 'hex'))
  on conflict do nothing;
  return true;
end;
$$;
comment on function public.clerk_keep_checkpoint is 'Keeps a signature made outside. A head that is not the chain''s is refused.';

-- The worker ---------------------------------------------------------------------------------------------------------------------

create function private.only_answer(a_voucher uuid, a_refusal text)
returns uuid
language plpgsql immutable set search_path = ''
as $$
begin
  if a_refusal is not null then
    perform private.business_error(a_refusal, case a_refusal
      when 'own_application' then 'PT403'
      when 'voucher_not_found' then 'PT404'
      when 'worker_not_found' then 'PT404'
      when 'transfer_conflict' then 'PT409'
      when 'already_settled' then 'PT409'
      when 'not_enough_credits' then 'PT409'
      when 'outcome_already_recognised' then 'PT409'
      else 'PT422' end);
  end if;
  return a_voucher;
end;
$$;

create function public.request_redemption(request text, school uuid, unit text, amount bigint, purpose jsonb)
returns uuid
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  voucher uuid;
begin
  if not exists (select from public.organisations o where o.id = school and o.kind = 'school') then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  select private.only_answer(a.voucher_id, a.refusal) into voucher
  from unnest(private.redeem(school, me, jsonb_build_array(jsonb_build_object('worker', me, 'outer_id', request, 'rule_set', 'redemption',
    'rule_version', '1', 'explanation', jsonb_build_object('asked_by', 'worker'), 'evidence', purpose,
    'parts', jsonb_build_array(jsonb_build_object('unit', unit, 'amount', amount)))))) a;
  return voucher;
end;
$$;
comment on function public.request_redemption is
  'Sets credits aside until the school decides. `request` is made by the client: pressed twice, it is one request with one answer.';

create function public.my_passbook(of_unit text default null, before_line bigint default null, most integer default 20)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.me();
begin
  return private.passbook(me, of_unit, before_line, least(most, 200));
end;
$$;
comment on function public.my_passbook is 'Balances of every unit, and of one unit the lines, newest first, and what expires within 90 days. One round trip.';

create function private.passbook(worker uuid, of_unit text, before_line bigint, most integer)
returns jsonb
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
begin
  return (
    with accounts as (
      select a.*, u.scale, u.name_zh, u.name_en
      from private.credit_accounts a join public.credit_units u on u.id = a.unit_id where a.worker_id = worker
    ), shown as (
      select coalesce(of_unit, (select min(a.unit_id) from accounts a)) as unit_id
    ), pages as (
      -- Each page has a line at least, so that as many pages as lines are enough.
      select p.first_line, p.balance_before, p.transfers
      from private.credit_pages p
      where p.worker_id = worker and p.unit_id = (select s.unit_id from shown s)
        and p.first_line < coalesce(before_line, 9223372036854775807)
      order by p.first_line desc limit most
    ), newest as (
      select x.* from (
        select t.*, p.first_line + l.line - 1 as line_no,
          p.balance_before + sum(private.change_of(t.from_account, t.to_account, t.amount)) over page as balance_after
        from pages p
        cross join lateral unnest(p.transfers) with ordinality l (id, line)
        join private.credit_transfers t on t.worker_id = worker and t.id = l.id
        window page as (partition by p.first_line order by l.line rows unbounded preceding)
      ) x
      where x.line_no < coalesce(before_line, 9223372036854775807)
      order by x.line_no desc limit most
    ), lines as (
      select t.*, case when t.phase = 'pending' then n.phase end as settled_as, t.phase = 'posted' and n.id is not null as reversed,
        o.name as organisation,
        coalesce(c.content -> 'title', case when r.facts ? 'title' then jsonb_build_object('zh-CN', r.facts -> 'title') end) as title
      from newest t
      join public.organisations o on o.id = t.organisation_id
      -- What came next of the same voucher: one look-up, and none where nothing can come.
      left join private.credit_transfers n on n.worker_id = t.worker_id and n.id = case
        when t.phase = 'pending' then (left(t.id::text, 32) || '02' || right(t.id::text, 2))::uuid
        when t.phase = 'posted' and t.kind in ('deposit', 'conversion') then (left(t.id::text, 32) || '03' || right(t.id::text, 2))::uuid end
      -- The course behind it, where there is one: three look-ups by key for each line.
      left join private.credit_vouchers v on v.worker_id = t.worker_id and v.id = t.voucher_id
      left join public.outcomes r on r.worker_id = v.worker_id and r.id = v.outcome_id
      left join public.course_versions c on c.course_id = r.course_id and c.version = r.version
    )
    select jsonb_build_object(
      'unit', (select s.unit_id from shown s),
      'accounts', coalesce((
        select jsonb_agg(jsonb_build_object('unit', a.unit_id, 'name_zh', a.name_zh, 'name_en', a.name_en, 'scale', a.scale,
          'balance', a.balance, 'pending', a.pending, 'held', a.held) order by a.unit_id)
        from accounts a
      ), '[]'),
      'lines', coalesce((
        select jsonb_agg(jsonb_build_object('line', l.line_no, 'id', l.id, 'voucher', l.voucher_id, 'kind', l.kind, 'phase', l.phase,
          'change', private.change_of(l.from_account, l.to_account, l.amount),
          'amount', l.amount, 'balance', l.balance_after, 'dated_on', l.dated_on, 'expires_on', nullif(l.expires_on, 'infinity'),
          'posted_at', l.posted_at, 'organisation_id', l.organisation_id, 'organisation', l.organisation, 'title', l.title, 'settled_as', l.settled_as,
          'reversed', l.reversed, 'reason', l.reason) order by l.line_no desc)
        from lines l
      ), '[]'),
      'expiring', coalesce((
        select jsonb_agg(e order by e.expires_on) from (
          select t.expires_on, sum(t.remaining) as amount
          from private.credit_lots t
          where t.worker_id = worker and t.unit_id = (select s.unit_id from shown s) and t.remaining > 0
            and t.expires_on between private.today() + 1 and private.today() + 90
          group by t.expires_on order by t.expires_on limit 12
        ) e
      ), '[]')
    )
  );
end;
$$;

create function public.explain_credits(worker uuid, voucher uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.me();
  found private.credit_vouchers;
begin
  select v.* into found from private.credit_vouchers v
  where v.worker_id = worker and v.id = voucher
    and (worker = me or v.organisation_id in (select private.organisations_below('{bank_officer,auditor}')));
  if found.id is null then
    perform private.business_error('voucher_not_found', 'PT404');
  end if;
  if worker <> me then
    perform private.audit('credits.opened', worker, found.organisation_id, jsonb_build_object('voucher', voucher));
  end if;
  return to_jsonb(found) - 'digest' || jsonb_build_object('digest', encode(found.digest, 'hex'), 'appeal_until', (
    select a.appeal_until from public.credit_assessments a where a.worker_id = worker and a.outcome_id = found.outcome_id
  ), 'transfers', (
    select jsonb_agg(jsonb_build_object('id', t.id, 'unit', t.unit_id, 'kind', t.kind, 'phase', t.phase, 'from', t.from_account,
      'to', t.to_account, 'amount', t.amount, 'dated_on', t.dated_on, 'expires_on', nullif(t.expires_on, 'infinity'),
      'posted_at', t.posted_at, 'actor_id', t.actor_id, 'reason', t.reason) order by t.id)
    from private.credit_transfers t
    where t.worker_id = worker and t.id between voucher and (left(voucher::text, 32) || 'ffff')::uuid
  ));
end;
$$;
comment on function public.explain_credits is 'Why a credit is there: outcome, rule in its version, evidence, explanation, and what became of it.';

-- The bank officer ---------------------------------------------------------------------------------------------------------------

create function public.reverse_credits(organisation uuid, rows jsonb)
returns table ("position" integer, voucher_id uuid, repeated boolean, refusal text)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform private.must_hold(organisation, '{bank_officer}');
  return query select * from unnest(private.reverse(organisation, private.my_worker_id(), rows));
end;
$$;

comment on function public.reverse_credits is 'A bank officer takes back what was posted by mistake: once, as a new transfer.';

create function public.organisation_credits(organisation uuid)
returns table (unit_id text, account text, balance bigint)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.must_hold(organisation, '{bank_officer,auditor}');
  return query select s.unit_id, s.kind::text, s.balance from private.system_accounts s
  where s.organisation_id = organisation order by s.unit_id, s.kind;
end;
$$;
comment on function public.organisation_credits is 'What an organisation issued (below zero), and holds as pending, redeemed, expired or in exchange.';

create function public.organisation_batches(organisation uuid, before_seq bigint default null, most integer default 20)
returns table (seq bigint, posted_at timestamptz, transfers integer, hash text, signed boolean)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.must_hold(organisation, '{bank_officer,auditor}');
  return query select b.seq, b.posted_at, b.transfers, encode(b.hash, 'hex'), k.seq is not null
  from private.credit_batches b left join private.credit_checkpoints k on k.organisation_id = b.organisation_id and k.seq = b.seq
  where b.organisation_id = organisation and (before_seq is null or b.seq < before_seq)
  order by b.seq desc limit least(most, 200);
end;
$$;

comment on function public.organisation_batches is 'The links of an organisation''s chain, newest first.';

create function public.batch_transfers(organisation uuid, at_seq bigint, after_position integer default 0, most integer default 50)
returns table (
  "position" integer, worker_id uuid, voucher_id uuid, unit_id text, kind public.credit_kind, phase public.credit_phase, amount bigint,
  dated_on date, posted_at timestamptz
)
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.must_hold(organisation, '{bank_officer,auditor}');
  return query select t.position, t.worker_id, t.voucher_id, t.unit_id, t.kind, t.phase, t.amount, t.dated_on, t.posted_at
  from private.credit_batches b
  join private.credit_pages p on p.batch_id = b.id
  join private.credit_transfers t on t.worker_id = p.worker_id and t.id = any (p.transfers)
  where b.organisation_id = organisation and b.seq = at_seq and t.position > after_position
  order by t.position limit least(most, 200);
end;
$$;
comment on function public.batch_transfers is 'What one batch posted, in its order.';

revoke execute on function public.clerk_define_credit_unit, public.clerk_recognise_credits, public.clerk_settle_credits,
  public.clerk_hold_credits, public.clerk_convert_credits, public.clerk_reverse_credits, public.clerk_expire_credits,
  public.clerk_unsigned_heads, public.clerk_keep_checkpoint from public, anon, authenticated;
grant execute on function public.clerk_define_credit_unit, public.clerk_recognise_credits, public.clerk_settle_credits,
  public.clerk_hold_credits, public.clerk_convert_credits, public.clerk_reverse_credits, public.clerk_expire_credits,
  public.clerk_unsigned_heads, public.clerk_keep_checkpoint to service_role;
revoke execute on function public.request_redemption, public.my_passbook, public.explain_credits,
  public.reverse_credits, public.organisation_credits, public.organisation_batches, public.batch_transfers from public, anon;
grant execute on function public.request_redemption, public.my_passbook, public.explain_credits,
  public.reverse_credits, public.organisation_credits, public.organisation_batches, public.batch_transfers to authenticated;
