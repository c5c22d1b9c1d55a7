import {
  opens,
  partText,
  sha256,
  transferLine,
  voucherLine,
  type StoredTransfer,
  type StoredVoucher,
} from '#domains/credits/chain.ts';
import { giveBack, takeLots, type Lot, type Movement } from '#domains/credits/lots.ts';

// A second, independent reading of the ledger: one worker's transfers, in order, must give what the tables say. Pure.

export interface StoredAccount {
  worker_id: string;
  unit_id: string;
  balance: string;
  pending: string;
  held: string;
  line_no: string;
}

/** Everything that is kept about one worker. */
export interface WorkerLedger {
  worker_id: string;
  accounts: StoredAccount[];
  /** By unit and line. */
  transfers: StoredTransfer[];
  vouchers: Map<string, StoredVoucher & { openings: StoredTransfer[] }>;
  movements: Map<string, Movement[]>;
  lots: Lot[];
}

export class Difference extends Error {}

export function differ(where: string, what: string, stored: unknown, replayed: unknown): never {
  throw new Difference(`${where}: ${what} is ${String(stored)}, a replay gives ${String(replayed)}`);
}

function same(where: string, what: string, stored: unknown, replayed: unknown): void {
  if (stored !== replayed) differ(where, what, stored, replayed);
}

const sides: Record<string, string[]> = {
  'deposit pending': ['issuance>pending'],
  'deposit posted': ['pending>worker'],
  'deposit voided': ['pending>issuance'],
  'redemption pending': ['worker>pending'],
  'redemption posted': ['pending>redeemed'],
  'redemption voided': ['pending>worker'],
  'conversion posted': ['worker>exchange', 'exchange>worker'],
  'reversal posted': ['worker>issuance', 'worker>exchange', 'exchange>worker'],
  'expiry posted': ['worker>expired'],
};

const steps: Record<string, string> = { pending: '01', voided: '02', posted: '02' };
const stepOf = ({ kind, phase }: StoredTransfer) =>
  kind === 'reversal' ? '03' : kind === 'conversion' ? '01' : steps[phase];

const civilDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' });
const days = new Map<string, string>();
/** The civil day of a moment, as private.today() gave it when the transfer was posted. */
export function dayOf(posted_us: string): string {
  const hour = posted_us.slice(0, -9);
  const known = days.get(hour);
  // The key is coarser than a day's edge only within a thousand seconds; at the edge the day is worked out each time.
  if (known !== undefined) return known;
  const from = civilDay.format(new Date(Number(`${hour}000000`)));
  const until = civilDay.format(new Date(Number(`${hour}999999`)));
  if (from !== until) return civilDay.format(new Date(Number(posted_us.slice(0, -3))));
  days.set(hour, from);
  return from;
}

interface Account {
  balance: bigint;
  pending: bigint;
  held: bigint;
  line: bigint;
}

type Seen = Map<string, StoredTransfer>;

/** What a settlement or a reversal is about must be there, and be of the same amount. */
function checkBasis(where: string, transfer: StoredTransfer, seen: Seen): void {
  if (transfer.kind === 'expiry') return;
  same(where, 'step', transfer.id.slice(32, 34), stepOf(transfer));
  same(where, 'voucher', transfer.voucher_id, `${transfer.id.slice(0, 32)}0000`);
  if (opens(transfer)) return;
  const part = transfer.id.slice(34);
  const basis = seen.get(`${transfer.id.slice(0, 32)}${transfer.id.slice(32, 34) === '02' ? '01' : '02'}${part}`);
  const leg = seen.get(`${transfer.id.slice(0, 32)}01${part}`);
  const about = transfer.kind === 'reversal' && leg?.kind === 'conversion' ? leg : basis;
  if (!about) return differ(where, 'what it settles or reverses', 'nothing', 'a transfer before it');
  if (about.kind === 'deposit' && transfer.kind === 'reversal') same(where, 'phase reversed', about.phase, 'posted');
  for (const column of ['amount', 'unit_id', 'organisation_id', 'dated_on', 'expires_on'] as const)
    same(where, column, transfer[column], about[column]);
}

/** What a transfer adds to the hash of its batch: nothing where its batch opened it too, as that says it posts at once. */
function digestOf(where: string, transfer: StoredTransfer, voucher: StoredVoucher, seen: Seen): string | null {
  if (opens(transfer)) return voucher.digest;
  const opened = seen.get(`${transfer.id.slice(0, 32)}01${transfer.id.slice(34)}`);
  if (transfer.kind === 'expiry' || opened?.batch_id !== transfer.batch_id) return sha256(transferLine(transfer));
  same(where, 'reason', transfer.reason, null);
  return null;
}

function post(where: string, account: Account, transfer: StoredTransfer, ledger: WorkerLedger, seen: Seen): void {
  const { kind, phase, from_account, to_account } = transfer;
  const amount = BigInt(transfer.amount);
  account.line += 1n;
  same(where, 'line', transfer.line_no, String(account.line));
  const pair = `${from_account}>${to_account}`;
  if (!sides[`${kind} ${phase}`]?.includes(pair)) differ(where, 'sides', pair, sides[`${kind} ${phase}`]?.join(' or '));
  if (to_account === 'worker') account.balance += amount;
  if (from_account === 'worker') account.balance -= amount;
  if (kind === 'deposit') account.pending += phase === 'pending' ? amount : -amount;
  if (kind === 'redemption') account.held += phase === 'pending' ? amount : -amount;
  if (account.balance < 0n) differ(where, 'balance', transfer.balance_after, `${account.balance}, below zero`);
  same(where, 'balance', transfer.balance_after, String(account.balance));
  const voucher = ledger.vouchers.get(transfer.voucher_id);
  if (!voucher) return differ(where, 'voucher', transfer.voucher_id, 'a voucher that exists');
  if (opens(transfer)) {
    voucher.openings.push(transfer);
    same(where, 'organisation', transfer.organisation_id, voucher.organisation_id);
    same(where, 'kind', kind, voucher.kind);
  }
  checkBasis(where, transfer, seen);
  same(where, 'digest', transfer.digest, digestOf(where, transfer, voucher, seen));
  seen.set(transfer.id, transfer);
}

