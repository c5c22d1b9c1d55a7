import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { nativeDatabase } from '../../tests/support/backend.ts';
import {
  clerkCall as call,
  connect,
  migrated,
  proved,
  recognition,
  settleWorld,
  workerId,
} from '../../tests/support/ledger.ts';
import { startPostgres, type NativePostgres } from '../../tests/support/postgres.ts';
import { openPostgres } from '../embedded/connection.ts';

describe('at the same moment', () => {
  let url = '';
  let sql: postgres.Sql;
  beforeAll(async () => {
    url = await nativeDatabase(inject('nativeTemplate'));
    const database = openPostgres(url);
    await settleWorld(database, 40, 2);
    await database.close();
    sql = connect(url, 16);
  });
  afterAll(() => sql.end());
  const held = async (of: string) =>
    (await sql`select balance::int, held::int from private.credit_accounts where worker_id = ${of}`)[0];

  it('sixteen presses on redeem are one request', async () => {
    const of = workerId(1);
    await call(sql, 'recognise', [recognition(of, 'a', 100)], ', true');
    const presses = await Promise.all(
      Array.from({ length: 16 }, () => call(sql, 'hold', [recognition(of, 'press', 60)])),
    );
    expect(new Set(presses.map(([answer]) => answer?.voucher_id)).size).toBe(1);
    expect(presses.filter(([answer]) => !answer?.repeated)).toHaveLength(1);
    expect(await held(of)).toEqual({ balance: 40, held: 60 });
  });

  it('sixteen requests for the same credits are one too many fifteen times', async () => {
    const of = workerId(2);
    await call(sql, 'recognise', [recognition(of, 'a', 100)], ', true');
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) => call(sql, 'hold', [recognition(of, `want ${i}`, 60)])),
    );
    expect(answers.filter(([answer]) => answer?.refusal === 'not_enough_credits')).toHaveLength(15);
    expect(await held(of)).toEqual({ balance: 40, held: 60 });
  });

  it('two officers decide, and one of them was first', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => recognition(workerId(i), 'both', 100));
    const pending = await call(sql, 'recognise', rows);
    const decide = (decision: string, order: number) =>
      call(
        sql,
        'settle',
        pending
          .map(({ voucher_id }, i) => ({ worker: rows[i]?.worker, voucher: voucher_id, decision }))
          .sort(() => order),
      );
    const [yes, no] = await Promise.all([decide('post', 1), decide('void', -1)]);
    const done = [...yes, ...no].filter(({ refusal }) => refusal === null);
    expect(done).toHaveLength(30);
    expect([...yes, ...no].filter(({ refusal }) => refusal === 'already_settled')).toHaveLength(30);
  });

  it('the same result from two clerks is paid once', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => recognition(workerId(i), 'same', 10));
    const both = await Promise.all(
      [rows, rows.toReversed(), rows].map((some) => call(sql, 'recognise', some, ', true')),
    );
    expect(both.flat().filter(({ repeated }) => !repeated)).toHaveLength(40);
    expect(both.flat().filter(({ refusal }) => refusal !== null)).toEqual([]);
    expect((await proved(url)).rows.transfers).toBeGreaterThan(100);
  });
});

describe('a process that is killed between hold and post', () => {
  let server: NativePostgres;
  let url = '';
  beforeAll(async () => {
    server = await startPostgres({ durable: true });
    url = await server.createDatabase('bank');
    const database = await migrated(openPostgres(url));
    await settleWorld(database, 50, 1);
    await database.close();
    const sql = connect(url, 1);
    await call(
      sql,
      'recognise',
      Array.from({ length: 50 }, (_, i) => recognition(workerId(i), 'start', 1_000_000)),
      ', true',
    );
    await sql.end();
  });
  afterAll(() => server.stop());

  /** Holds and posts until the server dies; says what was acknowledged. */
  async function workUntilKilled(round: number, lane: number): Promise<{ held: string[]; posted: string[] }> {
    const acknowledged = { held: [] as string[], posted: [] as string[] };
    const sql = connect(url, 1);
    try {
      for (let i = 0; ; i++) {
        const rows = Array.from({ length: 10 }, (_, k) =>
          recognition(workerId((lane * 10 + k) % 50), `${round} ${lane} ${i}`, 1),
        );
        const answers = await call(sql, 'hold', rows);
        acknowledged.held.push(...answers.map(({ voucher_id }) => voucher_id ?? ''));
        const decisions = answers.map(({ voucher_id }, k) => ({
          worker: rows[k]?.worker,
          voucher: voucher_id,
          decision: 'post',
        }));
        await call(sql, 'settle', decisions);
        acknowledged.posted.push(...answers.map(({ voucher_id }) => voucher_id ?? ''));
      }
    } catch {
      return acknowledged;
    } finally {
      await sql.end({ timeout: 0 });
    }
  }

  it('loses nothing that was acknowledged, and posts exactly once when asked again', { timeout: 120_000 }, async () => {
    for (let round = 0; round < 4; round++) {
      const work = Promise.all([0, 1, 2, 3].map((lane) => workUntilKilled(round, lane)));
      await new Promise((resolve) => setTimeout(resolve, 400 + 150 * round));
      await server.crash();
      const lanes = await work;
      const sql = connect(url, 1);
      const known = await sql<{ id: string; worker_id: string; settled: boolean }[]>`
        select v.id, v.worker_id, t.id is not null as settled from private.credit_vouchers v
        left join private.credit_transfers t on t.worker_id = v.worker_id and t.id = (left(v.id::text, 32) || '0200')::uuid
        where v.kind = 'redemption'`;
      const settled = new Map(known.map(({ id, settled: is }) => [id, is]));
      expect(lanes.flatMap(({ held }) => held).filter((id) => !settled.has(id))).toEqual([]);
      expect(lanes.flatMap(({ posted }) => posted).filter((id) => !settled.get(id))).toEqual([]);
      expect(lanes.flatMap(({ held }) => held).length).toBeGreaterThan(0);
      // Whoever doesn't know what became of it asks again, twice, for everything.
      const again = known.map(({ id, worker_id }) => ({ worker: worker_id, voucher: id, decision: 'post' }));
      for (let turn = 0; turn < 2; turn++) {
        const answers = await call(sql, 'settle', again);
        expect(answers.filter(({ refusal }) => refusal !== null)).toEqual([]);
      }
      const [sum] = await sql`select sum(balance)::int as left, sum(held)::int as held from private.credit_accounts`;
      expect(sum).toEqual({ left: 50_000_000 - known.length, held: 0 });
      await sql.end();
      await proved(url);
    }
  });
});
