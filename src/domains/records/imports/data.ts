import { answerSchema, type ImportForm } from '#domains/records/imports/schema.ts';
import { readResults, type Column, type Problem } from '#domains/records/imports/sheet.ts';
import type { Json } from '#platform/database-types.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure } from '#platform/errors.ts';
import { readSheetRows } from '#platform/sheets/read.ts';
import type { TableRow } from '#platform/sheets/table.ts';

// So many rows travel in one call: enough to be quick, few enough for others to have their turn in between.
const batch = 1000;

export interface Imported {
  dry: boolean;
  /** Entered now, or what would be. */
  made: number;
  /** There already, from this sheet or from elsewhere. */
  there: number;
  problems: Problem[];
  table: TableRow<Column>[];
}

/** Enters every row that can be taken. Sent again, it enters what is not there yet: a sheet that was cut off is sent once more. */
export async function importOutcomes(db: Db, { organisation, mode, file }: ImportForm): Promise<Imported> {
  const read = readResults(await readSheetRows(Buffer.from(await file.arrayBuffer())));
  if (!read || read.table.length === 0) throw new Failure('outcomes_heading_missing', 422);
  const { table, results, problems } = read;
  const imported: Imported = { dry: mode === 'check', made: 0, there: 0, problems: [...problems], table };
  for (let from = 0; from < results.length; from += batch) {
    const rows = results.slice(from, from + batch) as unknown as Json;
    const sent = { organisation, rows, dry: imported.dry };
    const { made, good, refused } = answerSchema.parse(await unwrap(db.rpc('import_outcomes', sent)));
    imported.made += made;
    imported.there += good - made;
    imported.problems.push(...refused.map(({ row_no, word }) => ({ row_no, column: undefined, word })));
  }
  imported.problems.sort((a, b) => a.row_no - b.row_no);
  return imported;
}
