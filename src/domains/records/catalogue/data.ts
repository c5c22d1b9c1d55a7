import { catalogueSchema, type Catalogue, type CatalogueForm } from '#domains/records/catalogue/schema.ts';
import { readCatalogue, type Problem } from '#domains/records/catalogue/sheet.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';
import { readSheetRows } from '#platform/sheets/read.ts';

/** That of a federation, or of mine; nothing where I belong to none. */
export async function catalogueOf(db: Db, organisation?: string): Promise<Catalogue> {
  const { data, error } = await db.rpc('catalogue_of', organisation ? { organisation } : {});
  if (error) throw failureOf(error);
  return catalogueSchema.parse(data);
}

const most = 2000;

/** What of a sheet has to be mended; where that is anything, nothing of it was published. */
interface Kept {
  count: number;
  problems: Problem[];
}

export async function keepCatalogue(db: Db, { organisation, file }: CatalogueForm): Promise<Kept> {
  const read = readCatalogue(await readSheetRows(Buffer.from(await file.arrayBuffer())));
  if (!read) throw new Failure('catalogue_heading_missing', 422);
  const { entries, problems } = read;
  if (problems.length > 0) return { count: 0, problems };
  if (entries.length > most) throw new Failure('catalogue_too_long', 422);
  return { count: await unwrap(db.rpc('keep_catalogue', { organisation, entries })), problems };
}
