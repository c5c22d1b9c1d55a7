import { compare, least, sub, ZERO, type Ratio } from '#domains/credits/rules/rational.ts';

// Redemption as the rules see it: what expires first is spent first, nothing is spent twice, nothing is spent after its
// day.

export type Lot = { outcome: string; unit: string; amount: Ratio; left: Ratio; expiresOn?: string };
export type RedemptionAnswer = 'accepted' | 'unknown_credit' | 'already_redeemed' | 'expired' | 'not_enough';

const alive = (lot: Lot, on: string): boolean => lot.expiresOn === undefined || lot.expiresOn > on;
const total = (lots: readonly Lot[]): Ratio => lots.reduce((sum, lot) => sub(sum, sub(ZERO, lot.left)), ZERO);

/**
 * Spends an amount of one outcome's credits; returns the lots as they are afterwards, unchanged when the answer is a
 * refusal.
 */
export function redeem(
  lots: readonly Lot[],
  request: { outcome: string; unit: string; amount: Ratio; on: string },
): { answer: RedemptionAnswer; lots: readonly Lot[] } {
  const own = lots.filter(({ outcome, unit }) => outcome === request.outcome && unit === request.unit);
  if (own.length === 0) return { answer: 'unknown_credit', lots };
  if (own.every(({ left }) => left.n === 0n)) return { answer: 'already_redeemed', lots };
  const usable = own.filter((lot) => alive(lot, request.on) && lot.left.n > 0n);
  if (usable.length === 0) return { answer: 'expired', lots };
  if (compare(total(usable), request.amount) < 0) return { answer: 'not_enough', lots };
  const inTurn = [...usable].sort((a, b) => ((a.expiresOn ?? '9999') < (b.expiresOn ?? '9999') ? -1 : 1));
  const taken = new Map<Lot, Ratio>();
  let open = request.amount;
  for (const lot of inTurn) {
    const amount = least(lot.left, open);
    taken.set(lot, amount);
    open = sub(open, amount);
  }
  return { answer: 'accepted', lots: lots.map((lot) => ({ ...lot, left: sub(lot.left, taken.get(lot) ?? ZERO) })) };
}
