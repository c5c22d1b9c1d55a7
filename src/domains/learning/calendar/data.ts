import { datesSchema } from '#domains/learning/calendar/schema.ts';
import { clerk } from '#platform/clerk.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { failureOf } from '#platform/errors.ts';

export const newCalendar = (db: Db): Promise<string> => unwrap(db.rpc('new_calendar'));

/** For whoever knows the address: a calendar program has no session. */
export async function datesBehind(code: string) {
  const { data, error } = await clerk().rpc('clerk_calendar', { calendar_code: code });
  if (error) throw failureOf(error);
  return datesSchema.parse(data);
}
