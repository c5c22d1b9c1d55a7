import type { APIRoute } from 'astro';
import { organisationId } from '#domains/membership/organisations/data.ts';
import { workbookDownload } from '#platform/workbook.ts';
import { allRejected, importOf } from '#domains/membership/roster/imports/data.ts';
import { rejectedRows } from '#domains/membership/roster/labels.ts';
import { m } from '#platform/i18n/compiled/messages.js';

/** The rejected rows with their reasons, to be mended and sent again. */
export const GET: APIRoute = async ({ params, locals }) => {
  const job = await importOf(locals.db, params['import'] ?? '', organisationId(params['id']));
  const rows = rejectedRows(job.headers, await allRejected(locals.db, job.id));
  const widths = rows[0]?.map((_, index, all) => (index === all.length - 1 ? 60 : 14)) ?? [];
  return workbookDownload(`${m.roster_file_rejected()} ${job.file_name.replace(/\.\w+$/, '')}.xlsx`, [
    { name: m.roster_sheet_people(), rows, widths },
  ]);
};
