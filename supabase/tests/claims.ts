import type { Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

export const picture = `${'a'.repeat(64)}.png`;
export const claimId = '00000000-0000-4000-8000-000000000c01';

/** A claim as the form sends it. */
export const certificate = (changed: object = {}) => ({
  id: claimId,
  organisation_id: organisations.factory,
  kind: 'skill_level',
  title: '电工高级',
  issuer: '某鉴定中心',
  achieved_on: '2025-05-01',
  facts: { trade: '电工', level: '高级工' },
  files: [] as object[],
  ...changed,
});

export const claim = (tx: Transaction, sent: object = certificate()) =>
  tx.attempt<{ id: string }>('select public.claim_outcome($1::text::jsonb) as id', [JSON.stringify(sent)]);

interface Decision {
  verdict?: 'verified' | 'refused';
  reason?: string;
  worker?: Person;
  organisation?: string;
}

export async function decide(
  tx: Transaction,
  decider: Person,
  { verdict = 'verified', reason, worker = 'worker', organisation = organisations.factory }: Decision = {},
) {
  await tx.as(decider);
  const rows = [{ worker: workerIds[worker], claim: claimId, verdict, reason }];
  const { rows: answer, error } = await tx.attempt<{ decided: { refusal: string | null }[] }>(
    'select public.decide_claims($1::uuid, $2::text::jsonb) as decided',
    [organisation, JSON.stringify(rows)],
  );
  return error ? error.message : (answer[0]?.decided[0]?.refusal ?? 'done');
}

export interface Queue {
  more: boolean;
  claims: { id: string; name: string; own: boolean; verdict: string | null }[];
}

export const queue = async (tx: Transaction, decided = false) =>
  tx.attempt<{ page: Queue }>('select public.organisation_claims($1::uuid, $2::boolean) as page', [
    organisations.factory,
    decided,
  ]);

/** Puts a file where the storage service would keep it, with her own rights. */
export const lay = (tx: Transaction, owner: Person, name = picture) =>
  tx.attempt(`insert into storage.objects (bucket_id, name) values ('evidence', $1)`, [
    `${workerIds[owner]}/${claimId}/${name}`,
  ]);
