import { describe, expect, it } from 'vitest';
import { readSheetFile } from '#domains/membership/roster/sheet.ts';
import { writeWorkbook } from '#platform/workbook.ts';

const write = (rows: string[][]) => writeWorkbook([{ name: '名单', rows, widths: [] }]);

describe('files', () => {
  it('are known by their content', async () => {
    const sheet = await readSheetFile(
      await write([
        ['工号', '姓名'],
        ['1', '甲'],
      ]),
    );
    expect(sheet).toEqual({
      headers: ['工号', '姓名'],
      mapping: { employee_no: 0, name: 1 },
      rows: [{ row_no: 2, cells: ['1', '甲'] }],
    });
    expect((await readSheetFile(Buffer.from('姓名,工号\n甲,1\n'))).mapping).toEqual({ employee_no: 1, name: 0 });
  });

  it('are refused in words when they are old, empty or nothing of the kind', async () => {
    await expect(readSheetFile(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toThrow('file_is_old_excel');
    await expect(readSheetFile(Buffer.from('工号,姓名\n'))).rejects.toThrow('file_empty');
    await expect(readSheetFile(Buffer.from('\n\n'))).rejects.toThrow('file_empty');
    await expect(readSheetFile(Buffer.from('PK\u0003\u0004 nothing'))).rejects.toThrow('file_not_understood');
  });
});
