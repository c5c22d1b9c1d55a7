import { describe, expect, it } from 'vitest';
import { dayOf, headings, readResults, type Column } from '#domains/records/imports/sheet.ts';

const columns = Object.keys(headings) as Column[];
const good: Partial<Record<Column, string>> = {
  employee_no: 'E1',
  name: '职工甲',
  kind: '技能等级',
  title: '电焊工高级',
  issuer: '鉴定中心',
  achieved_on: '2025/5/1',
  trade: '焊工',
  level: '高级工',
};
const sheet = (...rows: Partial<Record<Column, string>>[]) => {
  const cells = [
    columns.map((column) => headings[column]['zh-CN']),
    ...rows.map((row) => columns.map((column) => row[column] ?? '')),
  ];
  return cells.map((one, index) => ({ row_no: index + 1, cells: one }));
};

describe('results on a sheet', () => {
  it('are read as an office writes them', () => {
    const read = readResults(
      sheet(good, {
        ...{ employee_no: 'E2', kind: 'contest', title: '竞赛', issuer: '总工会', achieved_on: '20250601' },
        ...{ level_of_contest: '市级', rank: '第一名', team: '是', level: '高级工' },
      }),
    );
    expect(read?.problems).toEqual([]);
    expect(read?.results).toMatchObject([
      { row_no: 2, employee_no: 'E1', name: '职工甲', kind: 'skill_level', achieved_on: '2025-05-01' },
      { row_no: 3, kind: 'contest', facts: { level_of_contest: 'city', team: 'true' } },
    ]);
    expect(read?.results[0]?.facts).toEqual({ trade: '焊工', level: '高级工' });
    expect(read?.results[1]?.facts, 'what another kind is asked is left out').not.toHaveProperty('level');
  });

  it.each([
    [{ employee_no: '' }, 'employee_no', 'value_missing'],
    [{ title: 'x'.repeat(101) }, 'title', 'value_too_long'],
    [{ kind: '天气' }, 'kind', 'value_not_allowed'],
    [{ kind: '' }, 'kind', 'value_missing'],
    [{ achieved_on: '2025-02-30' }, 'achieved_on', 'date_not_understood'],
    [{ level: '' }, 'level', 'value_missing'],
    [{ level: '最高级' }, 'level', 'value_not_allowed'],
  ] as const)('%j is to be mended', (changed, column, word) => {
    const read = readResults(sheet(good, { ...good, ...changed }));
    expect(read?.problems).toEqual([{ row_no: 3, column, word }]);
    expect(read?.results, 'the others are taken').toHaveLength(1);
  });

  it.each([
    ['2025-5-1', '2025-05-01'],
    ['2025年5月1日', '2025-05-01'],
    ['2025.12.31', '2025-12-31'],
    ['20251231', '2025-12-31'],
    ['31/12/2025', undefined],
    ['2025', undefined],
    ['', undefined],
  ])('the day %s', (cell, day) => expect(dayOf(cell)).toBe(day));

  it('are none without their headings', () =>
    expect(readResults([{ row_no: 1, cells: ['工号', '姓名'] }])).toBeUndefined());
});
