import { smallest } from '#domains/credits/programmes/rules.ts';
import type { Plan } from '#domains/credits/programmes/schema.ts';
import type { SheetRow } from '#platform/sheets/rows.ts';
import { readTable, type Headings } from '#platform/sheets/table.ts';

// A programme as schools have it: a sheet with a row for each course, and a further row for each result that stands for it as well.

export const columns = [
  'group',
  'least',
  'most_pct',
  'code',
  'title',
  'credits',
  'kind',
  'name',
  'trade',
  'level',
  'match_pct',
] as const;
export type Column = (typeof columns)[number];

/** The headings that are read, the first of each language as we write it. */
export const headings: Headings<Column> = {
  group: { 'zh-CN': '模块', en: 'Group' },
  least: { 'zh-CN': '模块至少学分', en: 'Least credits of the group' },
  most_pct: { 'zh-CN': '模块最多替换%', en: 'Most from the bank %' },
  code: { 'zh-CN': '课程代码', en: 'Course code' },
  title: { 'zh-CN': '课程名称', en: 'Course' },
  credits: { 'zh-CN': '学分', en: 'Credits' },
  kind: { 'zh-CN': '成果类别', en: 'Kind of result' },
  name: { 'zh-CN': '成果名称', en: 'Result' },
  trade: { 'zh-CN': '工种', en: 'Trade' },
  level: { 'zh-CN': '等级', en: 'Level' },
  match_pct: { 'zh-CN': '匹配度%', en: 'Match %' },
};

const kindWords: Record<string, readonly [string, string]> = {
  course_completed: ['课程', 'course'],
  skill_level: ['技能等级', 'skill level'],
  certificate: ['证书', 'certificate'],
  training: ['外部培训', 'training'],
  contest: ['竞赛名次', 'contest'],
  degree: ['学历', 'degree'],
};
const kindOf = (word: string): string | undefined =>
  Object.entries(kindWords).find(([kind, words]) => [kind, ...words].includes(word.toLowerCase()))?.[0];

export interface SheetProblem {
  row_no: number;
  column: Column;
  word: 'missing' | 'not_understood' | 'differs';
}
interface Read {
  plan: Plan;
  problems: SheetProblem[];
}

type Cells = Record<Column, string>;
type Wrong = (column: Column, word: SheetProblem['word']) => void;

const percent = (text: string, otherwise: number): number | undefined => {
  if (text === '') return otherwise;
  const number = Number(text.replace(/%$/, ''));
  return Number.isInteger(number) && number >= 0 && number <= 100 ? number : undefined;
};

/** Reads one row into the plan. What a course or group said before it must not say differently. */
class Reader {
  readonly plan: Plan;
  readonly problems: SheetProblem[] = [];
  readonly #scale: number;

  constructor(scale: number, hours_a_credit: number) {
    this.#scale = scale;
    this.plan = { hours_a_credit, groups: [], courses: [] };
  }

  row(row_no: number, cells: Cells): void {
    const wrong: Wrong = (column, word) => void this.problems.push({ row_no, column, word });
    const group = this.#group(cells, wrong);
    const course = this.#course(cells, group, wrong);
    if (cells.kind === '') return;
    const kind = kindOf(cells.kind);
    const match_pct = percent(cells.match_pct, 100);
    if (!kind) wrong('kind', 'not_understood');
    if (match_pct === undefined) wrong('match_pct', 'not_understood');
    if (!kind || match_pct === undefined || !course) return;
    const told = Object.entries({ name: cells.name, trade: cells.trade, level: cells.level });
    course.by.push({ kind, match_pct, ...Object.fromEntries(told.filter(([, value]) => value !== '')) });
  }

  #amount(typed: string): number | undefined {
    const steps = smallest(typed, this.#scale);
    return steps !== undefined && steps >= 0 ? steps : undefined;
  }

  #group(cells: Cells, wrong: Wrong): string {
    const title = cells.group || '—';
    const known = this.plan.groups.find((one) => one.title === title);
    const least = cells.least === '' ? (known?.least ?? 0) : this.#amount(cells.least);
    const most_pct = percent(cells.most_pct, known?.most_pct ?? 100);
    if (least === undefined) wrong('least', 'not_understood');
    if (most_pct === undefined) wrong('most_pct', 'not_understood');
    if (!known) this.plan.groups.push({ title, least: least ?? 0, most_pct: most_pct ?? 0 });
    else if (known.least !== least) wrong('least', 'differs');
    else if (known.most_pct !== most_pct) wrong('most_pct', 'differs');
    return title;
  }

  #course(cells: Cells, group: string, wrong: Wrong) {
    const credits = this.#amount(cells.credits);
    const known = this.plan.courses.find(({ code }) => code === cells.code);
    if (cells.code === '' || cells.code.length > 40) return void wrong('code', 'missing');
    if (cells.title === '' || cells.title.length > 80) return void wrong('title', 'missing');
    if (!credits) return void wrong('credits', 'not_understood');
    if (known && known.title !== cells.title) return void wrong('title', 'differs');
    if (known && known.credits !== credits) return void wrong('credits', 'differs');
    if (known && known.group !== group) return void wrong('group', 'differs');
    const course = known ?? { code: cells.code, title: cells.title, group, credits, by: [] };
    if (!known) this.plan.courses.push(course);
    return course;
  }
}

/** What a sheet says, or everything in it that has to be mended. Nothing where it has no heading that we know. */
export function readPlan(rows: readonly SheetRow[], scale: number, hours_a_credit: number): Read | undefined {
  const table = readTable(rows, headings, ['code', 'title', 'credits']);
  if (!table) return undefined;
  const reader = new Reader(scale, hours_a_credit);
  for (const { row_no, cells } of table) reader.row(row_no, cells);
  return reader;
}

/** A plan as the sheet it could have been read from. */
export function planRows(
  { groups, courses }: Plan,
  amount: (steps: number) => string,
  language: 'zh-CN' | 'en',
): string[][] {
  const rows = courses.flatMap(({ code, title, credits, group, by }) => {
    const { least = 0, most_pct = 100 } = groups.find((one) => one.title === group) ?? {};
    const course = [group, amount(least), String(most_pct), code, title, amount(credits)];
    const word = language === 'en' ? 1 : 0;
    const standing = by.map((one) => [
      ...[kindWords[one.kind]?.[word] ?? one.kind, one.name ?? '', one.trade ?? '', one.level ?? ''],
      String(one.match_pct),
    ]);
    return (standing.length > 0 ? standing : [['', '', '', '', '']]).map((told) => [...course, ...told]);
  });
  return [columns.map((column) => headings[column][language]), ...rows];
}
