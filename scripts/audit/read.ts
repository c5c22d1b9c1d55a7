import { existsSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { openDataFolder } from '../../server/data-folder.ts';
import { openPglite } from '../../supabase/embedded/connection.ts';

/** One connection that only reads, and sees the ledger as it was at one moment. */
export interface Reader {
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

const settings = [`begin isolation level repeatable read read only`, `set datestyle = 'ISO, YMD'`];

export async function readPostgres(url: string): Promise<Reader> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  for (const statement of settings) await sql.unsafe(statement);
  return {
    query: async <Row>(text: string, parameters: unknown[] = []) =>
      [...(await sql.unsafe(text, parameters as never[], { prepare: true }))] as unknown as Row[],
    close: () => sql.end(),
  };
}

export async function readFolder(path: string): Promise<Reader> {
  if (!existsSync(join(path, 'database'))) throw new Error(`${path} holds no database`);
  const folder = openDataFolder(path);
  const database = await openPglite(folder.database);
  for (const statement of settings) await database.query(statement);
  return {
    query: (text, parameters) => database.query(text, parameters),
    close: async () => {
      await database.close();
      folder.release();
    },
  };
}

const us = (column: string) => `(extract(epoch from ${column}) * 1000000)::bigint::text`;
const hex = (column: string) => `encode(${column}, 'hex') as ${column}`;
const texts = (...columns: string[]) => columns.map((column) => `${column}::text`).join(', ');

/** Every column as text, so that both drivers give the same and no number is rounded on its way. */
export const columns = {
  vouchers: `${texts('worker_id', 'id', 'organisation_id', 'kind', 'outer_id', 'attempt', 'parts', 'outcome_id', 'rule_set')},
    ${texts('rule_version', 'ratio_numerator', 'ratio_denominator', 'explanation', 'evidence')}, ${hex('digest')}`,
  transfers: `${texts('worker_id', 'id', 'voucher_id', 'organisation_id', 'unit_id', 'kind', 'phase', 'from_account')},
    ${texts('to_account', 'amount', 'line_no', 'balance_after', 'dated_on', 'expires_on', 'actor_id', 'reason', 'batch_id')},
    ${texts('position')}, ${us('posted_at')} as posted_us, ${hex('digest')}`,
  accounts: texts('worker_id', 'unit_id', 'balance', 'pending', 'held', 'line_no'),
  lots: texts('worker_id', 'transfer_id', 'expires_on', 'unit_id', 'organisation_id', 'amount', 'remaining'),
  movements: texts('worker_id', 'transfer_id', 'lot_id', 'expires_on', 'amount'),
  batches: `${texts('organisation_id', 'seq', 'id', 'actor_id', 'transfers', 'at_once')}, ${us('posted_at')} as posted_us,
    ${hex('previous_hash')}, ${hex('hash')}`,
  checkpoints: `${texts('organisation_id', 'seq')}, ${hex('hash')}, ${hex('public_key')}, ${hex('signature')}`,
};

/** The tables of which each worker has rows of her own, in the order in which a replay needs them. */
const kept = {
  vouchers: ['credit_vouchers', ''],
  transfers: ['credit_lines', ', credit_lines.unit_id, credit_lines.line_no'],
  lots: ['credit_lots', ''],
  movements: ['lot_movements', ''],
} as const;

/** Rows of some workers: `whose` says which, as a condition on worker_id. */
export const workerRows = <Row>(reader: Reader, table: keyof typeof kept, whose: string, parameters: unknown[]) => {
  const [name, then] = kept[table];
  return reader.query<Row>(
    `select ${columns[table]} from private.${name} where ${name}.worker_id ${whose} order by ${name}.worker_id${then}`,
    parameters,
  );
};
