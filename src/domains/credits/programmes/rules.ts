import type { Programme } from '#domains/credits/programmes/schema.ts';
import { div, parseRatio, unitStep } from '#domains/credits/rules/rational.ts';

/** What was typed, in smallest steps, exactly; or nothing where it has more digits than the unit. */
export function smallest(typed: string, scale: number): number | undefined {
  const amount = parseRatio(typed);
  const steps = amount && div(amount, unitStep(scale));
  const whole = steps?.d === 1n ? Number(steps.n) : NaN;
  return Number.isSafeInteger(whole) ? whole : undefined;
}

/** What she can still give toward a programme: what the school has room for, and what she has. */
export const roomIn = ({ most, taken, balance }: Pick<Programme, 'most' | 'taken' | 'balance'>): number =>
  Math.max(0, Math.min(most - taken, balance));
