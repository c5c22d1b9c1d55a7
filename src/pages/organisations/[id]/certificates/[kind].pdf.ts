import type { APIRoute } from 'astro';
import { organisationId, organisationPage } from '#domains/membership/organisations/data.ts';
import { templatesOf } from '#domains/records/certificates/data.ts';
import { sampleFor } from '#domains/records/certificates/labels.ts';
import { certificatePdf } from '#domains/records/certificates/pdf.ts';
import { certificateKinds } from '#domains/records/certificates/schema.ts';
import { asDownload } from '#platform/download.ts';
import { Failure } from '#platform/errors.ts';
import { m } from '#platform/i18n/compiled/messages.js';

/** How the certificates of an organisation look now, for whoever words them. */
export const GET: APIRoute = async ({ params, locals: { db }, url }) => {
  const id = organisationId(params['id']);
  const kind = certificateKinds.find((one) => one === params['kind']);
  const { name, powers } = await organisationPage(db, id);
  if (!powers.govern && !powers.manage) throw new Failure('not_allowed', 403);
  if (!kind) throw new Failure('not_found', 404);
  const paper = sampleFor(kind, (await templatesOf(db, id))[kind], name, url);
  return asDownload(`${m.records_certificates()} ${name}.pdf`, new Uint8Array(certificatePdf(paper)));
};
