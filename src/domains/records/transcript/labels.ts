import { printCode, resultColumns, resultRow, sumText, verifyAddress } from '#domains/records/shares/labels.ts';
import type { MyShare } from '#domains/records/shares/schema.ts';
import type { Transcript } from '#domains/records/transcript/pdf.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { formatDate, plainDate } from '#ui/format.ts';

/** What a share shows, as the words of a transcript. */
export function transcriptOf(share: MyShare, url: URL): Transcript {
  const day = (date: string) => formatDate(getLocale(), date);
  const address = verifyAddress(share.code, url);
  const [year = 0, month = 0, date = 0] = plainDate(share.created_at).split('-').map(Number);
  return {
    title: m.records_title(),
    issuer: m.common_product(),
    lang: getLocale() === 'en' ? 'en' : 'zh',
    made: [year, month, date],
    about: [
      [m.records_transcript_holder(), share.name ?? '—'],
      [m.records_transcript_for(), share.audience],
      [m.records_transcript_made(), day(share.created_at)],
      ...(share.expires_on ? [[m.records_transcript_until(), day(share.expires_on)] as [string, string]] : []),
    ],
    code: printCode(share.code),
    address,
    qr_alt: m.records_share_qr(),
    sum: sumText(share.results),
    columns: resultColumns().map(({ label }) => label),
    rows: share.results.map((result) => resultRow(result, plainDate)),
    seal: m.records_transcript_seal(),
    how: m.records_transcript_how({ address }),
  };
}
