import type { Transaction } from '../../tests/support/database.ts';
import { organisations, workerIds, type Person } from '../../tests/support/people.ts';

export const subjectId = '00000000-0000-4000-8000-000000000f11';

/** A case about something of hers, opened as the domain would that it belongs to. */
export async function openCase(
  tx: Transaction,
  { kind = 'sample', worker = workerIds.worker, subject = subjectId, origin = organisations.federation as string } = {},
  satBefore: readonly (string | null)[] = [],
  named: readonly (string | null)[] = [],
): Promise<string> {
  await tx.as('owner');
  const { id } = await tx.one<{ id: string }>(
    'select private.open_case($1, $2::uuid, $3::uuid, $4::uuid, $5::uuid[], $6::uuid[]) as id',
    [kind, worker, subject, origin, `{${satBefore.join()}}`, `{${named.join()}}`],
  );
  return id;
}

/** A kind like `sample` with something else about it. */
export const otherKind = (tx: Transaction, kind: string, columns: Record<string, unknown>) =>
  tx.query(
    `insert into private.panel_kinds
     select (jsonb_populate_record(k, jsonb_build_object('kind', $1::text) || $2::text::jsonb)).* from private.panel_kinds k
     where k.kind = 'sample'`,
    [kind, JSON.stringify(columns)],
  );

/** Who hears it now, the chair first. */
export async function sitting(tx: Transaction, id: string): Promise<string[]> {
  await tx.as('owner');
  const rows = await tx.query<{ member_id: string }>(
    'select member_id from private.panel_sitting where case_id = $1::uuid order by place',
    [id],
  );
  return rows.map(({ member_id }) => member_id);
}

export const personOf = (id: string): Person =>
  (Object.keys(workerIds) as Person[]).find((person) => workerIds[person] === id && person !== 'ended') ?? 'stranger';

async function said(tx: Transaction, by: Person, sql: string, parameters: unknown[]): Promise<string | undefined> {
  await tx.as(by);
  const { rows, error } = await tx.attempt<{ said: string }>(sql, parameters);
  await tx.as('owner');
  return error?.message ?? rows?.[0]?.said;
}

export const declare = (tx: Transaction, by: Person, id: string, tie = 'none', worker = workerIds.worker) =>
  said(tx, by, 'select public.declare_conflict($1::uuid, $2::uuid, $3) as said', [worker, id, tie]);

export const vote = (tx: Transaction, by: Person, id: string, vote: object, worker = workerIds.worker) =>
  said(tx, by, 'select public.vote_on_case($1::uuid, $2::uuid, $3::text::jsonb) as said', [
    ...[worker, id],
    JSON.stringify({ reason: '因为', ...vote }),
  ]);

/** Says that nothing is hers in it, and votes. */
export async function judge(tx: Transaction, by: Person, id: string, said: object) {
  await declare(tx, by, id);
  return vote(tx, by, id, said);
}

export interface SeenVote {
  name: string | null;
  own: boolean;
  round: number;
  counts: boolean;
  verdict: string;
  amount: number | null;
  reason: string;
}
export interface SeenCase {
  worker_id: string;
  name: string | null;
  declared: boolean;
  voted: boolean;
  subject: { title: { en: string }; facts: object[] } | null;
  mine: SeenVote | null;
  votes: SeenVote[] | null;
  verdict: string | null;
}

export async function see(tx: Transaction, by: Person, id: string, worker = workerIds.worker) {
  await tx.as(by);
  const answer = await tx.attempt<{ seen: SeenCase }>('select public.panel_case($1::uuid, $2::uuid) as seen', [
    worker,
    id,
  ]);
  await tx.as('owner');
  return answer.rows?.[0]?.seen ?? answer.error?.message;
}

export interface Standing {
  round: number;
  alone: boolean;
  organisation_id: string;
  verdict: string | null;
  amount: string | null;
  reason: string | null;
}
export const standing = (tx: Transaction, id: string) =>
  tx.one<Standing>(
    'select round, alone, organisation_id, verdict, amount::text, reason from public.panel_cases where id = $1::uuid',
    [id],
  );

/** The due date of this case comes, and the server sees to it. */
export async function comesDue(tx: Transaction, id: string): Promise<number> {
  await tx.as('owner');
  await tx.query(`update public.panel_cases set due_at = now() where id = $1::uuid`, [id]);
  await tx.as('service_role');
  const { done } = await tx.one<{ done: number }>('select public.clerk_due_panels() as done');
  await tx.as('owner');
  return done;
}
