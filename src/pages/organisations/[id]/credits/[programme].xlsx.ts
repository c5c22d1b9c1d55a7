import type { APIRoute } from 'astro';
import { amountText } from '#domains/credits/labels.ts';
import { schoolCounter } from '#domains/credits/programmes/data.ts';
import { planRows } from '#domains/credits/programmes/sheet.ts';
import { organisationId } from '#domains/membership/organisations/data.ts';
import { Failure } from '#platform/errors.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { workbookDownload } from '#platform/workbook.ts';

/** A programme's plan as it is, or only its headings: the sheet that can be sent back. */
export const GET: APIRoute = async ({ params, locals }) => {
  const { programmes } = await schoolCounter(locals.db, organisationId(params['id']));
  const found = programmes.find(({ id }) => id === params['programme']);
  if (!found) throw new Failure('programme_not_found', 404);
  const amount = (steps: number) => amountText(steps, found).replaceAll(',', '');
  const rows = planRows(found.plan, amount, getLocale());
  return workbookDownload(`${found.title}.xlsx`, [
    { name: m.credits_plan(), rows, widths: [16, 14, 14, 12, 24, 8, 12, 24, 12, 12, 10] },
  ]);
};
