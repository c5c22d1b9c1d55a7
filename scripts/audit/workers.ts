import type { StoredTransfer, StoredVoucher } from '../../src/domains/credits/chain.ts';
import type { Lot, Movement } from '../../src/domains/credits/lots.ts';
import { differ, replayWorker, type StoredAccount, type WorkerLedger } from '../../src/domains/credits/replay.ts';
import { columns, workerRows, type Reader } from './read.ts';

/** What the tables hold of lots and movements, as text. */
type Texts<Row> = { [Column in keyof Row]: string } & { worker_id: string };
export type StoredMovement = Texts<Movement> & { transfer_id: string };

export function addMovement(
  { movements }: Pick<WorkerLedger, 'movements'>,
  { transfer_id, lot_id, expires_on, amount }: StoredMovement,
): void {
  const moves = movements.get(transfer_id) ?? [];
  moves.push({ lot_id, expires_on, amount: BigInt(amount) });
  movements.set(transfer_id, moves);
}

/** What all workers together have done to the accounts of the organisations. */
export interface Totals {
  rows: Record<'accounts' | 'vouchers' | 'transfers' | 'pages' | 'lots' | 'movements', number>;
  system: Map<string, bigint>;
}

function ledgerOf(worker_id: string, totals: Totals): WorkerLedger & { add: (transfer: StoredTransfer) => void } {
  const ledger: WorkerLedger = {
    worker_id,
    accounts: [],
    transfers: [],
    vouchers: new Map(),
    movements: new Map(),
    lots: [],
  };
  const add = (transfer: StoredTransfer) => {
    ledger.transfers.push(transfer);
    const { organisation_id, unit_id, from_account, to_account } = transfer;
    const amount = BigInt(transfer.amount);
    for (const [account, change] of [
      [from_account, -amount],
      [to_account, amount],
    ] as const) {
      const key = `${organisation_id}|${unit_id}|${account}`;
      if (account !== 'worker') totals.system.set(key, (totals.system.get(key) ?? 0n) + change);
    }
  };
  return { ...ledger, add };
}

async function replayPage(reader: Reader, accounts: StoredAccount[], totals: Totals): Promise<void> {
  const ledgers = new Map<string, ReturnType<typeof ledgerOf>>();
  for (const account of accounts) {
    const ledger = ledgers.get(account.worker_id) ?? ledgerOf(account.worker_id, totals);
    ledgers.set(account.worker_id, ledger);
    ledger.accounts.push(account);
  }
  const range = [accounts[0]?.worker_id, accounts.at(-1)?.worker_id];
  const each = async <Row extends { worker_id: string }>(
    table: 'vouchers' | 'transfers' | 'lots' | 'movements',
    add: (ledger: ReturnType<typeof ledgerOf>, row: Row) => void,
  ) => {
    const rows = await workerRows<Row>(reader, table, 'between $1::uuid and $2::uuid', range);
    totals.rows[table] += rows.length;
    for (const row of rows) {
      const ledger = ledgers.get(row.worker_id);
      if (!ledger) return differ(`${table} of worker ${row.worker_id}`, 'the account', 'missing', 'an account');
      add(ledger, row);
    }
  };
  await each<StoredVoucher>('vouchers', (ledger, row) => ledger.vouchers.set(row.id, { ...row, openings: [] }));
  await each<StoredTransfer>('transfers', (ledger, row) => ledger.add(row));
  await each<Texts<Lot>>('lots', (ledger, row) =>
    ledger.lots.push({ ...row, amount: BigInt(row.amount), remaining: BigInt(row.remaining) }),
  );
  await each<StoredMovement>('movements', addMovement);
  for (const ledger of ledgers.values()) {
    totals.rows.pages += replayWorker(ledger);
  }
}

const pageSize = 500;

/** Replays everybody, some hundred accounts at a time. */
export async function replayWorkers(reader: Reader): Promise<Totals> {
  const totals: Totals = {
    rows: { accounts: 0, vouchers: 0, transfers: 0, pages: 0, lots: 0, movements: 0 },
    system: new Map(),
  };
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await reader.query<StoredAccount>(
      `select ${columns.accounts} from private.credit_accounts where worker_id > $1::uuid
       order by credit_accounts.worker_id, credit_accounts.unit_id limit ${pageSize}`,
      [after],
    );
    const last = page.at(-1)?.worker_id;
    if (last === undefined) break;
    // The last worker of a full page may have more accounts than fitted: she is for the next page, unless she fills this one.
    const whole = page.length < pageSize ? page : page.filter(({ worker_id }) => worker_id !== last);
    if (whole.length === 0) throw new Error(`worker ${last} has too many accounts`);
    await replayPage(reader, whole, totals);
    totals.rows.accounts += whole.length;
    after = whole.at(-1)?.worker_id ?? last;
  }
  await checkCounts(reader, totals);
  await checkSystem(reader, totals);
  return totals;
}

/** A row of a worker without any account would never be met. */
async function checkCounts(reader: Reader, { rows }: Totals): Promise<void> {
  const [counted] = await reader.query<Record<string, string>>(
    `select (select count(*)::text from private.credit_vouchers) as vouchers, (select count(*)::text from private.credit_transfers) as transfers,
       (select count(*)::text from private.credit_pages) as pages,
       (select count(*)::text from private.credit_lots) as lots, (select count(*)::text from private.lot_movements) as movements`,
  );
  for (const [table, count] of Object.entries(counted ?? {}))
    if (Number(count) !== rows[table as 'lots'])
      differ(`table of ${table}`, 'number of rows', count, rows[table as 'lots']);
}

async function checkSystem(reader: Reader, { system }: Totals): Promise<void> {
  const stored = await reader.query<{ key: string; balance: string }>(
    `select organisation_id || '|' || unit_id || '|' || kind as key, balance::text from private.system_accounts order by 1`,
  );
  const known = new Map(stored.map(({ key, balance }) => [key, balance]));
  for (const key of new Set([...known.keys(), ...system.keys()])) {
    const [kept, replayed] = [known.get(key) ?? '0', String(system.get(key) ?? 0n)];
    if (kept !== replayed) differ(`system account ${key.replaceAll('|', ' ')}`, 'balance', kept, replayed);
  }
}
