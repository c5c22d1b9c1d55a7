import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanCell } from '#platform/sheets/rows.ts';
import { byteOrderMark, csvLines, decodeText, escapeFormula, readCsv, unescapeFormula } from '#platform/sheets/csv.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const rowsOf = (content: Uint8Array) => readCsv(content).map(({ cells }) => cells);

describe('formulas', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', "'=1"])('%j can not run', (value) => {
    expect(escapeFormula(value)).toBe(`'${value}`);
  });

  it('an escaped text never begins with a sign, and comes back as it was', () => {
    const sign = fc.constantFrom('=', '+', '-', '@', '\t', '\r', "'", '＝', '');
    fc.assert(
      fc.property(sign, sign, fc.string(), (first, second, rest) => {
        const value = first + second + rest;
        expect(escapeFormula(value)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
        expect(unescapeFormula(escapeFormula(value))).toBe(value);
      }),
    );
  });
});

describe('CSV', () => {
  it('reads what it writes', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 30 }).map(cleanCell);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 8 }), (rows) => {
        // Two figures in each row keep the guess of the separator honest, as the headers of a real sheet do.
        const table = rows.map((row, index) => ['A', 'B', String(index), ...row]);
        expect(rowsOf(bytes(byteOrderMark + csvLines(table)))).toEqual(table);
      }),
    );
  });

  it('keeps the numbers of rows, empty ones included', () => {
    expect(readCsv(bytes('工号,姓名\r\n,\r\nA1,甲\r\n'))).toEqual([
      { row_no: 1, cells: ['工号', '姓名'] },
      { row_no: 3, cells: ['A1', '甲'] },
    ]);
  });

  it('reads commas, tabs and semicolons', () => {
    for (const separator of [',', '\t', ';'])
      expect(rowsOf(bytes(`工号${separator}姓名\nA1${separator}甲\n`))).toEqual([
        ['工号', '姓名'],
        ['A1', '甲'],
      ]);
  });

  it('tells UTF-8, UTF-16 and GB18030 apart', () => {
    const text = '工号,姓名\nA1,职工甲㐀\n';
    expect(decodeText(bytes(text))).toBe(text);
    expect(decodeText(bytes(byteOrderMark + text))).toBe(text);
    expect(decodeText(Buffer.from(byteOrderMark + text, 'utf16le'))).toBe(text);
    const gb = spawnSync('iconv', ['-f', 'utf-8', '-t', 'gb18030'], { input: text });
    // Not every machine has iconv; these are the bytes it writes for the first line.
    const known = Buffer.from('b9a4bac52cd0d5c3fb0a', 'hex');
    expect(decodeText(known)).toBe('工号,姓名\n');
    if (gb.status === 0) expect(decodeText(gb.stdout)).toBe(text);
  });

  it.each([
    ['bytes that are no text', Buffer.from([0, 1, 2, 3])],
    ['bytes of no encoding', Buffer.from([0x41, 0xff, 0xff, 0x41])],
  ])('refuses %s', (_, content) => expect(() => readCsv(content)).toThrow('file_not_understood'));

  it('refuses too much', () => {
    expect(() => readCsv(bytes('a,b\n'.repeat(20_100)))).toThrow('too_many_rows');
    expect(() => readCsv(bytes(Array.from({ length: 101 }, () => 'a').join(',')))).toThrow('file_too_many_columns');
    expect(() => readCsv(bytes(','.repeat(1_000_000)))).toThrow('file_too_many_columns');
  });
});
