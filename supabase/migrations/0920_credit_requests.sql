-- What is true afterwards: what a call asks is read once, into rows of which each has its voucher's id and digest, and its own answer. A row
-- that is sent again gets the answer it had; the same voucher with other contents is refused.

create type private.credit_request as (
  position integer,
  worker_id uuid,
  outer_id text,
  attempt integer,
  outcome_id uuid,
  rule_set text,
  rule_version text,
  ratio_numerator bigint,
  ratio_denominator bigint,
  to_unit text,
  explanation jsonb,
  evidence jsonb,
  part_count integer,
  id uuid,
  digest bytea,
  state text
);
comment on type private.credit_request is 'One row of a call. state: null is to be done; repeated; otherwise the word of its refusal.';

create type private.credit_part as (
  position integer, part integer, unit_id text, amount bigint, dated_on date, expires_on date
);

create type private.credit_answer as ("position" integer, voucher_id uuid, repeated boolean, refusal text);

create function private.voucher_id_of(organisation uuid, worker uuid, kind public.credit_kind, attempt integer, outer_id text)
returns uuid
language sql stable set search_path = ''
as $$
  -- A version 8 UUID of 102 bits of the hash; the last four digits stay free for the transfers of the voucher.
  select (substr(h.hex, 1, 12) || '8' || substr(h.hex, 14, 3) || '8' || substr(h.hex, 18, 11) || '0000')::uuid
  from (
    select encode(sha256(convert_to(concat_ws('|', organisation, worker, kind, attempt, outer_id), 'UTF8')), 'hex') as hex
  ) h
$$;

create function private.check_row_count(rows jsonb)
returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(rows) is distinct from 'array' then
    perform private.business_error('rows_missing', 'PT422');
  end if;
  if jsonb_array_length(rows) > 10000 then
    perform private.business_error('too_many_rows', 'PT422', '{"limit": 10000}');
  end if;
end;
$$;

-- Reading what was asked -------------------------------------------------------------------------------------------------------

create function private.read_parts(kind public.credit_kind, rows jsonb)
returns private.credit_part[]
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  perform private.check_row_count(rows);
  return array(
    -- A deposit counts for the day of its result; what is asked counts for the day it is asked.
    select row(i.position, p.part - 1, p.unit, p.amount, case kind when 'deposit' then p.dated_on else (select private.today()) end,
      case kind when 'deposit' then coalesce(p.expires_on, 'infinity') else 'infinity' end)::private.credit_part
    from rows from (jsonb_to_recordset(rows) as (parts jsonb)) with ordinality as i (parts, position)
    cross join lateral rows from (
      jsonb_to_recordset(case jsonb_typeof(i.parts) when 'array' then i.parts end) as (unit text, amount bigint, dated_on date, expires_on date)
    ) with ordinality as p (unit, amount, dated_on, expires_on, part)
  );
end;
$$;

create function private.read_requests(organisation uuid, kind public.credit_kind, rows jsonb, slices private.credit_part[])
returns private.credit_request[]
language plpgsql volatile set search_path = '' set datestyle = 'ISO, YMD' set enable_nestloop = off set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  if not exists (select from public.organisations o where o.id = organisation) then
    perform private.business_error('organisation_not_found', 'PT404');
  end if;
  return array(
    select row(r.position, r.worker, r.outer_id, r.attempt, r.outcome, r.rule_set, r.rule_version, r.numerator, r.denominator, r.to_unit,
      r.explanation, r.evidence, r.part_count, r.id,
      -- The canonical line: see src/domains/credits/chain.ts.
      sha256(convert_to(concat_ws('|', 'gongke-voucher-1', r.worker, r.id, organisation, kind, to_json(r.outer_id), r.attempt, r.said,
        coalesce(r.outcome::text, ''), to_json(r.rule_set), to_json(r.rule_version), coalesce(r.numerator::text, ''),
        coalesce(r.denominator::text, ''), r.explanation, r.evidence), 'UTF8')),
      case
        when not exists (select from public.workers w where w.id = r.worker) then 'worker_not_found'
        when r.outer_id is null or length(r.outer_id) not between 1 and 200 then 'outer_id_missing'
        when r.attempt not between 1 and 99 then 'attempt_not_open'
        when r.rule_set is null or r.rule_version is null then 'rule_set_missing'
        when r.explanation is null then 'explanation_missing'
        when r.part_count not between 1 and case when kind = 'deposit' then 99 else 1 end then 'parts_missing'
        when kind = 'conversion' and not coalesce(r.numerator between 1 and 1000000 and r.denominator between 1 and 1000000, false)
          then 'ratio_wrong'
        when kind = 'conversion' and not exists (select from public.credit_units u where u.id = r.to_unit) then 'unit_unknown'
      end
    )::private.credit_request
    from (
      select i.position::integer, i.worker, i.outer_id, coalesce(i.attempt, 1) as attempt, i.outcome, i.rule_set, i.rule_version,
        i.numerator, i.denominator, i.to_unit, i.explanation, coalesce(i.evidence, '{}') as evidence, coalesce(p.part_count, 0) as part_count,
        case kind when 'conversion' then concat(p.said, ';', i.to_unit, ',', div(p.amount * i.numerator, nullif(i.denominator, 0)))
          else p.said end as said,
        -- The same as voucher_id_of, written out: a call for each row would cost as much as all the rest.
        (substr(h.hex, 1, 12) || '8' || substr(h.hex, 14, 3) || '8' || substr(h.hex, 18, 11) || '0000')::uuid as id
      from rows from (jsonb_to_recordset(rows) as (
        worker uuid, outer_id text, attempt integer, outcome uuid, rule_set text, rule_version text, numerator bigint, denominator bigint,
        to_unit text, explanation jsonb, evidence jsonb
      )) with ordinality as i (worker, outer_id, attempt, outcome, rule_set, rule_version, numerator, denominator, to_unit, explanation,
        evidence, position)
      left join (
        select s.position, count(*) as part_count, sum(s.amount) as amount, string_agg(concat_ws(',', s.unit_id, s.amount,
          case kind when 'deposit' then s.dated_on end, case kind when 'deposit' then s.expires_on end), ';' order by s.part) as said
        from unnest(slices) s group by s.position
      ) p on p.position = i.position
      cross join lateral (
        select encode(sha256(convert_to(concat_ws('|', organisation, i.worker, kind, coalesce(i.attempt, 1), i.outer_id), 'UTF8')), 'hex') as hex
        offset 0
      ) h
      -- Sorted in here, so that the ids and texts are worked out once and not wherever they are named above.
      order by i.position
    ) r
  );
