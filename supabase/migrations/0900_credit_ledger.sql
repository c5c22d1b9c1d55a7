-- What is true afterwards: credits are kept by double entry in whole smallest units. A transfer takes one amount from one account and
-- gives it to another, so it can't be out of balance; each rests on a voucher that says why. Worker accounts never fall below
-- zero. Transfers, vouchers, movements of lots, batches and checkpoints are only ever added. Balances, lots and heads are what
-- a replay of the transfers gives, kept ready. Every table that grows with workers has worker_id first in its keys.

create type private.credit_account_kind as enum ('worker', 'issuance', 'pending', 'redeemed', 'expired', 'exchange');
create type public.credit_kind as enum ('deposit', 'conversion', 'redemption', 'reversal', 'expiry');
create type public.credit_phase as enum ('pending', 'posted', 'voided');

create table public.credit_units (
  id text primary key check (id ~ '^[a-z][a-z0-9_-]{0,63}$'),
  scale smallint not null check (scale between 0 and 9),
  name_zh text not null check (length(btrim(name_zh)) between 1 and 60),
  name_en text not null check (length(btrim(name_en)) between 1 and 60)
);
comment on table public.credit_units is '@reference Units are currencies: each has its own scale, and they never mix.';
comment on column public.credit_units.scale is 'How many decimal places a credit of this unit has. Amounts count the smallest step.';

create table private.credit_accounts (
  worker_id uuid not null references public.workers (id) on delete restrict,
  unit_id text not null references public.credit_units (id) on delete restrict,
  balance bigint not null default 0,
  pending bigint not null default 0,
  held bigint not null default 0,
  line_no bigint not null default 0,
  primary key (worker_id, unit_id),
  constraint credit_accounts_never_negative check (balance >= 0 and pending >= 0 and held >= 0)
) with (fillfactor = 60);
comment on table private.credit_accounts is 'What a worker has in one unit. Locked, in order of the key, by whatever posts to it.';
comment on column private.credit_accounts.pending is 'Recognised and not yet posted: not hers to spend.';
comment on column private.credit_accounts.held is 'Set aside for redemptions that are not decided yet: no longer in the balance.';
create index credit_accounts_unit on private.credit_accounts (unit_id, worker_id);

create table private.system_accounts (
  organisation_id uuid not null references public.organisations (id) on delete restrict,
  unit_id text not null references public.credit_units (id) on delete restrict,
  kind private.credit_account_kind not null check (kind <> 'worker'),
  balance bigint not null,
  primary key (organisation_id, unit_id, kind),
  constraint system_accounts_sides check (
    case kind when 'issuance' then balance <= 0 when 'exchange' then true else balance >= 0 end
  )
) with (fillfactor = 50);
comment on table private.system_accounts is '@directory The other side of every transfer, by organisation and unit. All accounts of a unit sum to zero.';
create index system_accounts_unit on private.system_accounts (unit_id);

create table private.credit_vouchers (
  worker_id uuid not null,
  id uuid not null,
  organisation_id uuid not null,
  kind public.credit_kind not null check (kind in ('deposit', 'conversion', 'redemption')),
  outer_id text not null check (length(outer_id) between 1 and 200),
  attempt smallint not null check (attempt between 1 and 99),
  parts smallint not null check (parts between 1 and 99),
  outcome_id uuid,
  rule_set text not null,
  rule_version text not null,
  ratio_numerator bigint check (ratio_numerator > 0),
  ratio_denominator bigint check (ratio_denominator > 0),
  explanation jsonb not null,
  evidence jsonb not null,
  digest bytea not null,
  primary key (worker_id, id),
  constraint credit_vouchers_ratio check ((kind = 'conversion') = (ratio_numerator is not null and ratio_denominator is not null))
);
comment on table private.credit_vouchers is '@append-only What a transfer rests on: the outcome, the rule in its version, the evidence, the explanation.';
comment on column private.credit_vouchers.id is
  'Derived from organisation, worker, kind, attempt and outer id, and not from the rule version: it is the key by which a result is paid once.';
comment on column private.credit_vouchers.outer_id is 'What the organisation calls this result or request.';
comment on column private.credit_vouchers.attempt is 'A further attempt is possible only after all before it were voided or reversed.';
comment on column private.credit_vouchers.outcome_id is 'The outcome in the worker''s record, where there is one.';

