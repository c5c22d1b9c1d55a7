import type { APIRoute } from 'astro';
import { organisationId } from '#domains/membership/organisations/data.ts';
import { exportRoster, houseHead } from '#domains/membership/roster/data.ts';
import { asDownload } from '#platform/download.ts';
import { streamCsv } from '#domains/membership/roster/downloads.ts';
import { workbookDownload } from '#platform/workbook.ts';
import { headerRow, personRow } from '#domains/membership/roster/labels.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { plainDate } from '#ui/format.ts';

/** Everybody of a house as a sheet that can be mended and imported again. */
export const GET: APIRoute = async ({ params, url, locals }) => {
  const { id, name } = await houseHead(locals.db, organisationId(params['id']));
  const file = `${m.roster_file_people()} ${name} ${plainDate(new Date())}`;
  if (url.searchParams.get('as') === 'csv') {
    const parts = async function* () {
      yield [headerRow()];
      for await (const people of exportRoster(locals.db, id)) yield people.map(personRow);
    };
    return asDownload(`${file}.csv`, streamCsv(parts()));
  }
  const rows = [headerRow()];
  for await (const people of exportRoster(locals.db, id)) rows.push(...people.map(personRow));
  return workbookDownload(`${file}.xlsx`, [
    { name: m.roster_sheet_people(), rows, widths: [14, 14, 20, 8, 12, 14, 16, 14, 24] },
  ]);
};
