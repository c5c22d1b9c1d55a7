import Papa from 'papaparse';
import { cleanCell, limits, type SheetRow } from '#platform/sheets/rows.ts';
import { Failure } from '#platform/errors.ts';

// A spreadsheet program runs a cell that begins with one of these, in half width or in full.
const formulaSign = /^[=+\-@\t\r\n＝＋－＠]/;
const quotedSign = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** A text as a cell of a CSV file: it can't run as a formula, and reading it back gives the text that was written. */
export function escapeFormula(value: string): string {
  return formulaSign.test(value) || quotedSign.test(value) ? `'${value}` : value;
}

export function unescapeFormula(cell: string): string {
  return quotedSign.test(cell) ? cell.slice(1) : cell;
}

export const byteOrderMark = '\ufeff';

/** Lines of CSV as Excel in China opens them: a byte order mark goes before the first, lines end in CRLF. */
export function csvLines(rows: readonly (readonly (string | number)[])[]): string {
  return `${Papa.unparse(
    rows.map((row) => row.map((cell) => escapeFormula(String(cell)))),
    { newline: '\r\n' },
  )}\r\n`;
}

/** Text in the encodings that spreadsheets write: UTF-8 and UTF-16 by their marks, then strict UTF-8, then GB18030. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, 8192).includes(0)) throw new Failure('file_not_understood', 422);
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Strict decoding that fails says that the text is in the other encoding.
    }
  }
  throw new Failure('file_not_understood', 422);
}

const longestLine = new RegExp(`[^\\r\\n]{${limits.columns * (limits.cell + 3)},}`);

/** The separator that the first lines use most; what stands in quotation marks separates nothing. */
function separatorOf(content: string): string {
  const lines = content.slice(0, 10_000).replace(/"[^"]*"/g, '');
  const count = (separator: string) => lines.split(separator).length;
  return [',', '\t', ';'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

export function readCsv(bytes: Uint8Array): SheetRow[] {
  const content = decodeText(bytes);
  if (longestLine.test(content)) throw new Failure('file_too_many_columns', 422, { limit: limits.columns });
  const rows: SheetRow[] = [];
  let row_no = 0;
  let refused: Failure | undefined;
  Papa.parse<string[]>(content, {
    delimiter: separatorOf(content),
    step: ({ data }, parser) => {
      row_no++;
      const cells = data.map((cell) => cleanCell(unescapeFormula(cell)));
      if (cells.length > limits.columns && cells.slice(limits.columns).some((cell) => cell !== ''))
        refused = new Failure('file_too_many_columns', 422, { limit: limits.columns });
      // Ten more than the limit, because titles and the header are not people.
      else if (rows.length > limits.rows + 10) refused = new Failure('too_many_rows', 422, { limit: limits.rows });
      else if (cells.some((cell) => cell !== '')) rows.push({ row_no, cells: cells.slice(0, limits.columns) });
      if (refused) parser.abort();
    },
  });
  if (refused) throw refused;
  return rows;
}
