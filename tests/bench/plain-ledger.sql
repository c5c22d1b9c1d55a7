-- The ledger of comparison: what one writes without thinking of batches. One call moves one amount: it locks both rows in order of
-- their ids, checks the balance, writes a transfer and two entries with the balance after them, and updates both accounts.
create schema plain;
create table plain.accounts (id integer primary key, balance bigint not null check (balance >= 0));
create table plain.transfers (
  id uuid primary key,
  from_account integer not null references plain.accounts (id),
  to_account integer not null references plain.accounts (id),
  amount bigint not null check (amount > 0),
  posted_at timestamptz not null default now()
);
create table plain.entries (
  id uuid primary key default gen_random_uuid(),
  transfer_id uuid not null references plain.transfers (id),
  account_id integer not null references plain.accounts (id),
  amount bigint not null,
  balance_after bigint not null
);
create index entries_account on plain.entries (account_id);
create index entries_transfer on plain.entries (transfer_id);
insert into plain.accounts select n, 1000000000000 from generate_series(0, 999) n;

create function plain.transfer(transfer uuid, giver integer, taker integer, how_much bigint)
returns void
language plpgsql
as $$
declare
  had bigint;
  got bigint;
begin
  perform from plain.accounts a where a.id in (giver, taker) order by a.id for update;
  update plain.accounts a set balance = a.balance - how_much where a.id = giver and a.balance >= how_much
  returning a.balance into had;
  if not found then
    raise exception 'not_enough';
  end if;
  update plain.accounts a set balance = a.balance + how_much where a.id = taker returning a.balance into got;
  insert into plain.transfers (id, from_account, to_account, amount) values (transfer, giver, taker, how_much);
  insert into plain.entries (transfer_id, account_id, amount, balance_after)
  values (transfer, giver, -how_much, had), (transfer, taker, how_much, got);
end;
$$;
