// Postings a second, durable, all checks on, 8 connections: this ledger in batches beside a plain one-by-one ledger, and the chain
// beside none, in turns in one run so that the noise of the machine meets all of them alike.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { openPostgres } from '../../supabase/embedded/connection.ts';
import { bankId, migrated, recognition, settleWorld, workerId, type Answer } from '../support/ledger.ts';
import { startPostgres } from '../support/postgres.ts';

const connections = 8;
const accounts = 1000;
const rounds = Number(process.env['ROUNDS'] ?? 5);
const turn_ms = Number(process.env['TURN_MS'] ?? 2500);

type Sql = Awaited<ReturnType<postgres.Sql['reserve']>>;
/** Does some work on one connection and says how many transfers it made. */
type Work = (sql: Sql, connection: number) => Promise<number>;

const pick = (connection: number, i: number, hot: boolean) =>
  // A clerk works through its own share of the workers, as an employer's list or a shard would be.
  hot ? i % 2 : connection + connections * Math.floor((Math.random() * accounts) / connections);

const plain =
  (hot: boolean): Work =>
  async (sql) => {
    const giver = hot ? Math.floor(Math.random() * 2) : Math.floor(Math.random() * accounts);
    const taker = hot ? 1 - giver : (giver + 1 + Math.floor(Math.random() * (accounts - 1))) % accounts;
    await sql`select plain.transfer(${randomUUID()}, ${giver}, ${taker}, 1)`;
    return 1;
  };

const all = (answers: Answer[]) => {
  const refused = answers.find((answer) => answer.refusal !== null || answer.repeated);
  if (refused) throw new Error(`not posted: ${JSON.stringify(refused)}`);
  return answers;
};

const call = async (sql: Sql, text: string, sent: unknown[]) =>
  all(await sql.unsafe(`select * from public.${text}`, [bankId(0), JSON.stringify(sent)]));

const recognitions = (size: number, hot: boolean, connection: number) => {
  const run = randomUUID();
  return Array.from({ length: size }, (_, i) => recognition(workerId(pick(connection, i, hot)), `${run}-${i}`, 100));
};

/** Outcomes that nobody has to decide on: pending and posted in one call, two transfers a row, as every credit has. */
const atOnce =
  (size: number, hot: boolean): Work =>
  async (sql, connection) => {
    await call(sql, 'clerk_recognise_credits($1::uuid, $2::text::jsonb, true)', recognitions(size, hot, connection));
    return 2 * size;
  };

/** Recognises in one call and posts in another, as after a decision. */
const inTwo =
  (size: number, hot: boolean): Work =>
  async (sql, connection) => {
    const rows = recognitions(size, hot, connection);
    const pending = await call(sql, 'clerk_recognise_credits($1::uuid, $2::text::jsonb)', rows);
    const decisions = pending.map(({ voucher_id }, i) => ({
      worker: rows[i]?.worker,
      voucher: voucher_id,
      decision: 'post',
    }));
    await call(sql, 'clerk_settle_credits($1::uuid, $2::text::jsonb)', decisions);
    return 2 * size;
  };

async function perSecond(pool: Sql[], work: Work, during_ms = turn_ms): Promise<number> {
  const begun = performance.now();
  const counts = await Promise.all(
    pool.map(async (sql, connection) => {
      let done = 0;
      while (performance.now() - begun < during_ms) done += await work(sql, connection);
      return done;
    }),
  );
  return (1000 * counts.reduce((a, b) => a + b, 0)) / (performance.now() - begun);
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * What the chain costs is less than what the machine's mood does in a turn. So short turns with and without it follow one another
 * in the order in, out, out, in, and of the quotients of such fours the median counts.
 */
async function chainCost(chained: Sql[], unchained: Sql[]): Promise<number> {
  const quotients: number[] = [];
  for (let four = 0; four < 4 * rounds; four++) {
    const sums = new Map([chained, unchained].map((pool) => [pool, 0]));
    for (const pool of [chained, unchained, unchained, chained])
      sums.set(pool, (sums.get(pool) ?? 0) + (await perSecond(pool, atOnce(1000, false), turn_ms / 4)));
    quotients.push((sums.get(unchained) ?? 0) / (sums.get(chained) ?? 1));
  }
  return 100 * (median(quotients) - 1);
}

/** The same functions without the hashing, to see what it costs. Only ever in this database, which is thrown away. */
async function unchain(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`create or replace function private.transfer_digest(
    worker_id uuid, id uuid, unit_id text, kind public.credit_kind, phase public.credit_phase, amount bigint, expires_on date, reason jsonb
  ) returns bytea language sql immutable as $$ select ''::bytea $$`);
  await sql.unsafe(`create or replace function private.seal_batch(
    organisation uuid, batch uuid, written private.batch_sums
  ) returns void language plpgsql set search_path = '' as $$
  begin
    perform from private.credit_chains c where c.organisation_id = organisation for update;
  end; $$`);
}

