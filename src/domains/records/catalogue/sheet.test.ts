import { describe, expect, it } from 'vitest';
import type { Entry } from '#domains/records/catalogue/schema.ts';
import { catalogueRows, columns, headings, readCatalogue, type Column } from '#domains/records/catalogue/sheet.ts';

const welder: Partial<Record<Column, string>> = {
  kind: '技能等级',
  title: '电焊工高级',
  issuer: '鉴定中心',
  trade: '焊工',
  level: '高级工',
};
const numbered = (rows: string[][]) => rows.map((cells, index) => ({ row_no: index + 1, cells }));
const sheet = (...rows: Partial<Record<Column, string>>[]) =>
  numbered([
    columns.map((column) => headings[column]['zh-CN']),
    ...rows.map((row) => columns.map((column) => row[column] ?? '')),
  ]);

describe('a catalogue as a sheet', () => {
  it('comes back the same from the sheet we write of it', () => {
    const entries: Entry[] = [
      { kind: 'skill_level', title: '电焊工高级', issuer: '鉴定中心', facts: { trade: '焊工', level: '高级工' } },
      {
        kind: 'contest',
        title: '竞赛',
        issuer: '总工会',
        facts: { rank: '1' },
        from: '2026-01-01',
        until: '2026-12-31',
      },
    ];
    const read = readCatalogue(numbered(catalogueRows(entries, 'zh-CN')));
    expect(read).toEqual({ entries, problems: [] });
  });

  it.each([
    [{ kind: '天气' }, 'kind', 'value_not_allowed'],
    [{ title: '' }, 'title', 'value_missing'],
    [{ level: '最高级' }, 'level', 'value_not_allowed'],
    [{ from: '2026-13-01' }, 'from', 'date_not_understood'],
  ] as const)('%j is to be mended', (changed, column, word) => {
    const read = readCatalogue(sheet(welder, { ...welder, ...changed }));
    expect(read?.problems).toEqual([{ row_no: 3, column, word }]);
  });

  it('needs no fact that differs from person to person', () => {
    expect(readCatalogue(sheet({ kind: '竞赛名次', title: '竞赛', issuer: '总工会' }))?.problems).toEqual([]);
  });
});
