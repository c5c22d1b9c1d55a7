import type { APIRoute } from 'astro';
import { organisationId } from '#domains/membership/organisations/data.ts';
import { houseHead } from '#domains/membership/roster/data.ts';
import { asDownload } from '#platform/download.ts';
import { workbookDownload } from '#platform/workbook.ts';
import { fieldHints, fieldLabels, headerRow } from '#domains/membership/roster/labels.ts';
import { byteOrderMark, csvLines } from '#platform/sheets/csv.ts';
import { fields, isRequired } from '#domains/membership/roster/vocabulary.ts';
import { m } from '#platform/i18n/compiled/messages.js';

/** An empty sheet with the columns that are read, and a second one that says what may stand in them. */
export const GET: APIRoute = async ({ params, url, locals }) => {
  await houseHead(locals.db, organisationId(params['id']));
  const name = m.roster_file_template();
  if (url.searchParams.get('as') === 'csv') return asDownload(`${name}.csv`, byteOrderMark + csvLines([headerRow()]));
  const rules = fields.map((field) => [
    fieldLabels[field](),
    isRequired(field) ? m.roster_required() : m.membership_optional(),
    fieldHints[field](),
  ]);
  return workbookDownload(`${name}.xlsx`, [
    { name: m.roster_sheet_people(), rows: [headerRow()], widths: [14, 14, 20, 8, 12, 14, 16, 14, 24] },
    {
      name: m.roster_sheet_rules(),
      rows: [[m.roster_column_label(), m.roster_required(), m.roster_rule_label()], ...rules],
      widths: [16, 10, 90],
    },
  ]);
};