async function prepare(url: string): Promise<void> {
  const database = await migrated(openPostgres(url));
  await settleWorld(database, accounts, 1);
  await database.query(`insert into private.credit_chains (organisation_id) values ($1::uuid)`, [bankId(0)]);
  await database.script(readFileSync(join(import.meta.dirname, 'plain-ledger.sql'), 'utf8'));
  await database.close();
}

async function poolOf(url: string): Promise<{ pool: Sql[]; end: () => Promise<void> }> {
  const sql = postgres(url, { max: connections, onnotice: () => {} });
  const pool = await Promise.all(Array.from({ length: connections }, () => sql.reserve()));
  const end = async () => {
    for (const reserved of pool) reserved.release();
    await sql.end();
  };
  return { pool, end };
}

const server = await startPostgres({ durable: true });
const urls = await Promise.all(['bank', 'chained', 'unchained'].map((name) => server.createDatabase(name)));
for (const url of urls) await prepare(url);
const bar = postgres(urls[2] ?? '', { max: 1, onnotice: () => {} });
await unchain(bar);
await bar.end();
const main = await poolOf(urls[0] ?? '');

const turns: [name: string, pool: Sql[], work: Work][] = [
  ['plain, spread', main.pool, plain(false)],
  ['batches of 100, spread', main.pool, atOnce(100, false)],
  ['batches of 1000, spread', main.pool, atOnce(1000, false)],
  ['batches of 1000, spread, in two calls', main.pool, inTwo(1000, false)],
  ['plain, hot', main.pool, plain(true)],
  ['batches of 100, hot', main.pool, atOnce(100, true)],
  ['batches of 1000, hot', main.pool, atOnce(1000, true)],
  ['batches of 1000, hot, in two calls', main.pool, inTwo(1000, true)],
];
const rates = new Map<string, number[]>(turns.map(([name]) => [name, []]));
const at = (name: string, round: number) => rates.get(name)?.[round] ?? 0;
for (const [, pool, work] of turns) await Promise.all(pool.map((sql, connection) => work(sql, connection)));
for (let round = 0; round < rounds; round++) {
  for (const [name, pool, work] of turns) rates.get(name)?.push(await perSecond(pool, work));
  console.log(turns.map(([name]) => `${name}: ${Math.round(at(name, round))}/s`).join('; '));
}
await main.end();
// Two databases that begin alike: a ledger that has grown is slower for other reasons.
const [chained, unchained] = [await poolOf(urls[1] ?? ''), await poolOf(urls[2] ?? '')];
const chain_cost_pct = await chainCost(chained.pool, unchained.pool);
await chained.end();
await unchained.end();
await server.stop();

/** The median over the rounds of the quotient within a round. */
const quotient = (above: string, below: string) =>
  median(Array.from({ length: rounds }, (_, round) => at(above, round) / at(below, round)));
const rounded = (value: number) => Number(value.toFixed(1));
console.log(
  JSON.stringify({
    batch: 100,
    per_s: Math.round(median(rates.get('batches of 100, spread') ?? [])),
    ratio_spread: rounded(quotient('batches of 100, spread', 'plain, spread')),
    ratio_hot: rounded(quotient('batches of 100, hot', 'plain, hot')),
  }),
);
console.log(
  JSON.stringify({
    bench: 'ledger',
    per_s: Math.round(median(rates.get('batches of 1000, spread') ?? [])),
    ratio_spread: rounded(quotient('batches of 1000, spread', 'plain, spread')),
    ratio_hot: rounded(quotient('batches of 1000, hot', 'plain, hot')),
    chain_cost_pct: rounded(chain_cost_pct),
  }),
);
