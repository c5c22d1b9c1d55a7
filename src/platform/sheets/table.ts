import type { SheetRow } from '#platform/sheets/rows.ts';

/** What each column may be called: in Chinese, in English. */
export type Headings<Column extends string> = Readonly<Record<Column, { 'zh-CN': string; en: string }>>;

export interface TableRow<Column extends string> {
  row_no: number;
  cells: Record<Column, string>;
}

/** The rows below the first one that names all columns that are needed; nothing where no row does. */
export function readTable<Column extends string>(
  rows: readonly SheetRow[],
  headings: Headings<Column>,
  needed: readonly NoInfer<Column>[],
): TableRow<Column>[] | undefined {
  const columns = Object.keys(headings) as Column[];
  const named = ({ cells }: SheetRow) =>
    cells.map((cell) => columns.find((one) => Object.values(headings[one]).includes(cell.trim())));
  const at = rows.findIndex((row) => needed.every((one) => named(row).includes(one)));
  const header = rows[at] && named(rows[at]);
  if (!header) return undefined;
  return rows.slice(at + 1).map(({ row_no, cells }) => {
    const told = columns.map((column) => [column, cells[header.indexOf(column)]?.trim() ?? '']);
    return { row_no, cells: Object.fromEntries(told) as Record<Column, string> };
  });
}
