import { describe, expect, it } from 'vitest';
import chinese from '../../../../content/i18n/zh-CN/roster.json' with { type: 'json' };
import english from '../../../../content/i18n/en/roster.json' with { type: 'json' };
import { fieldOfHeader, findHeader, guessMapping, mappingProblem } from '#domains/membership/roster/columns.ts';
import { fields } from '#domains/membership/roster/vocabulary.ts';

describe('headers', () => {
  it.each([
    ['工号', 'employee_no'],
    ['员工编号', 'employee_no'],
    ['Employee No.', 'employee_no'],
    ['姓 名', 'name'],
    ['姓名（必填）', 'name'],
    ['*姓名', 'name'],
    ['性别', 'gender'],
    ['出生年月日', 'birth_year'],
    ['身份证号码', 'birth_year'],
    ['用工性质', 'employment_kind'],
    ['所在班组', 'team'],
    ['部门名称', 'team'],
    ['Department', 'team'],
    ['现工种', 'trade'],
    ['职业技能等级', 'skill_level'],
    ['是否重点群体', 'groups'],
    ['手机', undefined],
    ['备注', undefined],
    ['', undefined],
  ])('%s: %s', (header, field) => expect(fieldOfHeader(header)).toBe(field));

  it.each([chinese, english])('knows every header that our own template writes', (texts) => {
    const words = texts as Record<string, string>;
    for (const field of fields) expect(fieldOfHeader(words[`roster_field_${field}`] ?? '')).toBe(field);
    expect(fieldOfHeader(words['roster_reasons'] ?? '')).toBeUndefined();
  });

  it('gives a column to one field and a field one column', () => {
    expect(guessMapping(['序号', '姓名', '曾用姓名', '工号', '班组', '部门'])).toEqual({
      name: 1,
      employee_no: 3,
      team: 4,
    });
  });

  it('finds the header below a title', () => {
    expect(findHeader([['2026 年职工花名册'], ['制表：人事部'], ['序号', '工号', '姓名'], ['1', 'A1', '甲']])).toBe(2);
    expect(
      findHeader([
        ['a', 'b'],
        ['c', 'd'],
      ]),
    ).toBe(0);
    expect(findHeader([])).toBe(0);
  });

  it('says what is missing from a choice of columns', () => {
    expect(mappingProblem({ name: 0 })).toBe('import_columns_missing');
    expect(mappingProblem({ name: 0, employee_no: 0 })).toBe('import_columns_twice');
    expect(mappingProblem({ name: 0, employee_no: 1 })).toBeUndefined();
    expect(mappingProblem({ name: 0, employee_no: 1, team: undefined, trade: undefined })).toBeUndefined();
  });
});
