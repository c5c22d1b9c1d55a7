export interface PassbookColumns {
  date: string;
  text: string;
  deposit: string;
  withdrawal: string;
  balance: string;
  seal: string;
}

export interface PassbookLine {
  date: string;
  text: string;
  note?: string | undefined;
  /** Where the line explains itself. */
  href?: string | undefined;
  /** A pending amount is written in the book but not yet in its balance. */
  kind: 'deposit' | 'withdrawal' | 'pending';
  /** The amount without a sign, and what the book holds after it. */
  change: string;
  balance: string;
  seal?: { text: string; label: string } | undefined;
}

const written = {
  deposit: (change: string) => `+${change}`,
  withdrawal: (change: string) => `−${change}`,
  pending: (change: string) => `(${change})`,
};

/** A change as a bookkeeper writes it: what is not settled stands in brackets. */
export function changeText(line: Pick<PassbookLine, 'kind' | 'change'>): string {
  return written[line.kind](line.change);
}
