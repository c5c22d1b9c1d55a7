// How fast the ledger is replayed, and what a page of a passbook touches when there are a thousand accounts and when there are a million.
import postgres from 'postgres';
import { audit, rowsOf } from '../../scripts/audit.ts';
import { readPostgres } from '../../scripts/audit/read.ts';
import { openPostgres } from '../../supabase/embedded/connection.ts';
import { bankId, clerkCall, connect, migrated, recognition, settleWorld, workerId } from '../support/ledger.ts';
import { startPostgres } from '../support/postgres.ts';

const few = 1_000;
const many = Number(process.env['ACCOUNTS'] ?? 1_000_000);
/** Workers whose passbooks are opened: the same lines in both worlds. */
const readers = 20;

/** A passbook worth paging: sixty deposits with and without an end, some of them spent. */
async function fillPassbooks(sql: postgres.Sql): Promise<void> {
  const all = Array.from({ length: readers }, (_, i) => workerId(i * 37));
  for (let course = 0; course < 60; course++) {
    const dated = course % 3 === 0 ? { expires_on: '2090-01-01' } : {};
    await clerkCall(
      sql,
      'recognise',
      all.map((of) => recognition(of, `course ${course}`, 100, dated)),
      ', true',
    );
  }
  await clerkCall(
    sql,
    'hold',
    all.map((of) => recognition(of, 'programme', 1500)),
  );
}

/** Everybody else has an account with one line: made in batches through the same door, so that tables and indexes are as in life. */
async function fillAccounts(sql: postgres.Sql, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 10_000) {
    const rows = Array.from({ length: Math.min(10_000, to - at) }, (_, i) =>
      recognition(workerId(at + i), 'first', 100),
    );
    await clerkCall(sql, 'recognise', rows, ', true');
  }
  await sql`vacuum analyze private.credit_accounts`;
  await sql`vacuum analyze private.credit_transfers`;
  await sql`vacuum analyze private.credit_lots`;
  await sql`vacuum analyze private.credit_vouchers`;
}

interface Plan {
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
}

/** Blocks that a page touches, found or fetched, when its plan is known: the median over the readers. */
async function pageBuffers(sql: postgres.Sql): Promise<number> {
  const counts: number[] = [];
  for (let i = 0; i < readers; i++) {
    const page = `select private.passbook('${workerId(i * 37)}', 'credit', null, 20)`;
    await sql.unsafe(page);
    const [row] = await sql.unsafe(`explain (analyze, buffers, format json) ${page}`);
    const { Plan: plan } = (row?.['QUERY PLAN'] as [{ Plan: Plan }])[0];
    counts.push(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']);
  }
  return counts.sort((a, b) => a - b)[Math.floor(readers / 2)] ?? 0;
}

const server = await startPostgres();
const url = await server.createDatabase('bank');
const database = await migrated(openPostgres(url));
await settleWorld(database, few, 1);
await database.query(
  `insert into public.workers (id, name)
   select ('00000000-0000-4000-8000-a' || lpad(to_hex(n), 11, '0'))::uuid, '工友' || n from generate_series($1::int, $2::int - 1) n`,
  [few, many],
);
await database.close();

const sql = connect(url, 1);
await fillPassbooks(sql);
await fillAccounts(sql, 0, few);
const small = await pageBuffers(sql);
await fillAccounts(sql, few, many);
const large = await pageBuffers(sql);
console.log(`a page of a passbook touches ${small} blocks among ${few} accounts, ${large} among ${many}`);
await sql.end();

const reader = await readPostgres(url);
const proof = await audit(reader);
await reader.close();
await server.stop();
const rows = rowsOf(proof);
console.log(`${rows} rows replayed in ${(proof.elapsed_ms / 1000).toFixed(1)} s, in order, one chain of ${bankId(0)}`);
console.log(
  JSON.stringify({
    bench: 'audit',
    rows_per_s: Math.round(rows / (proof.elapsed_ms / 1000)),
    buffer_growth: Number((large / small).toFixed(2)),
  }),
);
