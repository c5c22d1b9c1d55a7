import type { APIRoute } from 'astro';
import { organisationId } from '#domains/membership/organisations/data.ts';
import { importOutcomes } from '#domains/records/imports/data.ts';
import { headerRow, rejectedRows } from '#domains/records/imports/labels.ts';
import { importFormSchema } from '#domains/records/imports/schema.ts';
import { Failure } from '#platform/errors.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { workbookDownload } from '#platform/workbook.ts';

const widths = [12, 12, 14, 14, 28, 24, ...Array.from({ length: 10 }, () => 12), 60];
const sheet = (rows: string[][]) =>
  workbookDownload(`${m.records_import()}.xlsx`, [{ name: m.records_import(), rows, widths }]);

/** An empty sheet with the columns that are read. */
export const GET: APIRoute = ({ params }) => {
  if (params['file'] !== 'template') throw new Failure('not_found', 404);
  return sheet([headerRow()]);
};

/** The rows of a sheet that can't be taken, each with its reasons. Nothing is entered. */
export const POST: APIRoute = async ({ params, locals, request }) => {
  if (params['file'] !== 'rejected') throw new Failure('not_found', 404);
  const organisation = organisationId(params['id']);
  const sent = { ...Object.fromEntries(await request.formData()), organisation, mode: 'check' };
  const form = importFormSchema.safeParse(sent);
  if (!form.success) throw new Failure('outcomes_file_missing', 422);
  return sheet(rejectedRows(await importOutcomes(locals.db, form.data)));
};
