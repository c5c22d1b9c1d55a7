import { filled, type CertificateKind } from '#domains/records/certificates/rules.ts';
import type { Paper } from '#domains/records/certificates/pdf.ts';
import type { Certificate, Template } from '#domains/records/certificates/schema.ts';
import { printCode, resultFrom, resultTitle, verifyAddress } from '#domains/records/shares/labels.ts';
import type { MyShare } from '#domains/records/shares/schema.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { getLocale } from '#platform/i18n/compiled/runtime.js';
import { formatDate, formatMinutes, plainDate } from '#ui/format.ts';

export const certificateLabels: Record<CertificateKind, () => string> = {
  course: m.records_certificate_course,
  level: m.records_certificate_level,
};

/** Words for whoever has found none, and to begin with. The places stay places. */
export const ownWords = (kind: CertificateKind): Template => ({
  heading: kind === 'course' ? m.records_certificate_heading_course() : m.records_certificate_heading_level(),
  wording: { course: m.records_certificate_words_course, level: m.records_certificate_words_level }[kind]({
    ...{ name: '{name}', title: '{title}', hours: '{hours}', day: '{day}', issuer: '{issuer}' },
  }),
  signer: '',
});

interface Said {
  words: Template;
  issuer: string;
  said: Record<string, string>;
  made: string;
  code: string;
  number: string;
  url: URL;
}

function paperOf({ words, issuer, said, made, code, number, url }: Said): Paper {
  const [year = 0, month = 0, day = 0] = plainDate(made).split('-').map(Number);
  const address = verifyAddress(code, url);
  return {
    heading: words.heading,
    body: filled(words.wording, said),
    issuer,
    signer: words.signer,
    lang: getLocale() === 'en' ? 'en' : 'zh',
    made: [year, month, day],
    day: formatDate(getLocale(), made),
    number,
    address,
    qr_alt: m.records_share_qr(),
    how: m.records_certificate_how({ address }),
    seal: m.records_transcript_seal(),
  };
}

/** A certificate as it was worded on its day, for one result of its holder. */
export function paperFor(share: MyShare, { kind, issuer, template }: Certificate, url: URL): Paper {
  const [result] = share.results;
  if (!result) throw new Error('a certificate without a result');
  const from = resultFrom(result);
  return paperOf({
    words: template ?? ownWords(kind),
    issuer: issuer ?? result.verifier ?? from,
    said: {
      ...{ name: share.name ?? '—', title: resultTitle(result), issuer: from },
      ...{ hours: formatMinutes(getLocale(), result.hours_min ?? 0), day: formatDate(getLocale(), result.achieved_at) },
    },
    ...{ made: share.created_at, code: share.code, url },
    number: m.records_certificate_number({ number: printCode(share.code) }),
  });
}

const sampleTitles: Record<CertificateKind, () => string> = {
  course: m.records_certificate_sample_title,
  level: m.records_certificate_sample_level,
};

/** How it will look, with somebody and something that do not exist. Its number verifies nothing. */
export const sampleFor = (kind: CertificateKind, words: Template | undefined, issuer: string, url: URL): Paper =>
  paperOf({
    words: words ?? ownWords(kind),
    issuer,
    said: {
      ...{ name: m.records_certificate_sample_name(), title: sampleTitles[kind](), issuer },
      ...{ hours: formatMinutes(getLocale(), 90), day: formatDate(getLocale(), new Date().toISOString()) },
    },
    ...{ made: new Date().toISOString(), code: '0'.repeat(20), url },
    number: m.records_certificate_sample(),
  });
