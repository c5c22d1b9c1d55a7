import type { APIRoute } from 'astro';
import { auditPage, organisationId, type AuditEntry } from '#domains/membership/organisations/data.ts';
import { actionLabel, actorName, factsText, subjectName } from '#domains/membership/organisations/labels.ts';
import { isAction } from '#domains/membership/organisations/rules.ts';
import { asDownload } from '#platform/download.ts';
import { streamCsv } from '#domains/membership/roster/downloads.ts';
import type { Db } from '#platform/db.ts';
import { m } from '#platform/i18n/compiled/messages.js';
import { plainDate } from '#ui/format.ts';

const page = 1000;

const header = () => [
  m.roster_audit_time(),
  m.roster_audit_deed(),
  m.roster_audit_actor(),
  m.roster_audit_subject(),
  m.roster_audit_organisation(),
  m.roster_audit_facts(),
];

const line = (entry: AuditEntry) => [
  entry.at,
  actionLabel(entry.action),
  actorName(entry),
  subjectName(entry),
  entry.organisation,
  factsText(entry.facts),
];

async function* log(db: Db, organisation: string, action: string | undefined, first: AuditEntry[]) {
  yield [header()];
  let entries = first;
  for (;;) {
    yield entries.slice(0, page).map(line);
    const last = entries[page - 1];
    if (!last || entries.length <= page) return;
    ({ entries } = await auditPage(db, organisation, { action, before: { at: last.at, id: last.id } }, page));
  }
}

/** The log as a sheet, the newest first. */
export const GET: APIRoute = async ({ params, url, locals }) => {
  const id = organisationId(params['id']);
  const wanted = url.searchParams.get('action') ?? '';
  const action = isAction(wanted) ? wanted : undefined;
  // The first page is read before anything is answered, so that a refusal is a refusal and not half a file.
  const { name, entries } = await auditPage(locals.db, id, { action }, page);
  const file = `${m.roster_audit()} ${name} ${plainDate(new Date())}.csv`;
  return asDownload(file, streamCsv(log(locals.db, id, action, entries)));
};