end;
$$;

create function private.check_parts(asked private.credit_request[], slices private.credit_part[])
returns private.credit_request[]
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return (
  select case when bad.positions is null then asked else array(
    select row(a.position, a.worker_id, a.outer_id, a.attempt, a.outcome_id, a.rule_set, a.rule_version, a.ratio_numerator,
      a.ratio_denominator, a.to_unit, a.explanation, a.evidence, a.part_count, a.id, a.digest,
      coalesce(a.state, bad.positions ->> a.position::text))::private.credit_request
    from unnest(asked) a
  ) end
  from (
    select jsonb_object_agg(b.position, b.word) as positions
    from (
      select p.position, case
          when u.id is null then 'unit_unknown'
          when p.amount is null or p.amount <= 0 then 'amount_not_positive'
          when p.amount > 1000000000000 then 'amount_too_large'
          else 'date_absurd'
        end as word
      from unnest(slices) p left join public.credit_units u on u.id = p.unit_id
      where u.id is null or not coalesce(p.amount between 1 and 1000000000000, false)
        or not coalesce(p.dated_on between date '1900-01-01' and (select private.today()) + 7305, false)
        or p.expires_on <= p.dated_on or p.expires_on < 'infinity' and p.expires_on > p.dated_on + 36525
    ) b
  ) bad
  );
end;
$$;

-- A row that was sent before gets the answer it had, whether before means another call or further up in this one.
create function private.recall_requests(asked private.credit_request[])
returns private.credit_request[]
language plpgsql volatile set search_path = '' set enable_seqscan = off set enable_bitmapscan = off set jit = off set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return array(
    select row(a.position, a.worker_id, a.outer_id, a.attempt, a.outcome_id, a.rule_set, a.rule_version, a.ratio_numerator,
      a.ratio_denominator, a.to_unit, a.explanation, a.evidence, a.part_count, a.id, a.digest,
      case
        when a.state is not null then a.state
        when v.id is null and a.turn = 1 then null
        when coalesce(v.rule_set, a.first_rule_set) <> a.rule_set or coalesce(v.rule_version, a.first_rule_version) <> a.rule_version
          then 'outcome_already_recognised'
        when coalesce(v.digest, a.first_digest) <> a.digest then 'transfer_conflict'
        else 'repeated'
      end
    )::private.credit_request
    from (
      select r.*, row_number() over twice as turn, first_value(r.digest) over twice as first_digest,
        first_value(r.rule_set) over twice as first_rule_set, first_value(r.rule_version) over twice as first_rule_version
      from unnest(asked) r
      window twice as (partition by r.worker_id, r.id, r.state is null order by r.position)
    ) a
    left join private.credit_vouchers v on v.worker_id = a.worker_id and v.id = a.id and a.state is null
    order by a.position
  );
end;
$$;

create function private.insert_vouchers(organisation uuid, kind public.credit_kind, asked private.credit_request[])
returns void
language plpgsql volatile set search_path = '' set plan_cache_mode = 'force_generic_plan'
as $$
begin
  -- In the order of the key, so that two calls with the same rows wait for each other and never for one another.
  insert into private.credit_vouchers (worker_id, id, organisation_id, kind, outer_id, attempt, parts, outcome_id, rule_set,
    rule_version, ratio_numerator, ratio_denominator, explanation, evidence, digest)
  select a.worker_id, a.id, organisation, kind, a.outer_id, a.attempt, a.part_count, a.outcome_id, a.rule_set, a.rule_version,
    a.ratio_numerator, a.ratio_denominator, a.explanation, a.evidence, a.digest
  from unnest(asked) a where a.state is null
  order by a.worker_id, a.id;
end;
$$;

-- The key of the voucher decides who was first. Nearly always all rows are new, and are written as if they were; where one is not, that
-- is taken back, each row is looked up, and what is left is tried again.
create function private.keep_vouchers(organisation uuid, kind public.credit_kind, asked private.credit_request[])
returns private.credit_request[]
language plpgsql volatile set search_path = ''
as $$
declare
  recalled private.credit_request[];
begin
  loop
    begin
      perform private.insert_vouchers(organisation, kind, asked);
      return asked;
    exception when unique_violation then
      recalled := private.recall_requests(asked);
      if recalled = asked then
        raise;  -- The row of another is not to be seen from here: this transaction reads the world as it was.
      end if;
      asked := recalled;
    end;
  end loop;
end;
$$;

create function private.lock_requested(asked private.credit_request[], slices private.credit_part[])
returns void
language plpgsql volatile set search_path = ''
as $$
begin
  perform private.lock_accounts(array_agg(l.worker_id), array_agg(l.unit_id))
  from (
    select a.worker_id, p.unit_id from unnest(asked) a join unnest(slices) p on p.position = a.position where a.state is null
    union all
    select a.worker_id, a.to_unit from unnest(asked) a where a.state is null and a.to_unit is not null
  ) l;
end;
$$;
