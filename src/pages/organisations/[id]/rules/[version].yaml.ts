import type { APIRoute } from 'astro';
import { ruleSource } from '#domains/credits/rulebook/data.ts';
import { shippedSource } from '#domains/credits/rulebook/reading.ts';
import { organisationId } from '#domains/membership/organisations/data.ts';
import { asDownload } from '#platform/download.ts';
import { idFrom } from '#platform/fields.ts';

/** Rules as they were written: those a federation put up, or the general ones to begin with. */
export const GET: APIRoute = async ({ params: { id, version = '' }, locals }) => {
  const organisation = organisationId(id);
  if (version === 'general') return asDownload('general.yaml', shippedSource());
  return asDownload(`${version}.yaml`, await ruleSource(locals.db, organisation, idFrom(version, 'rules_not_found')));
};
