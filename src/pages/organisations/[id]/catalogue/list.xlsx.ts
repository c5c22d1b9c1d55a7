import type { APIRoute } from 'astro';
import { organisationId } from '#domains/membership/organisations/data.ts';
import { catalogueOf } from '#domains/records/catalogue/data.ts';
import { catalogueRows } from '#domains/records/catalogue/sheet.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { workbookDownload } from '#platform/workbook.ts';

/** The catalogue as it is, or only its headings: the sheet that can be sent back. */
export const GET: APIRoute = async ({ params, locals }) => {
  const catalogue = await catalogueOf(locals.db, organisationId(params['id']));
  const rows = catalogueRows(catalogue?.entries ?? [], getLocale());
  const widths = rows[0]?.map((_, index) => (index < 3 ? 24 : 12)) ?? [];
  return workbookDownload(`${m.records_catalogue()}.xlsx`, [{ name: m.records_catalogue(), rows, widths }]);
};
