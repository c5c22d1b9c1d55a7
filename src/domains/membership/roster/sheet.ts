import { findHeader, guessMapping, type Mapping } from '#domains/membership/roster/columns.ts';
import { Failure } from '#platform/errors.ts';
import { readSheetRows } from '#platform/sheets/read.ts';
import { limits, type SheetRow } from '#platform/sheets/rows.ts';

export interface Sheet {
  headers: string[];
  mapping: Mapping;
  rows: SheetRow[];
}

export async function readSheetFile(bytes: Buffer): Promise<Sheet> {
  const all = await readSheetRows(bytes);
  const at = findHeader(all.map(({ cells }) => cells));
  const header = all[at];
  const rows = all.slice(at + 1);
  if (!header || rows.length === 0) throw new Failure('file_empty', 422);
  if (rows.length > limits.rows) throw new Failure('too_many_rows', 422, { limit: limits.rows });
  const width = Math.max(header.cells.length, ...rows.slice(0, 100).map(({ cells }) => cells.length));
  const headers = Array.from({ length: width }, (_, column) => header.cells[column] ?? '');
  return { headers, mapping: guessMapping(headers), rows };
}
