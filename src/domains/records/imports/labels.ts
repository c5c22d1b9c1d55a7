import { headings, type Column, type Problem } from '#domains/records/imports/sheet.ts';
import type { Imported } from '#domains/records/imports/data.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { sentenceOf } from '#platform/sentences.ts';

export const columns = Object.keys(headings) as Column[];
export const headerRow = (): string[] => columns.map((column) => headings[column][getLocale()]);

export function problemText({ column, word }: Problem): string {
  const sentence = sentenceOf({ word, facts: {} });
  return column ? m.records_import_cell({ column: headings[column][getLocale()], what: sentence }) : sentence;
}

/** The rows that could not be taken, as they were sent, each with its reasons: to be mended and sent again. */
export function rejectedRows({ table, problems }: Imported): string[][] {
  const reasons = new Map<number, string[]>();
  for (const problem of problems)
    reasons.set(problem.row_no, [...(reasons.get(problem.row_no) ?? []), problemText(problem)]);
  const rows = table.flatMap(({ row_no, cells }) => {
    const why = reasons.get(row_no);
    return why ? [[...columns.map((column) => cells[column]), why.join(' ')]] : [];
  });
  return [[...headerRow(), m.records_import_reasons()], ...rows];
}
