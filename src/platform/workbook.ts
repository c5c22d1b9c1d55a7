import writeExcelFile from 'write-excel-file/node';
import { asDownload } from '#platform/download.ts';

export interface OutputSheet {
  name: string;
  rows: readonly (readonly (string | number)[])[];
  /** In characters. */
  widths: readonly number[];
}

// The writer keeps its texts in a plain object, where a word such as "constructor" is taken already; a space sets it apart.
const text = (value: string) => ({ value: value in {} ? `${value} ` : value, type: String });

/** A workbook of texts and figures. No cell of it is a formula, whatever it begins with. */
export function writeWorkbook(sheets: readonly OutputSheet[]): Promise<Buffer> {
  return writeExcelFile(
    sheets.map(({ name, rows, widths }) => ({
      sheet: name,
      stickyRowsCount: 1,
      columns: widths.map((width) => ({ width })),
      data: rows.map((row, index) =>
        row.map((cell) => {
          if (cell === '') return null;
          const styled = index === 0 ? { fontWeight: 'bold' as const } : {};
          return typeof cell === 'number' ? { value: cell, type: Number, ...styled } : { ...text(cell), ...styled };
        }),
      ),
    })),
  ).toBuffer();
}

export async function workbookDownload(name: string, sheets: readonly OutputSheet[]): Promise<Response> {
  return asDownload(name, new Uint8Array(await writeWorkbook(sheets)));
}
