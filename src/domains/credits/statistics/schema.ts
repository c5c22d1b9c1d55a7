import * as z from 'zod';

const unit = z.object({ id: z.string(), scale: z.int(), name_zh: z.string(), name_en: z.string() });
const kinds = ['deposit', 'conversion', 'redemption', 'reversal', 'expiry'] as const;
export type Kind = (typeof kinds)[number];

export const statisticsSchema = z.object({
  unit: unit.nullable(),
  units: z.array(unit),
  accounts: z.partialRecord(z.enum(['issuance', 'pending', 'redeemed', 'expired', 'exchange']), z.int()),
  months: z.array(z.object({ month: z.iso.date(), kind: z.enum(kinds), transfers: z.int(), amount: z.int() })),
  waiting: z.object({ appeals: z.int(), late_appeals: z.int(), redemptions: z.int() }),
});
export type Statistics = z.output<typeof statisticsSchema>;
