import { recordSchema, type LifeRecord, type RecordQuery } from '#domains/records/schema.ts';
import { unwrap, type Db } from '#platform/db.ts';

export async function myRecord(db: Db, { side, kind, year, before }: RecordQuery): Promise<LifeRecord> {
  const [before_at, before_id] = before ?? [];
  const sent = {
    ...(side === undefined ? {} : { side }),
    ...(kind === undefined ? {} : { of_kind: kind }),
    ...(year === undefined ? {} : { of_year: year }),
    ...(before_at === undefined || before_id === undefined ? {} : { before_at, before_id }),
  };
  return recordSchema.parse(await unwrap(db.rpc('my_record', sent)));
}
