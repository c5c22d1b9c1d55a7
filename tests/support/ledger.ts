import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { audit } from '../../scripts/audit.ts';
import { readPostgres } from '../../scripts/audit/read.ts';
import { startBackend } from '../../supabase/embedded/backend.ts';
import type { Database } from '../../supabase/embedded/connection.ts';
import { newSecrets } from '../../supabase/embedded/secrets.ts';

/** What a row of a call is answered. */
export interface Answer {
  position: number;
  voucher_id: string | null;
  repeated: boolean;
  refusal: string | null;
}

/** Stable ids for a world of any size: kinds are one hex digit, numbers the rest. */
export const idOf = (kind: string, number: number) =>
  `00000000-0000-4000-8000-${kind}${number.toString(16).padStart(11, '0')}`;
export const workerId = (number: number) => idOf('a', number);
export const bankId = (number: number) => idOf('b', number);

export async function migrated(database: Database): Promise<Database> {
  const filesDir = mkdtempSync(join(tmpdir(), 'gongke-files-'));
  await startBackend({ database, filesDir, secrets: newSecrets() });
  return database;
}

/** Workers, schools that keep banks, and two units: all that a ledger needs of the world. */
export async function settleWorld(database: Database, workers: number, banks: number): Promise<void> {
  await database.query(
    `insert into public.workers (id, name)
     select ('00000000-0000-4000-8000-a' || lpad(to_hex(n), 11, '0'))::uuid, '工友' || n from generate_series(0, $1::int - 1) n`,
    [workers],
  );
  await database.query(
    `insert into public.organisations (id, kind, name)
     select ('00000000-0000-4000-8000-b' || lpad(to_hex(n), 11, '0'))::uuid, 'school', '学校' || n
     from generate_series(0, $1::int - 1) n`,
    [banks],
  );
  // Decisions of the test world that no rules made: an audit would not come to them again.
  await database.query('delete from public.appeals');
  await database.query('delete from public.credit_assessments');
  await database.query(`select public.clerk_define_credit_unit('credit', 2, '学分', 'credits')`);
  await database.query(`select public.clerk_define_credit_unit('ects', 1, '欧洲学分', 'ECTS')`);
}

export const connect = (url: string, max: number) => postgres(url, { max, onnotice: () => {}, connect_timeout: 5 });

/** A call of one of the clerk's functions for the first bank, with the rights of the database's owner. */
export const clerkCall = (sql: postgres.Sql, verb: string, rows: unknown[], more = '') =>
  sql.unsafe<(Answer & postgres.Row)[]>(
    `select * from public.clerk_${verb}_credits($1::uuid, $2::text::jsonb${more})`,
    [bankId(0), JSON.stringify(rows)],
  );

/** Audits a database and answers the proof, or throws the first difference. */
export async function proved(url: string) {
  const reader = await readPostgres(url);
  try {
    return await audit(reader);
  } finally {
    await reader.close();
  }
}

/** A recognition as the clerk asks for it. */
export function recognition(worker: string, outer_id: string, amount: number, more: Record<string, unknown> = {}) {
  const { unit = 'credit', dated_on = '2026-06-01', expires_on, ...rest } = more;
  return {
    worker,
    outer_id,
    rule_set: 'city-federation',
    rule_version: '2026.1',
    explanation: [{ rule: 'hours-to-credits', before: '0', after: String(amount) }],
    evidence: { hours: '16', kind: 'course' },
    parts: [{ unit, amount, dated_on, expires_on }],
    ...rest,
  };
}
