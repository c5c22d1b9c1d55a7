export interface Column {
  label: string;
  /** Figures stand at the right edge, digit under digit. */
  number?: boolean;
  /** What stands in it are names, which no translation touches. */
  own?: boolean;
}

interface Link {
  text: string;
  href: string;
}

type Plain = string | number | null | undefined;

export type Cell = Plain | Link;

export function isLink(cell: Cell): cell is Link {
  return typeof cell === 'object' && cell !== null;
}

/** An empty cell is a dash, so that nothing looks forgotten. */
export function cellText(cell: Plain): string {
  return cell === null || cell === undefined || cell === '' ? '—' : String(cell);
}
