import { buffer as collect } from 'node:stream/consumers';
import { readSheet } from 'read-excel-file/node';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { cleanCell, limits, type SheetRow } from '#platform/sheets/rows.ts';
import { Failure } from '#platform/errors.ts';

const MiB = 1024 * 1024;
const caps = { entries: 2000, unpacked: 64 * MiB, ratio: 200, row: 1_048_576, filledRow: 50_000, column: 16_384 };

const tooLarge = () => new Failure('file_unpacks_too_large', 422);
const notUnderstood = (cause?: unknown) => new Failure('file_not_understood', 422, {}, { cause });

async function inflate(zip: yauzl.ZipFile, entry: yauzl.Entry, left: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream = await zip.openReadStreamPromise(entry);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > left || (size > MiB && size > caps.ratio * entry.compressedSize)) {
      stream.destroy();
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const loose = /<(?:[\w.-]+:)?(?:row|c)[\s/>]/g;
const strict = /<((?:[\w.-]+:)?)(row|c)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;
const address = /\sr\s*=\s*["']([^"']*)["']/;

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/**
 * A sheet of one cell in its last corner would unfold into billions of empty ones, so addresses are looked at first. A cell that holds an
 * error (#N/A) becomes its text: it is the business of its row, not of the whole file.
 */
function tameSheet(xml: string): string {
  let tags = 0;
  const tamed = xml.replace(
    strict,
    (tag: string, _prefix: string, name: string, attributes: string, closed: string) => {
      tags++;
      const at = address.exec(attributes)?.[1];
      if (at === undefined) return tag;
      const [, letters, row] = /^([A-Z]{0,3})(\d{1,7})$/.exec(at) ?? [];
      if (letters === undefined || Number(row) > caps.row || columnOf(letters) > caps.column) throw notUnderstood();
      if (name === 'row' || closed === '/') return tag;
      if (Number(row) > caps.filledRow) throw new Failure('too_many_rows', 422, { limit: limits.rows });
      if (columnOf(letters) > limits.columns)
        throw new Failure('file_too_many_columns', 422, { limit: limits.columns });
      return tag.replace(/(\st\s*=\s*["'])e(["'])/, '$1str$2');
    },
  );
  if (tags !== (xml.match(loose)?.length ?? 0)) throw notUnderstood();
  return tamed;
}

/** Unpacks a workbook under strict caps and packs its plain parts anew, so that the reader meets nothing it did not expect. */
async function repack(bytes: Buffer): Promise<Buffer> {
  const zip = await yauzl.fromBufferPromise(bytes).catch((cause: unknown) => Promise.reject(notUnderstood(cause)));
  if (zip.entryCount > caps.entries) throw tooLarge();
  const clean = new yazl.ZipFile();
  let left = caps.unpacked;
  const names = new Set<string>();
  for await (const entry of zip.eachEntry()) {
    if (!/\.(xml|rels)$/.test(entry.fileName) || names.has(entry.fileName)) continue;
    if (entry.isEncrypted()) throw notUnderstood();
    names.add(entry.fileName);
    const content = await inflate(zip, entry, left);
    left -= content.length;
    const sheet = /worksheets\//.test(entry.fileName) || content.includes('sheetData');
    clean.addBuffer(sheet ? Buffer.from(tameSheet(content.toString('utf8'))) : content, entry.fileName, {
      compress: false,
    });
  }
  if (!names.has('xl/workbook.xml')) throw notUnderstood();
  clean.end();
  return collect(clean.outputStream);
}

/** Digits stay the digits that were typed; a date is written as a date. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return cleanCell(String(value));
}

const keepDigits = (raw: string): string => (Number.isSafeInteger(Number(raw)) ? String(Number(raw)) : raw);

export async function readWorkbook(bytes: Buffer): Promise<SheetRow[]> {
  try {
    const data = (await readSheet(await repack(bytes), { parseNumber: keepDigits })) as unknown[][];
    const rows: SheetRow[] = [];
    for (const [index, values] of data.entries()) {
      if (values.every((value) => value === null)) continue;
      if (rows.length > limits.rows + 10) throw new Failure('too_many_rows', 422, { limit: limits.rows });
      rows.push({ row_no: index + 1, cells: values.slice(0, limits.columns).map(cellText) });
    }
    return rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (cause) {
    throw cause instanceof Failure ? cause : notUnderstood(cause);
  }
}
