export const limits = { rows: 20_000, columns: 100, cell: 200 } as const;

/** A row of a sheet with the number it has there. */
export interface SheetRow {
  row_no: number;
  cells: string[];
}

/** A cell as it is kept: one line, no control characters, whole characters only, no longer than a cell can be. */
export function cleanCell(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200b\ufeff]+/gu, ' ')
    .trim();
  const characters = [...line.slice(0, 2 * limits.cell + 2)];
  return characters.length > limits.cell ? `${characters.slice(0, limits.cell).join('')}…` : line;
}