create table private.credit_transfers (
  worker_id uuid not null,
  id uuid not null,
  voucher_id uuid not null,
  organisation_id uuid not null,
  unit_id text not null,
  kind public.credit_kind not null,
  phase public.credit_phase not null,
  from_account private.credit_account_kind not null,
  to_account private.credit_account_kind not null,
  amount bigint not null check (amount > 0),
  dated_on date not null,
  expires_on date not null,
  posted_at timestamptz not null,
  actor_id uuid,
  reason jsonb,
  position integer not null,
  digest bytea,
  primary key (worker_id, id),
  constraint credit_transfers_sides check (
    case kind
      when 'deposit' then case phase
        when 'pending' then from_account = 'issuance' and to_account = 'pending'
        when 'posted' then from_account = 'pending' and to_account = 'worker'
        else from_account = 'pending' and to_account = 'issuance' end
      when 'redemption' then case phase
        when 'pending' then from_account = 'worker' and to_account = 'pending'
        when 'posted' then from_account = 'pending' and to_account = 'redeemed'
        else from_account = 'pending' and to_account = 'worker' end
      when 'expiry' then phase = 'posted' and from_account = 'worker' and to_account = 'expired'
      when 'conversion' then phase = 'posted' and (from_account = 'worker') <> (to_account = 'worker')
        and (from_account = 'exchange') <> (to_account = 'exchange')
      else phase = 'posted' and (from_account = 'worker' and to_account in ('issuance', 'exchange')
        or from_account = 'exchange' and to_account = 'worker')
    end
  )
);
comment on table private.credit_transfers is '@append-only One amount from one account to another. System accounts are those of organisation and unit.';
comment on column private.credit_transfers.id is
  'The voucher''s id with its last four digits telling step (01 opened, 02 settled, 03 reversed) and part; so a voucher is settled once and reversed once.';
comment on column private.credit_transfers.digest is
  'sha256 of the canonical line of this row, or of its voucher if it opens one (src/domains/credits/chain.ts); null where the batch says that it posts '
  'at once. The batch is hashed over these.';

create table private.credit_pages (
  worker_id uuid not null,
  unit_id text not null,
  first_line bigint not null,
  batch_id uuid not null,
  balance_before bigint not null check (balance_before >= 0),
  transfers uuid[] not null check (cardinality(transfers) > 0),
  primary key (worker_id, unit_id, first_line)
);
comment on table private.credit_pages is
  '@append-only Where in a passbook the lines of one batch begin. Only this needs the account to be locked: the lines are written before.';
comment on column private.credit_pages.transfers is 'Its lines from the top: so the lines of a batch are found without an index of their own.';
create index credit_pages_batch on private.credit_pages (batch_id, worker_id);

create table private.credit_lots (
  worker_id uuid not null,
  transfer_id uuid not null,
  expires_on date not null,
  unit_id text not null,
  organisation_id uuid not null,
  amount bigint not null check (amount > 0),
  remaining bigint not null,
  -- In the order in which they are spent.
  primary key (worker_id, expires_on, transfer_id),
  constraint credit_lots_within check (remaining between 0 and amount)
);
comment on table private.credit_lots is 'A dated slice of credit, made by a transfer. It can be spent before the day it expires on; infinity is never.';
create index credit_lots_expiring on private.credit_lots (organisation_id, expires_on)
where remaining > 0 and expires_on < 'infinity';

create table private.lot_movements (
  worker_id uuid not null,
  transfer_id uuid not null,
  lot_id uuid not null,
  expires_on date not null,
  amount bigint not null check (amount <> 0),
  primary key (worker_id, transfer_id, lot_id, expires_on),
  foreign key (worker_id, transfer_id) references private.credit_transfers (worker_id, id) on delete restrict,
  foreign key (worker_id, expires_on, lot_id) references private.credit_lots (worker_id, expires_on, transfer_id) on delete restrict
);
comment on table private.lot_movements is '@append-only From which lots a transfer took (below zero), or to which it gave back.';
create index lot_movements_lot on private.lot_movements (worker_id, expires_on, lot_id);

create table private.credit_chains (
  organisation_id uuid primary key references public.organisations (id) on delete restrict,
  seq bigint not null default 0,
  hash bytea not null default sha256('')
) with (fillfactor = 50);
comment on table private.credit_chains is '@directory The head of each organisation''s chain. Locked last, for as short as can be.';

create table private.credit_batches (
  organisation_id uuid not null references private.credit_chains (organisation_id) on delete restrict,
  seq bigint not null,
  id uuid not null,
  posted_at timestamptz not null,
  actor_id uuid,
  transfers integer not null,
  at_once boolean not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (organisation_id, seq)
);
comment on table private.credit_batches is '@directory @append-only A link of the chain: what one call posted, hashed onto what was there.';
comment on column private.credit_batches.at_once is
  'Whatever it opens it posts as well, for no reason but its voucher''s: said once here and not in a line of each posting.';

