import { statisticsSchema, type Statistics } from '#domains/credits/statistics/schema.ts';
import { clerk } from '#platform/clerk.ts';
import { unwrap, type Db } from '#platform/db.ts';

export async function bankStatistics(db: Db, organisation: string, unit: string | undefined): Promise<Statistics> {
  const asked = { organisation, ...(unit ? { of_unit: unit } : {}) };
  return statisticsSchema.parse(await unwrap(db.rpc('bank_statistics', asked)));
}

/** Adds up what was posted and not added up yet. */
export const countCredits = (): Promise<number> => unwrap(clerk().rpc('clerk_count_credits', {}));
