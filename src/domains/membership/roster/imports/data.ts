import * as z from 'zod';
import { mappingProblem, type Mapping } from '#domains/membership/roster/columns.ts';
import { checkRows, limits, type CheckedRow } from '#domains/membership/roster/rules.ts';
import { mappingShape } from '#domains/membership/roster/schema.ts';
import { readSheetFile } from '#domains/membership/roster/sheet.ts';
import { fields } from '#domains/membership/roster/vocabulary.ts';
import type { Json } from '#platform/database-types.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure } from '#platform/errors.ts';
import type { SheetRow } from '#platform/sheets/rows.ts';

const importSchema = z.object({
  id: z.string(),
  house_id: z.string(),
  file_name: z.string(),
  headers: z.array(z.string()),
  mapping: z.object(mappingShape),
  rows_good: z.number(),
  rows_bad: z.number(),
  created: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  uploaded_at: z.string(),
  staged_at: z.string().nullable(),
  last_chunk_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  replaced_at: z.string().nullable(),
});

export type RosterImport = z.infer<typeof importSchema>;

const importColumns =
  'id, house_id, file_name, headers, mapping, rows_good, rows_bad, created, changed, unchanged, uploaded_at, staged_at, last_chunk_at, finished_at, replaced_at' as const;

export async function importOf(db: Db, id: string, house?: string): Promise<RosterImport> {
  const known = z.uuid().safeParse(id).success;
  const rows = known ? await unwrap(db.from('roster_imports').select(importColumns).eq('id', id)) : [];
  const found = rows[0] && importSchema.parse(rows[0]);
  if (!found || (house !== undefined && found.house_id !== house)) throw new Failure('import_not_found', 404);
  return found;
}

/** What of mine still waits in this house, to go on with. */
export async function openImport(db: Db, house: string): Promise<RosterImport | undefined> {
  const rows = await unwrap(
    db
      .from('roster_imports')
      .select(importColumns)
      .eq('house_id', house)
      .is('replaced_at', null)
      .order('uploaded_at', { ascending: false })
      .limit(1),
  );
  return rows[0] && importSchema.parse(rows[0]);
}

const thisYear = () => new Date().getFullYear();

// So many rows travel in one call: enough to be quick, few enough for others to have their turn in between.
const staging = 1000;

async function stage(db: Db, id: string, rows: readonly SheetRow[], mapping: Mapping): Promise<void> {
  const checked: CheckedRow[] = checkRows(rows, mapping, thisYear());
  for (let from = 0; from < checked.length; from += staging) {
    const part = checked.slice(from, from + staging) as unknown as Json;
    await unwrap(db.rpc('stage_roster_rows', { import: id, rows: part }));
  }
  await unwrap(db.rpc('settle_roster_import', { import: id, mapping }));
}

/** Reads a file, checks each of its rows and keeps them until they are imported. */
export async function upload(db: Db, house: string, file: File): Promise<string> {
  const { headers, mapping, rows } = await readSheetFile(Buffer.from(await file.arrayBuffer()));
  const file_name = [...file.name.normalize('NFC').replace(/[\p{Cc}\p{Cf}]/gu, '')].slice(0, 100).join('');
  const id = await unwrap(db.rpc('begin_roster_import', { house, file_name, headers, mapping }));
  await stage(db, id, rows, mapping);
  return id;
}

const stagedSchema = z.array(z.object({ row_no: z.number(), cells: z.array(z.string()) }));

async function* stagedRows(db: Db, id: string, only?: 'problems'): AsyncGenerator<SheetRow[]> {
  let after = 0;
  for (;;) {
    const asked = db.from('roster_import_rows').select('row_no, cells').eq('import_id', id).gt('row_no', after);
    const narrowed = only ? asked.not(only, 'is', null) : asked;
    const rows = stagedSchema.parse(await unwrap(narrowed.order('row_no').limit(staging)));
    yield rows;
    after = rows.at(-1)?.row_no ?? after;
    if (rows.length < staging) return;
  }
}

/** Reads the kept rows anew by other columns. */
export async function remap(db: Db, id: string, mapping: Mapping): Promise<void> {
  const problem = mappingProblem(mapping);
  if (problem) throw new Failure(problem, 422);
  const rows: SheetRow[] = [];
  for await (const part of stagedRows(db, id)) rows.push(...part);
  await stage(db, id, rows, mapping);
}

const progressSchema = z.object({
  done: z.number(),
  good: z.number(),
  created: z.number(),
  changed: z.number(),
  unchanged: z.number(),
});

export type Progress = z.infer<typeof progressSchema>;

export async function importChunk(db: Db, id: string): Promise<Progress> {
  return progressSchema.parse(await unwrap(db.rpc('import_staged_rows', { import: id, up_to: 500 })));
}

/** One longer step, for browsers without scripts. */
export async function importFor(db: Db, id: string, patience_ms: number): Promise<Progress> {
  const until = performance.now() + patience_ms;
  for (;;) {
    const progress = await importChunk(db, id);
    if (progress.done >= progress.good || performance.now() > until) return progress;
  }
}

export const discard = (db: Db, id: string) => unwrap(db.rpc('discard_roster_import', { import: id }));

const problemSchema = z.object({
  field: z.enum(fields),
  word: z.enum(['missing', 'too_long', 'not_understood', 'duplicate', 'year_unlikely', 'group_not_understood']),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
const rejectedSchema = z.array(
  z.object({ row_no: z.number(), cells: z.array(z.string()), problems: z.array(problemSchema) }),
);

export type RejectedRow = z.infer<typeof rejectedSchema>[number];

async function rejectedAfter(db: Db, id: string, after: number, count: number): Promise<RejectedRow[]> {
  const asked = db.from('roster_import_rows').select('row_no, cells, problems').eq('import_id', id);
  return rejectedSchema.parse(
    await unwrap(asked.not('problems', 'is', null).gt('row_no', after).order('row_no').limit(count)),
  );
}

/** A page of rejected rows, with one more to tell whether there is a next. */
export const rejectedPage = (db: Db, id: string, after: number) => rejectedAfter(db, id, after, limits.preview + 1);

export async function allRejected(db: Db, id: string): Promise<RejectedRow[]> {
  const rows: RejectedRow[] = [];
  for (;;) {
    const part = await rejectedAfter(db, id, rows.at(-1)?.row_no ?? 0, staging);
    rows.push(...part);
    if (part.length < staging) return rows;
  }
}

const personSchema = z.object({
  employee_no: z.string(),
  name: z.string(),
  team: z.string().optional(),
  gender: z.enum(['female', 'male']).optional(),
  birth_year: z.number().optional(),
  employment_kind: z
    .enum(['regular', 'contract', 'dispatch', 'flexible', 'apprentice', 'retired', 'unemployed'])
    .optional(),
  trade: z.string().optional(),
  skill_level: z
    .enum([
      'apprentice',
      'junior',
      'intermediate',
      'senior',
      'technician',
      'senior_technician',
      'special_technician',
      'chief_technician',
    ])
    .optional(),
  groups: z.array(z.enum(['migrant', 'women', 'laid_off', 'hardship'])).optional(),
});

export type UnderstoodPerson = z.infer<typeof personSchema>;

/** The first few good rows as they were understood, so that a wrong column is seen before anything is imported. */
export async function understood(db: Db, id: string): Promise<UnderstoodPerson[]> {
  const asked = db.from('roster_import_rows').select('person').eq('import_id', id).not('person', 'is', null);
  return (await unwrap(asked.order('row_no').limit(5))).map(({ person }) => personSchema.parse(person));
}
