import type { Programme } from '#domains/credits/programmes/schema.ts';

/** What was typed, in smallest steps, exactly; or nothing where it has more digits than the unit. */
export function smallest(typed: string, scale: number): number | undefined {
  const [whole = '', rest = ''] = typed.split('.');
  if (rest.length > scale && /[1-9]/.test(rest.slice(scale))) return undefined;
  const steps = Number(whole + rest.slice(0, scale).padEnd(scale, '0'));
  return Number.isSafeInteger(steps) ? steps : undefined;
}

/** What she can still give toward a programme: what the school has room for, and what she has. */
export const roomIn = ({ most, taken, balance }: Pick<Programme, 'most' | 'taken' | 'balance'>): number =>
  Math.max(0, Math.min(most - taken, balance));
