import type { APIRoute } from 'astro';
import { paperFor } from '#domains/records/certificates/labels.ts';
import { certificatePdf } from '#domains/records/certificates/pdf.ts';
import { myShare } from '#domains/records/shares/data.ts';
import { resultColumns, resultRow, verifyAddress } from '#domains/records/shares/labels.ts';
import { signedFile, signedShare } from '#domains/records/signed/data.ts';
import { signedFormats } from '#domains/records/signed/schema.ts';
import { transcriptOf } from '#domains/records/transcript/labels.ts';
import { transcriptPdf } from '#domains/records/transcript/pdf.ts';
import { asDownload } from '#platform/download.ts';
import { Failure } from '#platform/errors.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { workbookDownload } from '#platform/workbook.ts';
import { plainDate } from '#ui/format.ts';

/** What a share shows, as a file that says where it can be verified. */
export const GET: APIRoute = async ({ params: { share: id = '', format }, locals, url }) => {
  const signed = signedFormats.find((one) => one === format);
  if (signed) {
    const share = await signedShare(locals.db, id);
    return asDownload(`${share.audience} ${signed}`, await signedFile(share, signed, url));
  }
  const share = await myShare(locals.db, id);
  const { code, name, created_at, expires_on, results } = share;
  const verify_at = verifyAddress(code, url);
  const title = `${m.records_title()} ${name ?? ''} ${plainDate(created_at)}`;
  if (format === 'record.json') {
    const record = { name, created_at, expires_on, verify_at, results };
    return asDownload(`${title}.json`, JSON.stringify(record, null, 2));
  }
  if (format === 'record.pdf') {
    return asDownload(`${title}.pdf`, new Uint8Array(transcriptPdf(transcriptOf(share, url))));
  }
  if (format === 'certificate.pdf' && share.certificate) {
    return asDownload(`${share.audience}.pdf`, new Uint8Array(certificatePdf(paperFor(share, share.certificate, url))));
  }
  if (format !== 'record.xlsx') throw new Failure('not_found', 404);
  const rows = results.map((result) => resultRow(result, plainDate));
  return workbookDownload(`${title}.xlsx`, [
    {
      name: m.records_nav(),
      rows: [resultColumns().map(({ label }) => label), ...rows, [], [m.records_share_verify_at(), verify_at]],
      widths: [30, 36, 14, 16, 24, 24],
    },
  ]);
};