create table private.credit_checkpoints (
  organisation_id uuid not null,
  seq bigint not null,
  hash bytea not null,
  public_key bytea not null check (length(public_key) = 32),
  signature bytea not null check (length(signature) = 64),
  signed_at timestamptz not null default now(),
  primary key (organisation_id, seq),
  foreign key (organisation_id, seq) references private.credit_batches (organisation_id, seq) on delete restrict
);
comment on table private.credit_checkpoints is
  '@directory @append-only The operator''s Ed25519 signature under a head. The key is not in the database, so whoever rewrites the chain can''t sign it.';

create function private.change_of(from_account private.credit_account_kind, to_account private.credit_account_kind, amount bigint)
returns bigint
language sql immutable
return case when to_account = 'worker' then amount when from_account = 'worker' then -amount else 0 end;
comment on function private.change_of is 'What a transfer does to the balance.';

create function private.amount_text(smallest bigint, scale integer)
returns text
language sql immutable
return trim_scale(smallest / 10::numeric ^ scale)::text;
comment on function private.amount_text is 'So many smallest steps of a unit as people and rules write it.';

create view private.credit_lines with (security_invoker = true) as
select t.*, p.batch_id, p.first_line + l.line - 1 as line_no,
  p.balance_before + sum(private.change_of(t.from_account, t.to_account, t.amount)) over page as balance_after
from private.credit_pages p
cross join lateral unnest(p.transfers) with ordinality l (id, line)
join private.credit_transfers t on t.worker_id = p.worker_id and t.id = l.id
window page as (partition by t.worker_id, p.unit_id, p.batch_id order by l.line rows unbounded preceding);
comment on view private.credit_lines is 'Transfers as lines of a passbook: with their number in it and the balance after them.';

create view private.credit_entries with (security_invoker = true) as
select t.worker_id, t.id as transfer_id, t.organisation_id, t.unit_id, side.account, side.amount, t.posted_at
from private.credit_transfers t
cross join lateral (values (t.from_account, -t.amount), (t.to_account, t.amount)) side (account, amount);
comment on view private.credit_entries is 'Both sides of every transfer, as entries. Each pair sums to zero because it is one row.';

-- Only ever added --------------------------------------------------------------------------------------------------------------

create function private.refuse_ledger_change()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  perform private.business_error('ledger_append_only', 'PT403', jsonb_build_object('table', tg_table_name));
  return null;
end;
$$;
comment on function private.refuse_ledger_change is 'Nobody has the right anyway; this stops the owner''s hand from slipping.';

create trigger credit_vouchers_append_only before update or delete or truncate on private.credit_vouchers
for each statement execute function private.refuse_ledger_change();
create trigger credit_transfers_append_only before update or delete or truncate on private.credit_transfers
for each statement execute function private.refuse_ledger_change();
create trigger credit_pages_append_only before update or delete or truncate on private.credit_pages
for each statement execute function private.refuse_ledger_change();
create trigger credit_accounts_stay before delete or truncate on private.credit_accounts
for each statement execute function private.refuse_ledger_change();
create trigger lot_movements_append_only before update or delete or truncate on private.lot_movements
for each statement execute function private.refuse_ledger_change();
create trigger credit_batches_append_only before update or delete or truncate on private.credit_batches
for each statement execute function private.refuse_ledger_change();
create trigger credit_checkpoints_append_only before update or delete or truncate on private.credit_checkpoints
for each statement execute function private.refuse_ledger_change();

alter table public.credit_units enable row level security;
alter table private.credit_accounts enable row level security;
alter table private.system_accounts enable row level security;
alter table private.credit_vouchers enable row level security;
alter table private.credit_transfers enable row level security;
alter table private.credit_pages enable row level security;
alter table private.credit_lots enable row level security;
alter table private.lot_movements enable row level security;
alter table private.credit_chains enable row level security;
alter table private.credit_batches enable row level security;
alter table private.credit_checkpoints enable row level security;

create policy credit_units_select on public.credit_units for select to authenticated using (true);

revoke all on public.credit_units from anon, authenticated, service_role;
grant select on public.credit_units to authenticated, service_role;
revoke all on private.credit_accounts, private.system_accounts, private.credit_vouchers, private.credit_transfers,
  private.credit_lots, private.lot_movements, private.credit_chains, private.credit_batches, private.credit_checkpoints,
  private.credit_pages, private.credit_lines, private.credit_entries from public, anon, authenticated, service_role;
