import type { StoredTransfer } from '#domains/credits/chain.ts';

// Which lots a transfer takes from and gives back to: the rules of private.take_lots and private.move_lots, said a second time, one
// lot after the other, so that a replay can contradict the database.

export interface Lot {
  transfer_id: string;
  expires_on: string;
  unit_id: string;
  organisation_id: string;
  amount: bigint;
  remaining: bigint;
}

export interface Movement {
  lot_id: string;
  expires_on: string;
  amount: bigint;
}

type Lots = Map<string, Lot>;
type Movements = Map<string, Movement[]>;

/** Dates sort as text, and never comes last. */
const byExpiry = (a: Lot, b: Lot) => {
  const [x, y] = [a, b].map(
    ({ expires_on, transfer_id }) => `${expires_on.replace('infinity', '9999')}|${transfer_id}`,
  );
  return (x ?? '') < (y ?? '') ? -1 : 1;
};

const sibling = (id: string, step: string) => `${id.slice(0, 32)}${step}${id.slice(34)}`;

/** The lots a reversal or an expiry is about. */
function ownLots(transfer: StoredTransfer, lots: Lot[], stored: Movements, today: string): Lot[] {
  if (transfer.kind === 'expiry') {
    // Which lot a transfer of expiry is about is told by its movement alone; that it takes all of a lot whose day has come is checked.
    const lot = stored.get(transfer.id)?.[0];
    return lots.filter(
      ({ transfer_id, expires_on }) =>
        transfer_id === lot?.lot_id &&
        expires_on === lot.expires_on &&
        expires_on === transfer.expires_on &&
        expires_on <= today,
    );
  }
  if (transfer.kind !== 'reversal') return [];
  const made = transfer.to_account === 'issuance' ? sibling(transfer.id, '02') : sibling(transfer.id, '01');
  return lots.filter(({ transfer_id }) => transfer_id === made);
}

function take(open: bigint, from: Lot[], moves: Movement[]): bigint {
  let left = open;
  for (const lot of from) {
    const amount = lot.remaining < left ? lot.remaining : left;
    if (amount === 0n) continue;
    lot.remaining -= amount;
    left -= amount;
    const again = moves.find(({ lot_id, expires_on }) => lot_id === lot.transfer_id && expires_on === lot.expires_on);
    if (again) again.amount -= amount;
    else moves.push({ lot_id: lot.transfer_id, expires_on: lot.expires_on, amount: -amount });
  }
  return left;
}

/** What the transfers of a batch take from the lots of one account, earliest expiry first; their own lots before any other. */
export function takeLots(batch: StoredTransfer[], all: Lots, today: string, stored: Movements): Movements {
  const spends = batch.filter(({ from_account }) => from_account === 'worker');
  const taken: Movements = new Map();
  if (spends.length === 0) return taken;
  const unit = spends[0]?.unit_id;
  const lots = [...all.values()].filter(({ unit_id, remaining }) => unit_id === unit && remaining > 0n).sort(byExpiry);
  const reversing = spends.some(({ kind }) => kind === 'reversal');
  const open = new Map<string, bigint>();
  for (const spend of spends) {
    const moves: Movement[] = [];
    taken.set(spend.id, moves);
    open.set(spend.id, take(BigInt(spend.amount), ownLots(spend, lots, stored, today), moves));
  }
  const alive = lots.filter(({ expires_on }) => reversing || expires_on === 'infinity' || expires_on > today);
  for (const spend of spends) {
    const left =
      spend.kind === 'expiry' ? open.get(spend.id) : take(open.get(spend.id) ?? 0n, alive, taken.get(spend.id) ?? []);
    // A lot that could not be found leaves a remainder, which shows up as a movement that differs.
    if (left !== 0n) taken.get(spend.id)?.push({ lot_id: 'no lot', expires_on: '', amount: -(left ?? 0n) });
  }
  return taken;
}

function convertLots(transfer: StoredTransfer, lots: Lots, out: Movement[]): void {
  const dates = [...new Set(out.map(({ expires_on }) => expires_on))].sort((a, b) =>
    a.replace('infinity', '9999') < b.replace('infinity', '9999') ? -1 : 1,
  );
  const total = out.reduce((sum, { amount }) => sum - amount, 0n);
  const incoming = BigInt(transfer.amount);
  let so_far = 0n;
  for (const expires_on of dates) {
    const before = (so_far * incoming) / total;
    for (const move of out) if (move.expires_on === expires_on) so_far -= move.amount;
    const amount = (so_far * incoming) / total - before;
    const { id: transfer_id, unit_id, organisation_id } = transfer;
    if (amount > 0n)
      lots.set(`${transfer_id}|${expires_on}`, {
        transfer_id,
        expires_on,
        unit_id,
        organisation_id,
        amount,
        remaining: amount,
      });
  }
}

/** What a transfer gives to lots: a new one, or back to those it was taken from. */
export function giveBack(transfer: StoredTransfer, lots: Lots, stored: Movements, done: Movements): Movement[] {
  if (transfer.to_account !== 'worker') return [];
  const { id: transfer_id, expires_on, unit_id, organisation_id } = transfer;
  const amount = BigInt(transfer.amount);
  if (transfer.kind === 'deposit') {
    lots.set(`${transfer_id}|${expires_on}`, {
      transfer_id,
      expires_on,
      unit_id,
      organisation_id,
      amount,
      remaining: amount,
    });
    return [];
  }
  const before = sibling(transfer.id, '01');
  const out = (id: string) => done.get(id) ?? stored.get(id) ?? [];
  if (transfer.kind === 'conversion') {
    convertLots(transfer, lots, out(`${transfer.id.slice(0, 34)}00`));
    return [];
  }
  return out(before).map((move) => {
    const lot = lots.get(`${move.lot_id}|${move.expires_on}`);
    if (lot) lot.remaining -= move.amount;
    return { ...move, amount: -move.amount };
  });
}
