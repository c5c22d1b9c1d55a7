import type { Entry } from '#domains/records/catalogue/schema.ts';
import { factValue, kindLabels } from '#domains/records/claims/labels.ts';
import { askedFacts, factNames, wrongFact } from '#domains/records/claims/schema.ts';
import { dayOf, describedBy, factOf, resultHeadings } from '#domains/records/imports/sheet.ts';
import type { SheetRow } from '#platform/sheets/rows.ts';
import { readTable, type Headings, type TableRow } from '#platform/sheets/table.ts';

// A catalogue as an office has it: a sheet like that of results, without people and days.

export const headings = {
  ...resultHeadings,
  from: { 'zh-CN': '起', en: 'From' },
  until: { 'zh-CN': '止', en: 'Until' },
} satisfies Headings<string>;
export type Column = keyof typeof headings;
export const columns = Object.keys(headings) as Column[];

export interface Problem {
  row_no: number;
  column: Column;
  word: string;
}

function check({ row_no, cells }: TableRow<Column>): { entry: Entry } | { problems: Problem[] } {
  const problems: Problem[] = [];
  const wrong = (column: Column, word: string) => problems.push({ row_no, column, word });
  const kind = describedBy(cells, wrong);
  const days = (['from', 'until'] as const).flatMap((column) => {
    const day = cells[column] === '' ? undefined : dayOf(cells[column]);
    if (cells[column] !== '' && !day) wrong(column, 'date_not_understood');
    return day ? [[column, day]] : [];
  });
  if (!kind) return { problems };
  const facts: Record<string, string> = {};
  for (const name of factNames.filter((one) => one in askedFacts[kind])) {
    const value = factOf(kind, name, cells[name]);
    if (value === undefined) continue;
    const word = wrongFact({ [name]: value, kind, achieved_on: '9999-12-31' }, name);
    if (word) wrong(name, word);
    else facts[name] = value;
  }
  if (problems.length > 0) return { problems };
  return { entry: { kind, title: cells.title, issuer: cells.issuer, facts, ...Object.fromEntries(days) } };
}

/** What a sheet says, and every cell in it that has to be mended. Nothing where it has no heading that we know. */
export function readCatalogue(rows: readonly SheetRow[]): { entries: Entry[]; problems: Problem[] } | undefined {
  const table = readTable(rows, headings, ['kind', 'title', 'issuer']);
  if (!table) return undefined;
  const checked = table.map(check);
  return {
    entries: checked.flatMap((one) => ('entry' in one ? [one.entry] : [])),
    problems: checked.flatMap((one) => ('problems' in one ? one.problems : [])),
  };
}

/** A catalogue as the sheet it could have been read from. */
export function catalogueRows(entries: readonly Entry[], language: 'zh-CN' | 'en'): string[][] {
  const cell = (entry: Entry, column: Column): string => {
    if (column === 'kind') return kindLabels[entry.kind]();
    if (column === 'title' || column === 'issuer') return entry[column];
    if (column === 'from' || column === 'until') return entry[column] ?? '';
    const value = entry.facts[column];
    return value === undefined ? '' : factValue(column, value);
  };
  return [
    columns.map((column) => headings[column][language]),
    ...entries.map((entry) => columns.map((column) => cell(entry, column))),
  ];
}
