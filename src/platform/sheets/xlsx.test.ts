import { buffer as collect } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { readWorkbook } from '#platform/sheets/xlsx.ts';
import { writeWorkbook } from '#platform/workbook.ts';

const write = (rows: (string | number)[][]) => writeWorkbook([{ name: '职工', rows, widths: [10, 10] }]);
const cellsOf = async (bytes: Buffer) => (await readWorkbook(bytes)).map(({ cells }) => cells);

/** A workbook by hand, to hold what no honest program writes. */
function forge(sheet: string, more: Record<string, Buffer> = {}): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const files: Record<string, Buffer> = {
    'xl/workbook.xml': Buffer.from(
      `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': Buffer.from(
      `<Relationships><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': Buffer.from(`<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`),
    ...more,
  };
  for (const [name, content] of Object.entries(files)) zip.addBuffer(content, name);
  zip.end();
  return collect(zip.outputStream);
}

const inline = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

describe('workbooks', () => {
  it('come back as they were written', async () => {
    const rows = [
      ['工号', '姓名'],
      ['0012', '=1+1'],
      ['constructor', '__proto__'],
      ['@x', '甲 & <乙>'],
    ];
    expect(await cellsOf(await write(rows))).toEqual(rows);
  });

  it('keep the digits of a number', async () => {
    expect(
      await cellsOf(await forge(`<row r="1">${'<c r="A1"><v>10023</v></c><c r="B1"><v>1.0023E4</v></c>'}</row>`)),
    ).toEqual([['10023', '10023']]);
  });

  it('read an error in a cell as its text', async () => {
    const sheet = `<row r="1">${inline('A1', '工号')}</row><row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>`;
    expect(await cellsOf(await forge(sheet))).toEqual([['工号'], ['#N/A']]);
  });

  it('keep the numbers of rows', async () => {
    const sheet = `<row r="2">${inline('A2', '工号')}</row><row r="5">${inline('A5', 'x')}</row>`;
    expect(await readWorkbook(await forge(sheet))).toEqual([
      { row_no: 2, cells: ['工号'] },
      { row_no: 5, cells: ['x'] },
    ]);
  });

  it.each([
    ['a cell in the last corner', `<row r="1048576">${inline('XFD1048576', 'x')}</row>`, 'too_many_rows'],
    ['a cell far to the right', `<row r="1">${inline('XFD1', 'x')}</row>`, 'file_too_many_columns'],
    ['a row beyond all rows', `<row r="9999999">${inline('A9999999', 'x')}</row>`, 'file_not_understood'],
    [
      'an address that hides',
      `<row foo=">" r="99999999"><c r="A1"><v>1</v></c></row><row <c r="A1">`,
      'file_not_understood',
    ],
    ['an address in entities', `<row r="&#57;&#57;&#57;&#57;&#57;&#57;&#57;&#57;"></row>`, 'file_not_understood'],
  ])('refuse %s', async (_, sheet, word) => {
    await expect(readWorkbook(await forge(sheet))).rejects.toThrow(word);
  });

  it('refuse a bomb without unfolding it', async () => {
    const bomb = await forge('', { 'xl/media/x.xml': Buffer.alloc(300 * 1024 * 1024, ' ') });
    const before = process.memoryUsage().rss;
    await expect(readWorkbook(bomb)).rejects.toThrow('file_unpacks_too_large');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('refuse a zip that is no workbook, and a workbook cut short', async () => {
    const zip = new yazl.ZipFile();
    zip.addBuffer(Buffer.from('x'), 'a.txt');
    zip.end();
    await expect(readWorkbook(await collect(zip.outputStream))).rejects.toThrow('file_not_understood');
    const whole = await write([
      ['工号', '姓名'],
      ['1', '甲'],
    ]);
    await expect(readWorkbook(whole.subarray(0, whole.length / 2))).rejects.toThrow('file_not_understood');
  });
});
