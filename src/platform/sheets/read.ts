import { Failure } from '#platform/errors.ts';
import { readCsv } from '#platform/sheets/csv.ts';
import type { SheetRow } from '#platform/sheets/rows.ts';
import { readWorkbook } from '#platform/sheets/xlsx.ts';

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

/** The rows of a spreadsheet in any of the formats that people have: those that say something, with their numbers. */
export const readSheetRows = (bytes: Buffer): Promise<SheetRow[]> => inTurn(async () => readRows(bytes));
