import { execPath } from 'node:process';
import postgres from 'postgres';
import { expect, it } from 'vitest';
import { audit, rowsOf } from '../../scripts/audit.ts';
import { readPostgres } from '../../scripts/audit/read.ts';
import { nativeDatabase } from '../../tests/support/backend.ts';
import { settleWorld } from '../../tests/support/ledger.ts';
import { Storm, stormWorld } from '../../tests/support/ledger-storm.ts';
import { openPostgres } from '../embedded/connection.ts';
import { inject } from 'vitest';

/** `STORM_OPERATIONS=5000000 npx vitest run --project sql ledger-storm` is the long run. */
const operations = Number(process.env['STORM_OPERATIONS'] ?? 100_000);
const seed = Number(process.env['STORM_SEED'] ?? Date.now() % 1_000_000_000);
const connections = 8;

it(
  `keeps every promise in a storm of ${operations} operations (seed ${seed}, ${execPath})`,
  { timeout: 600_000 + operations },
  async () => {
    const url = await nativeDatabase(inject('nativeTemplate'));
    const database = openPostgres(url);
    await settleWorld(database, stormWorld.workers, stormWorld.banks);
    await database.close();

    const storm = new Storm(url, connections);
    await storm.blow(operations, connections, seed);
    await storm.end();
    expect(storm.broken).toEqual([]);
    // A storm in which nearly everything is refused would prove little.
    expect(storm.done).toBeGreaterThan(operations / 20);

    const reader = await readPostgres(url);
    const proof = await audit(reader);
    expect(rowsOf(proof)).toBeGreaterThan(storm.done);
    expect(proof.rows.vouchers).toBe(storm.known.size);
    await reader.close();

    const sql = postgres(url, { max: 1, onnotice: () => {} });
    const sums = await sql`select unit_id, sum(amount)::int as total from private.credit_entries group by unit_id`;
    expect(sums.map(({ total }) => total)).toEqual(sums.map(() => 0));
    const expired = new Map(
      (
        await sql<{ key: string; amount: number }[]>`
        select worker_id || ' ' || unit_id as key, sum(amount)::int as amount from private.credit_transfers where kind = 'expiry' group by 1`
      ).map(({ key, amount }) => [key, amount]),
    );
    expect(expired.size).toBeGreaterThan(0);
    const kept = await sql<{ key: string; balance: number; pending: number; held: number }[]>`
    select worker_id || ' ' || unit_id as key, balance::int, pending::int, held::int from private.credit_accounts order by 1`;
    const promised = storm.balances();
    expect(kept.map(({ key, ...account }) => [key, account])).toEqual(
      kept.map(({ key }) => {
        const { balance = 0, pending = 0, held = 0 } = promised.get(key) ?? {};
        return [key, { balance: balance - (expired.get(key) ?? 0), pending, held }];
      }),
    );
    await sql.end();
  },
);
