import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import chinese from '../../../../content/i18n/zh-CN/membership.json' with { type: 'json' };
import english from '../../../../content/i18n/en/membership.json' with { type: 'json' };
import { guessMapping } from '#domains/membership/roster/columns.ts';
import { birthYearOf, checkRows, searchOf } from '#domains/membership/roster/rules.ts';
import { cleanCell, limits } from '#platform/sheets/rows.ts';

const headers = ['工号', '姓名', '班组', '性别', '出生年份', '用工形式', '工种', '技能等级', '重点群体'];
const mapping = guessMapping(headers);
const check = (...rows: string[][]) =>
  checkRows(
    rows.map((cells, index) => ({ row_no: index + 2, cells })),
    mapping,
    2026,
  );
const problemsOf = (cells: string[]) => check(cells)[0]?.problems?.map(({ field, word }) => `${field} ${word}`) ?? [];

describe('rows', () => {
  it('reads a whole row', () => {
    const [row] = check(['A1', '职工甲', '焊接一班', '女', '1990-05-01', '合同制', '焊工', '三级', '农民工、女职工']);
    expect(row?.person).toEqual({
      employee_no: 'A1',
      name: '职工甲',
      team: '焊接一班',
      gender: 'female',
      birth_year: 1990,
      employment_kind: 'contract',
      trade: '焊工',
      skill_level: 'senior',
      groups: ['migrant', 'women'],
    });
  });

  it('asks for no more than a number and a name', () => {
    expect(check(['A1', '甲'])[0]?.person).toEqual({ employee_no: 'A1', name: '甲' });
    expect(check(['A1', '甲', '无', '', '-', '不填', 'N/A'])[0]?.person).toEqual({ employee_no: 'A1', name: '甲' });
  });

  it('names each cell that has to be mended', () => {
    expect(problemsOf(['', '', 'x'.repeat(61), '中', '12 月', '神仙', '焊工', '九级', '外星人'])).toEqual([
      'employee_no missing',
      'name missing',
      'team too_long',
      'gender not_understood',
      'birth_year not_understood',
      'employment_kind not_understood',
      'skill_level not_understood',
      'groups group_not_understood',
    ]);
    expect(problemsOf(['A1', '甲', '', '', '2025'])).toEqual(['birth_year year_unlikely']);
  });

  it('keeps the first of two rows with one number, and names it to the other', () => {
    const rows = check(['A1', '甲'], ['A1', '乙'], ['A1', '']);
    expect(rows[0]?.person?.name).toBe('甲');
    expect(rows[1]?.problems).toEqual([{ field: 'employee_no', word: 'duplicate', facts: { row: 2 } }]);
    expect(rows[2]?.problems?.[0]?.word).toBe('missing');
  });

  it('understands every word that our own export writes', () => {
    for (const texts of [chinese, english] as Record<string, string>[]) {
      for (const [kind, column] of [
        ['gender', 3],
        ['employment_kind', 5],
        ['skill_level', 7],
        ['group', 8],
      ] as const) {
        for (const [key, label] of Object.entries(texts)) {
          if (!new RegExp(`^membership_${kind}_(?!hint)`).test(key) || key.endsWith('_unstated')) continue;
          const cells = headers.map(() => '');
          cells.splice(0, 2, 'A1', '甲');
          cells[column] = label;
          const value = Object.values(check(cells)[0]?.person ?? {}).at(-1);
          expect([value].flat(), label).toEqual([key.replace(`membership_${kind}_`, '')]);
        }
      }
    }
  });

  it('makes a person that the database takes, or says why not', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 260 }), { maxLength: 9 }), (cells) => {
        const [row] = check(cells.map(cleanCell));
        expect(row?.person === null).toBe(row?.problems !== null);
        if (!row?.person) return;
        const { employee_no, name } = row.person;
        expect(employee_no.trim()).toBe(employee_no);
        expect([...employee_no].length).toBeGreaterThan(0);
        expect([...employee_no].length).toBeLessThanOrEqual(40);
        expect([...name.trim()].length).toBeGreaterThan(0);
        expect([...name].length).toBeLessThanOrEqual(60);
      }),
    );
  });
});

describe('years of birth', () => {
  it.each([
    ['1990', 1990],
    ['１９９０', 1990],
    ['1990年', 1990],
    ['1990-05-01', 1990],
    ['1990/5/1', 1990],
    ['1990.05', 1990],
    ['1990年5月', 1990],
    ['1990年5月1日', 1990],
    ['199005', 1990],
    ['19900501', 1990],
    ['440106199005011234', 1990],
    ['44010619900501123X', 1990],
    ['440106 19900501 123x', 1990],
    ['90', undefined],
    ['12月', undefined],
    ['2190', undefined],
    ['199013', undefined],
    ['13800000001', undefined],
  ])('%s: %s', (cell, year) => expect(birthYearOf(cell)).toBe(year));
});

describe('cells', () => {
  it('are one line of whole characters', () => {
    expect(cleanCell(' 甲\u0000\r\n乙\u2028 ')).toBe('甲 乙');
    expect(cleanCell('\ud800')).toBe('\ufffd');
    expect([...cleanCell('𠮷'.repeat(300))]).toHaveLength(limits.cell + 1);
  });

  it('survive being kept as JSON in the database', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = cleanCell(text);
        expect(cell.isWellFormed()).toBe(true);
        expect(cell).not.toMatch(/\p{Cc}/u);
        expect(cleanCell(cell)).toBe(cell);
      }),
    );
  });
});

describe('search', () => {
  it.each([
    ['JG001', { number_from: 'JG001' }],
    ['JG', { number_from: 'JG' }],
    ['１２', { number_from: '12' }],
    ['王', { name_from: '王' }],
    ['Li Wei', { name_from: 'Li Wei' }],
    ['  ', undefined],
  ])('%s', (typed, wanted) => expect(searchOf(typed)).toEqual(wanted));
});
