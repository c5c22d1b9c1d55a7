import { findHeader, guessMapping, type Mapping } from '#domains/membership/roster/columns.ts';
import { limits, type SheetRow } from '#domains/membership/roster/rules.ts';
import { readCsv } from '#domains/membership/roster/text.ts';
import { readWorkbook } from '#domains/membership/roster/workbook.ts';
import { Failure } from '#platform/errors.ts';

export interface Sheet {
  headers: string[];
  mapping: Mapping;
  rows: SheetRow[];
}

const startsWith = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, index) => bytes[index] === byte);

/** What a file is, is read from its first bytes; its name says what somebody called it. */
function readRows(bytes: Buffer): Promise<SheetRow[]> | SheetRow[] {
  if (startsWith(bytes, 0x50, 0x4b)) return readWorkbook(bytes);
  // Old Excel files, and new ones with a password, share this beginning.
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new Failure('file_is_old_excel', 422);
  return readCsv(bytes);
}

// Files are read one after another: a large one takes a few hundred megabytes, and there may be many people who upload.
let turn: Promise<unknown> = Promise.resolve();

function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const mine = turn.then(work, work);
  turn = mine.catch(() => undefined);
  return mine;
}

export async function readSheetFile(bytes: Buffer): Promise<Sheet> {
  const all = await inTurn(async () => readRows(bytes));
  const at = findHeader(all.map(({ cells }) => cells));
  const header = all[at];
  const rows = all.slice(at + 1);
  if (!header || rows.length === 0) throw new Failure('file_empty', 422);
  if (rows.length > limits.rows) throw new Failure('too_many_rows', 422, { limit: limits.rows });
  const width = Math.max(header.cells.length, ...rows.slice(0, 100).map(({ cells }) => cells.length));
  const headers = Array.from({ length: width }, (_, column) => header.cells[column] ?? '');
  return { headers, mapping: guessMapping(headers), rows };
}
