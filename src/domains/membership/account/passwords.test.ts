import { describe, expect, it } from 'vitest';
import { passwordProblem } from '#domains/membership/account/passwords.ts';

describe('passwords', () => {
  it.each([
    ['short', 'password_too_short'],
    ['密'.repeat(25), 'password_too_long'],
    ['工人学习每一天', 'password_too_short'],
    ['穿安全帽再进车间', undefined],
    ['correct horse battery', undefined],
    ['焊工小组2024年第一', undefined],
    ['kx7-mute-lantern', undefined],
    ['long and unheard of', undefined],
    ['Tq9!vmRx', undefined],
  ])('%s: %s', (password, problem) => expect(passwordProblem(password)).toBe(problem));

  const common = [
    '12345678',
    'aaaaaaaaaa',
    'Password1',
    'P@ssw0rd!',
    'woaini1314',
    'Woaini520',
    '1qaz2wsx3edc',
    'qazwsxedc',
  ];
  common.push('asdfghjkl', 'zhangwei123', 'aa123456', '87654321a', 'a123456789', '5201314520', '12341234', 'abcabcabc');
  common.push(
    'iloveyou1',
    'football1',
    'Sunshine2024',
    '19900101',
    '1990-01-01'.replaceAll('-', ''),
    'mima123456',
    '88888888',
  );
  common.push('ａａ１２３４５６', 'qwe123asd', '147258369', '1q2w3e4r', '中国中国中国中国', 'dragon!!!!', '00000000a');
  it.each(common)('%s is known to everybody', (password) =>
    expect(passwordProblem(password)).toBe('password_too_common'),
  );

  it.each([
    ['a13900001234', ['+8613900001234']],
    ['00001234abc', ['+8613900001234']],
    ['liuxiangyang7', ['liuxiangyang@people.example']],
    ['XiangyangLiu1', ['Liu Xiangyang']],
    ['liuxiangyang', ['刘向阳']],
    ['刘向阳刘向阳12', ['刘向阳']],
    ['JG000001!', ['JG000001']],
  ])('%s is known to whoever knows %j', (password, about) =>
    expect(passwordProblem(password, about)).toBe('password_too_common'),
  );

  it('may hold a part of a name when enough is left', () =>
    expect(passwordProblem('liu likes quiet lathes', ['Liu Xiangyang'])).toBeUndefined());
});
