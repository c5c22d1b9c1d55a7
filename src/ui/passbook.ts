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
  kind: 'deposit' | 'withdrawal';
  /** The amount without a sign, and what the book holds after it. */
  change: string;
  balance: string;
  seal?: { text: string; label: string } | undefined;
}
