import type { Mapping } from '#domains/membership/roster/columns.ts';
import type { RejectedRow, UnderstoodPerson } from '#domains/membership/roster/imports/data.ts';
import type { ExportedPerson } from '#domains/membership/roster/data.ts';
import { fields, type Field } from '#domains/membership/roster/vocabulary.ts';
import { employmentLabels, genderLabels, groupLabels, skillLabels } from '#domains/membership/labels.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';

export const fieldLabels: Record<Field, () => string> = {
  employee_no: m.roster_field_employee_no,
  name: m.roster_field_name,
  team: m.roster_field_team,
  gender: m.roster_field_gender,
  birth_year: m.roster_field_birth_year,
  employment_kind: m.roster_field_employment_kind,
  trade: m.roster_field_trade,
  skill_level: m.roster_field_skill_level,
  groups: m.roster_field_groups,
};

export const fieldHints: Record<Field, () => string> = {
  employee_no: m.roster_rule_employee_no,
  name: m.roster_rule_name,
  team: m.roster_rule_team,
  gender: () => valuesOf(genderLabels),
  birth_year: m.roster_rule_birth_year,
  employment_kind: () => valuesOf(employmentLabels),
  trade: m.roster_rule_trade,
  skill_level: () => valuesOf(skillLabels),
  groups: () => m.roster_rule_groups({ values: valuesOf(groupLabels) }),
};

export const listOf = (words: readonly string[]): string => words.join(getLocale() === 'zh-CN' ? '、' : ', ');

function valuesOf(labels: Record<string, () => string>): string {
  return listOf(Object.values(labels).map((label) => label()));
}

export const headerRow = (): string[] => fields.map((field) => fieldLabels[field]());

/** A person as a row of a sheet, in the order of the template and in words that the import understands. */
export function personRow(person: ExportedPerson | UnderstoodPerson): string[] {
  const { employee_no, name, team, gender, birth_year, employment_kind, trade, skill_level, groups } = person;
  return [
    employee_no,
    name,
    team ?? '',
    gender && gender !== 'unstated' ? genderLabels[gender]() : '',
    birth_year ? String(birth_year) : '',
    employment_kind ? employmentLabels[employment_kind]() : '',
    trade ?? '',
    skill_level ? skillLabels[skill_level]() : '',
    groups ? listOf(groups.map((group) => groupLabels[group]())) : '',
  ];
}

type Problem = RejectedRow['problems'][number];

/** Which cell is wrong and why, in words. */
export function problemText({ field, word, facts = {} }: Problem): string {
  const number = (name: string) => Number(facts[name] ?? 0);
  switch (word) {
    case 'missing':
      return m.roster_problem_missing({ field: fieldLabels[field]() });
    case 'too_long':
      return m.roster_problem_too_long({ limit: number('limit') });
    case 'duplicate':
      return m.roster_problem_duplicate({ row: number('row') });
    case 'year_unlikely':
      return m.roster_problem_year_unlikely({ year: String(facts['year'] ?? '') });
    case 'group_not_understood':
      return m.roster_problem_group({ part: String(facts['part'] ?? ''), values: valuesOf(groupLabels) });
    case 'not_understood':
      return m.roster_problem_not_understood({ values: fieldHints[field]() });
  }
}

/** The name of a column as its sheet has it, or its letter where the sheet gave it none. */
export function columnLabel(headers: readonly string[], column: number): string {
  const letter = column < 26 ? String.fromCharCode(65 + column) : `A${String.fromCharCode(65 + ((column - 26) % 26))}`;
  return headers[column] ? `${letter} · ${headers[column]}` : letter;
}

export function cellOf({ cells }: Pick<RejectedRow, 'cells'>, mapping: Mapping, field: Field): string {
  const column = mapping[field];
  return column === undefined ? '' : (cells[column] ?? '');
}

/** The rejected rows as they were, with the reasons in a last column; its header means no field, so the file can be sent again. */
export function rejectedRows(headers: readonly string[], rows: readonly RejectedRow[]): string[][] {
  // A file that comes back for the second time brings its old reasons along.
  const reasons: string[] = [m.roster_reasons({}, { locale: 'zh-CN' }), m.roster_reasons({}, { locale: 'en' })];
  const columns = headers.flatMap((header, column) => (reasons.includes(header) ? [] : [column]));
  return [
    [...columns.map((column) => headers[column] || columnLabel(headers, column)), m.roster_reasons()],
    ...rows.map((row) => [
      ...columns.map((column) => row.cells[column] ?? ''),
      row.problems.map((one) => `${fieldLabels[one.field]()}: ${problemText(one)}`).join(' '),
    ]),
  ];
}
