import { describe, expect, it } from 'vitest';
import { columns, headings, planRows, readPlan } from '#domains/credits/programmes/sheet.ts';

const header = columns.map((column) => headings[column]['zh-CN']);
const sheet = (...rows: string[][]) => [header, ...rows].map((cells, index) => ({ row_no: index + 1, cells }));
const amount = (steps: number) => (steps / 100).toFixed(2);
const welding = ['专业', '40', '50', 'ZY01', '焊接工艺', '4', '技能等级', '', '焊工', '高级工', '85'];

describe('a programme as a sheet', () => {
  it('has a row for a course and a further one for each result that stands for it', () => {
    const read = readPlan(
      sheet(
        welding,
        ['专业', '40', '50', 'ZY01', '焊接工艺', '4', '证书', '焊接国际证书', '', '', ''],
        [...['公共', '', '', 'GG01', '大学语文', '3.5', '', '', '', '', '']],
      ),
      2,
      18,
    );
    expect(read?.problems).toEqual([]);
    expect(read?.plan).toEqual({
      hours_a_credit: 18,
      groups: [
        { title: '专业', least: 4000, most_pct: 50 },
        { title: '公共', least: 0, most_pct: 100 },
      ],
      courses: [
        {
          ...{ code: 'ZY01', title: '焊接工艺', group: '专业', credits: 400 },
          by: [
            { kind: 'skill_level', trade: '焊工', level: '高级工', match_pct: 85 },
            { kind: 'certificate', name: '焊接国际证书', match_pct: 100 },
          ],
        },
        { code: 'GG01', title: '大学语文', group: '公共', credits: 350, by: [] },
      ],
    });
  });

  it('comes back the same from the sheet we write of it, in both languages', () => {
    const read = readPlan(sheet(welding, ['公共', '', '', 'GG01', '大学语文', '3.5', '', '', '', '', '']), 2, 16);
    if (!read) throw new Error('not read');
    for (const language of ['zh-CN', 'en'] as const) {
      const rows = planRows(read.plan, amount, language).map((cells, index) => ({ row_no: index + 1, cells }));
      expect(readPlan(rows, 2, 16)).toMatchObject({ plan: read.plan, problems: [] });
    }
  });

  it.each([
    [3, '', ['code', 'missing']],
    [4, '', ['title', 'missing']],
    [5, '-1', ['credits', 'not_understood']],
    [5, '1.234', ['credits', 'not_understood']],
    [1, 'many', ['least', 'not_understood']],
    [2, '101', ['most_pct', 'not_understood']],
    [6, '天气', ['kind', 'not_understood']],
    [10, '85.5', ['match_pct', 'not_understood']],
  ] as const)('says what to mend: column %i as %o', (column, cell, [name, word]) => {
    const row = welding.map((value, index) => (index === column ? cell : value));
    expect(readPlan(sheet(row), 2, 18)?.problems).toEqual([{ row_no: 2, column: name, word }]);
  });

  it('says where one course is told in two ways', () => {
    const again = (column: number, cell: string) => welding.map((value, index) => (index === column ? cell : value));
    const problems = (row: string[]) => readPlan(sheet(welding, row), 2, 18)?.problems;
    expect(problems(again(4, '别的'))).toEqual([{ row_no: 3, column: 'title', word: 'differs' }]);
    expect(problems(again(5, '5'))).toEqual([{ row_no: 3, column: 'credits', word: 'differs' }]);
    expect(problems(again(0, '公共'))).toEqual([{ row_no: 3, column: 'group', word: 'differs' }]);
    expect(problems(again(2, '60'))).toEqual([{ row_no: 3, column: 'most_pct', word: 'differs' }]);
  });

  it('is none without a heading', () => {
    expect(readPlan([{ row_no: 1, cells: ['a', 'b'] }], 2, 18)).toBeUndefined();
  });
});
