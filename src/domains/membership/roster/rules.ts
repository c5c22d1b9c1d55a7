import type { Mapping } from '#domains/membership/roster/columns.ts';
import {
  employmentWords,
  fields,
  genderWords,
  groupWords,
  lookup,
  nothing,
  plainWord,
  skillWords,
  type Field,
} from '#domains/membership/roster/vocabulary.ts';
import type { SheetRow } from '#platform/sheets/rows.ts';

export const limits = { preview: 50, slips: 500 } as const;

export type ProblemWord =
  'missing' | 'too_long' | 'not_understood' | 'duplicate' | 'year_unlikely' | 'group_not_understood';

export interface Problem {
  field: Field;
  word: ProblemWord;
  facts?: Record<string, string | number>;
}

export type Person = { employee_no: string; name: string } & Partial<
  Record<Exclude<Field, 'employee_no' | 'name'>, unknown>
>;

export interface CheckedRow extends SheetRow {
  person: Person | null;
  problems: Problem[] | null;
}

const genders = lookup(genderWords);
const employments = lookup(employmentWords);
const skills = lookup(skillWords);
const groups = lookup(groupWords);

type Read = { value: unknown } | { word: ProblemWord; facts?: Problem['facts'] };

const text =
  (longest: number) =>
  (cell: string): Read =>
    [...cell].length > longest ? { word: 'too_long', facts: { limit: longest } } : { value: cell };

const oneOf =
  (words: ReadonlyMap<string, string>) =>
  (cell: string): Read => {
    const value = words.get(plainWord(cell));
    return value === undefined ? { word: 'not_understood' } : { value };
  };

/** Only the year is taken from a date or an identity number, because only the year is needed. */
export function birthYearOf(cell: string): number | undefined {
  const digits = cell.normalize('NFKC').replace(/\s/g, '');
  const identity = /^\d{6}((?:18|19|20)\d\d)\d{7}[\dXx]$/.exec(digits);
  const date =
    /^((?:18|19|20)\d\d)(?:年?$|(?:0[1-9]|1[0-2])(?:\d\d)?$|[-./年](?:0?[1-9]|1[0-2])(?:月?$|[-./月]\d{1,2}(?!\d)))/.exec(
      digits,
    );
  const year = identity?.[1] ?? date?.[1];
  return year === undefined ? undefined : Number(year);
}

const birthYear =
  (thisYear: number) =>
  (cell: string): Read => {
    const value = birthYearOf(cell);
    if (value === undefined) return { word: 'not_understood' };
    return value < 1900 || value > thisYear - 10 ? { word: 'year_unlikely', facts: { year: value } } : { value };
  };

function readGroups(cell: string): Read {
  const found = new Set<string>();
  for (const part of cell.split(/[,，;；、|/+]/)) {
    if (nothing.has(plainWord(part))) continue;
    const group = groups.get(plainWord(part));
    if (group === undefined) return { word: 'group_not_understood', facts: { part: part.trim() } };
    found.add(group);
  }
  return { value: [...found] };
}

function readers(thisYear: number): Record<Field, (cell: string) => Read> {
  return {
    employee_no: text(40),
    name: text(60),
    team: text(60),
    gender: oneOf(genders),
    birth_year: birthYear(thisYear),
    employment_kind: oneOf(employments),
    trade: text(60),
    skill_level: oneOf(skills),
    groups: readGroups,
  };
}

const required: readonly Field[] = ['employee_no', 'name'];
// "None" is no name of a team, but it could be the name of a person, and is one of a number in no sheet we know.
const mayBeNothing = (field: Field, cell: string) => field !== 'name' && nothing.has(plainWord(cell));

function checkRow(row: SheetRow, mapping: Mapping, read: ReturnType<typeof readers>): CheckedRow {
  const person: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const field of fields) {
    const column = mapping[field];
    const cell = column === undefined ? '' : (row.cells[column] ?? '');
    if (cell === '' || mayBeNothing(field, cell)) {
      if (required.includes(field)) problems.push({ field, word: 'missing' });
      continue;
    }
    const result = read[field](cell);
    if ('word' in result) problems.push({ field, ...result });
    else person[field] = result.value;
  }
  return problems.length > 0
    ? { ...row, person: null, problems }
    : { ...row, person: person as Person, problems: null };
}

/** Reads every row by the chosen columns. A number that occurs twice belongs to its first row; the others have to be mended. */
export function checkRows(rows: readonly SheetRow[], mapping: Mapping, thisYear: number): CheckedRow[] {
  const read = readers(thisYear);
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const checked = checkRow(row, mapping, read);
    const number = checked.person?.employee_no;
    if (number === undefined) return checked;
    const first = seen.get(number);
    if (first === undefined) {
      seen.set(number, row.row_no);
      return checked;
    }
    return { ...row, person: null, problems: [{ field: 'employee_no', word: 'duplicate', facts: { row: first } }] };
  });
}

/** What somebody types to find a person: figures in it mean a number, anything that is not Latin means a name. */
export function searchOf(typed: string): { number_from: string } | { name_from: string } | undefined {
  const wanted = typed.normalize('NFKC').trim().slice(0, 60);
  if (wanted === '') return undefined;
  return /\d/.test(wanted) || /^[A-Z]{1,6}[-_]?$/.test(wanted) ? { number_from: wanted } : { name_from: wanted };
}
