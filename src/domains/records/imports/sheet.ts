import { factValue, kindLabels } from '#domains/records/claims/labels.ts';
import { askedFacts, choicesFor, claimKinds, factNames, flags, wrongFact } from '#domains/records/claims/schema.ts';
import type { ClaimKind, FactName } from '#domains/records/claims/schema.ts';
import type { SheetRow } from '#platform/sheets/rows.ts';
import { readTable, type Headings, type TableRow } from '#platform/sheets/table.ts';

// Results of many people as an office has them: a sheet, a row for each result.

export type Column = 'employee_no' | 'name' | 'kind' | 'title' | 'issuer' | 'achieved_on' | FactName;

/** What a result is, whoever has it. */
export const resultHeadings: Headings<'kind' | 'title' | 'issuer' | FactName> = {
  kind: { 'zh-CN': '类别', en: 'Kind' },
  title: { 'zh-CN': '名称', en: 'What it is called' },
  issuer: { 'zh-CN': '发证或主办单位', en: 'Issued by' },
  trade: { 'zh-CN': '工种', en: 'Trade' },
  level: { 'zh-CN': '等级', en: 'Level' },
  level_of_contest: { 'zh-CN': '竞赛级别', en: 'Level of the contest' },
  rank: { 'zh-CN': '名次', en: 'Place' },
  team: { 'zh-CN': '团体名次', en: 'As a team' },
  role: { 'zh-CN': '担任', en: 'Role' },
  hours: { 'zh-CN': '学时', en: 'Hours' },
  score: { 'zh-CN': '成绩', en: 'Score' },
  grade: { 'zh-CN': '评定', en: 'Grade' },
  implemented: { 'zh-CN': '已经实施', en: 'Implemented' },
  number: { 'zh-CN': '证书编号', en: 'Number' },
  started: { 'zh-CN': '开始日期', en: 'Began on' },
};
export const headings: Headings<Column> = {
  employee_no: { 'zh-CN': '工号', en: 'Employee number' },
  name: { 'zh-CN': '姓名', en: 'Name' },
  achieved_on: { 'zh-CN': '取得日期', en: 'Day' },
  ...resultHeadings,
};
const needed: readonly Column[] = ['employee_no', 'kind', 'title', 'issuer', 'achieved_on'];

export interface Result {
  row_no: number;
  employee_no: string;
  name?: string;
  kind: ClaimKind;
  title: string;
  issuer: string;
  achieved_on: string;
  facts: Partial<Record<FactName, string>>;
}

export interface Problem {
  row_no: number;
  column: Column | undefined;
  word: string;
}

/** 2025-05-01 however it was typed: with slashes or dots, without any, with the characters for year, month and day. */
export function dayOf(cell: string): string | undefined {
  const [, year, month = '', day = ''] = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(cell) ?? [];
  if (!year) return undefined;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const real = new Date(`${written}T00:00:00Z`);
  return Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== written ? undefined : written;
}

const yes = new Set(['true', '是', 'yes', '1', '√', 'y']);

/** A choice may be written as it is shown to people or as it is kept. */
export function factOf(kind: ClaimKind, name: FactName, cell: string): string | undefined {
  if (cell === '') return undefined;
  if (flags.includes(name)) return yes.has(cell.toLowerCase()) ? 'true' : undefined;
  if (name === 'started') return dayOf(cell) ?? cell;
  return choicesFor(kind, name)?.find((one) => one === cell || factValue(name, one) === cell) ?? cell;
}

function lineOf<Column extends string>(
  cells: Readonly<Record<Column, string>>,
  column: Column,
  wrong: (column: Column, word: string) => void,
): void {
  if (cells[column] === '') wrong(column, 'value_missing');
  else if (cells[column].length > 100) wrong(column, 'value_too_long');
}

/** What kind of result a row is about, when it says so; what it is called and who issued it is there as well, or wrong. */
export function describedBy(
  cells: Readonly<Record<'kind' | 'title' | 'issuer', string>>,
  wrong: (column: 'kind' | 'title' | 'issuer', word: string) => void,
): ClaimKind | undefined {
  lineOf(cells, 'title', wrong);
  lineOf(cells, 'issuer', wrong);
  const kind = claimKinds.find((one) => one === cells.kind || kindLabels[one]() === cells.kind);
  if (!kind) wrong('kind', cells.kind === '' ? 'value_missing' : 'value_not_allowed');
  return kind;
}

function check({ row_no, cells }: TableRow<Column>): { result: Result } | { problems: Problem[] } {
  const problems: Problem[] = [];
  const wrong = (column: Column, word: string) => problems.push({ row_no, column, word });
  lineOf(cells, 'employee_no', wrong);
  const kind = describedBy(cells, wrong);
  const achieved_on = dayOf(cells.achieved_on);
  if (!achieved_on) wrong('achieved_on', 'date_not_understood');
  if (!kind || !achieved_on) return { problems };
  const asked = factNames.filter((name) => name in askedFacts[kind]);
  const facts = Object.fromEntries(
    asked.flatMap((name) => {
      const value = factOf(kind, name, cells[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  ) as Result['facts'];
  for (const name of asked) {
    const word = wrongFact({ ...facts, kind, achieved_on }, name);
    if (word) wrong(name, word);
  }
  if (problems.length > 0) return { problems };
  const { employee_no, name, title, issuer } = cells;
  return { result: { row_no, employee_no, ...(name ? { name } : {}), kind, title, issuer, achieved_on, facts } };
}

export interface ReadSheet {
  table: TableRow<Column>[];
  results: Result[];
  problems: Problem[];
}

/** What a sheet says, and every cell in it that has to be mended. Nothing where it has no heading that we know. */
export function readResults(rows: readonly SheetRow[]): ReadSheet | undefined {
  const table = readTable(rows, headings, needed);
  if (!table) return undefined;
  const checked = table.map(check);
  return {
    table,
    results: checked.flatMap((one) => ('result' in one ? [one.result] : [])),
    problems: checked.flatMap((one) => ('problems' in one ? one.problems : [])),
  };
}