const placeOf = ({ worker_id, id, unit_id, line_no }: StoredTransfer) =>
  `transfer ${id} (worker ${worker_id}, ${unit_id}, line ${line_no})`;

function checkMovements(transfer: StoredTransfer, ledger: WorkerLedger, expected: Movement[]): void {
  const text = (moves: Movement[]) =>
    moves
      .map(({ lot_id, expires_on, amount }) => `${amount} of ${lot_id} until ${expires_on}`)
      .sort()
      .join(', ');
  const stored = ledger.movements.get(transfer.id) ?? [];
  same(placeOf(transfer), 'movement of lots', text(stored), text(expected));
  ledger.movements.delete(transfer.id);
}

/** The transfers of one batch on one account: takes look at the lots as the batch found them, gifts come after. */
function moveLots(
  batch: StoredTransfer[],
  lots: Map<string, Lot>,
  ledger: WorkerLedger,
  done: Map<string, Movement[]>,
) {
  const taken = takeLots(batch, lots, dayOf(batch[0]?.posted_us ?? '0'), ledger.movements);
  for (const transfer of batch) {
    const moves = taken.get(transfer.id) ?? giveBack(transfer, lots, ledger.movements, done);
    if (moves.length > 0) done.set(transfer.id, moves);
    checkMovements(transfer, ledger, moves);
  }
}

function compareLots(ledger: WorkerLedger, lots: Map<string, Lot>): void {
  for (const stored of ledger.lots) {
    const key = `${stored.transfer_id}|${stored.expires_on}`;
    const where = `lot ${stored.transfer_id} until ${stored.expires_on} (worker ${ledger.worker_id})`;
    const lot = lots.get(key);
    if (!lot) return differ(where, 'the lot', 'there', 'no such lot');
    same(where, 'unit', stored.unit_id, lot.unit_id);
    same(where, 'organisation', stored.organisation_id, lot.organisation_id);
    same(where, 'amount', stored.amount, lot.amount);
    same(where, 'remaining', stored.remaining, lot.remaining);
    lots.delete(key);
  }
  const [missing] = lots.keys();
  if (missing) differ(`lot ${missing} (worker ${ledger.worker_id})`, 'the lot', 'missing', 'a lot');
}

/** What a voucher says must be what it opened, part by part, and what was hashed. */
function checkVouchers({ vouchers, worker_id }: WorkerLedger): void {
  for (const voucher of vouchers.values()) {
    const where = `voucher ${voucher.id} (worker ${worker_id})`;
    const opened = voucher.openings.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    same(where, 'number of transfers', String(opened.length), voucher.kind === 'conversion' ? '2' : voucher.parts);
    same(where, 'digest', voucher.digest, sha256(voucherLine(voucher, opened.map(partText))));
    const [out, back] = opened;
    if (voucher.kind !== 'conversion' || !out || !back) continue;
    const [given, asked] = [BigInt(out.amount), BigInt(back.amount)];
    const ratio = [BigInt(voucher.ratio_numerator ?? 0), BigInt(voucher.ratio_denominator ?? 0)] as const;
    same(where, 'amount by its ratio', asked * ratio[1], given * ratio[0]);
  }
}

/** Replays one worker. Answers how many pages her passbooks have, or throws the first difference. */
export function replayWorker(ledger: WorkerLedger): number {
  const seen: Seen = new Map();
  const lots = new Map<string, Lot>();
  const done = new Map(ledger.movements);
  const accounts = new Map<string, Account>();
  let batch: StoredTransfer[] = [];
  let pages = 0;
  for (const transfer of ledger.transfers) {
    const open = batch[0];
    if (open && (open.batch_id !== transfer.batch_id || open.unit_id !== transfer.unit_id)) {
      moveLots(batch, lots, ledger, done);
      batch = [];
    }
    const account = accounts.get(transfer.unit_id) ?? { balance: 0n, pending: 0n, held: 0n, line: 0n };
    accounts.set(transfer.unit_id, account);
    post(placeOf(transfer), account, transfer, ledger, seen);
    if (batch.length === 0) pages += 1;
    batch.push(transfer);
  }
  if (batch.length > 0) moveLots(batch, lots, ledger, done);
  const [stray] = ledger.movements.keys();
  if (stray)
    differ(`movement of transfer ${stray} (worker ${ledger.worker_id})`, 'its transfer', 'missing', 'a transfer');
  checkVouchers(ledger);
  compareLots(ledger, lots);
  for (const stored of ledger.accounts) {
    const account = accounts.get(stored.unit_id) ?? { balance: 0n, pending: 0n, held: 0n, line: 0n };
    const where = `account ${stored.unit_id} of worker ${ledger.worker_id}`;
    same(where, 'balance', stored.balance, String(account.balance));
    same(where, 'pending', stored.pending, String(account.pending));
    same(where, 'held', stored.held, String(account.held));
    same(where, 'last line', stored.line_no, String(account.line));
  }
  return pages;
}
