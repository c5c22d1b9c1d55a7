import { templatesSchema, type Template, type TemplateForm } from '#domains/records/certificates/schema.ts';
import type { CertificateKind } from '#domains/records/certificates/rules.ts';
import { unwrap, type Db } from '#platform/db.ts';

export const issueCertificate = (db: Db, outcome: string, audience: string): Promise<string> =>
  unwrap(db.rpc('issue_certificate', { outcome, audience: audience.slice(0, 60) }));

/** The words an organisation has found itself, by kind. */
export async function templatesOf(db: Db, organisation: string): Promise<Partial<Record<CertificateKind, Template>>> {
  const rows = db.from('certificate_templates').select('kind, heading, wording, signer');
  const found = templatesSchema.parse(await unwrap(rows.eq('organisation_id', organisation)));
  return Object.fromEntries(found.map(({ kind, ...template }) => [kind, template]));
}

export const keepTemplate = (db: Db, { organisation, kind, ...template }: TemplateForm) =>
  unwrap(db.rpc('keep_certificate_template', { organisation, kind, template }));

/** From now on the organisation above speaks again. */
export const dropTemplate = (db: Db, organisation: string, kind: CertificateKind) =>
  unwrap(db.rpc('keep_certificate_template', { organisation, kind, template: null }));
