import postgres from 'postgres';
import { describe, expect, inject, it } from 'vitest';
import { nativeDatabase } from '../../tests/support/backend.ts';
import { clerk, onBothEngines, type Transaction } from '../../tests/support/database.ts';
import { workerIds } from '../../tests/support/people.ts';

interface Answer {
  wait_s: number;
  work_bits: number | null;
  trusted: boolean;
  locks: string | null;
  paces: string[];
}

interface Knock {
  locks?: string | null;
  paces?: Record<string, number>;
  device?: string;
  work?: string;
  bits?: number;
}

const gate = `select public.clerk_sign_in_gate($1, $2, $3::text::jsonb, $4, $5, $6) as answer`;
const device = 'd'.repeat(64);
const name = '+8613800000002';

onBothEngines((database) => {
  const knock = async (tx: Transaction, { locks = 'pair', paces = {}, ...more }: Knock = {}) =>
    (
      await clerk<{ answer: Answer }>(tx, gate, [
        name,
        locks,
        JSON.stringify(paces),
        more.device ?? null,
        more.work ?? null,
        more.bits ?? 0,
      ])
    ).answer;
  const forgive = ({ locks, paces }: Answer, tx: Transaction) =>
    clerk(tx, 'select public.clerk_forgive_try($1, $2::text[])', [locks, `{${paces.join(',')}}`]);
  const waitOver = (tx: Transaction) =>
    tx.query(`update private.attempts set wait_until = now() - interval '1 s' where wait_until is not null`);

  describe('a name tried from one place', () => {
    it('is looked at five times, then waits, each time twice as long, up to a quarter of an hour', () =>
      database().rolledBack(async (tx) => {
        const waits: number[] = [];
        for (let count = 0; count < 5; count++) waits.push((await knock(tx)).wait_s);
        for (let count = 0; count < 7; count++) {
          waits.push((await knock(tx)).wait_s);
          await waitOver(tx);
          expect((await knock(tx)).wait_s).toBe(0);
        }
        expect(waits).toEqual([0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]);
      }));

    it('does not wait longer because of tries that were not looked at', () =>
      database().rolledBack(async (tx) => {
        for (let count = 0; count < 50; count++) await knock(tx);
        expect((await knock(tx)).wait_s).toBe(30);
      }));

    it('keeps nobody waiting elsewhere', () =>
      database().rolledBack(async (tx) => {
        for (let count = 0; count < 50; count++) await knock(tx);
        expect((await knock(tx, { locks: 'another pair' })).wait_s).toBe(0);
      }));

    it('is forgiven by a success, and forgotten after a quarter of an hour', () =>
      database().rolledBack(async (tx) => {
        for (let count = 0; count < 4; count++) await knock(tx);
        await forgive(await knock(tx), tx);
        for (let count = 0; count < 5; count++) expect((await knock(tx)).wait_s).toBe(0);
        expect((await knock(tx)).wait_s).toBe(30);
        await tx.query(`update private.attempts set window_began_at = now() - interval '16 minutes'`);
        await waitOver(tx);
        for (let count = 0; count < 5; count++) expect((await knock(tx)).wait_s).toBe(0);
      }));

    it('lets a device through that the account trusts, which is counted by itself', () =>
      database().rolledBack(async (tx) => {
        await tx.query(
          `insert into private.trusted_devices (user_id, device)
           select user_id, $1 from private.accounts where worker_id = $2::uuid`,
          [device, workerIds.manager],
        );
        const account = await tx.one<{ name: string }>(
          `select n.name from private.sign_in_names n join private.accounts a on a.user_id = n.user_id
           where a.worker_id = $1::uuid`,
          [workerIds.manager],
        );
        const hers = (more: Knock) => {
          const asked = [account.name, 'pair', '{"address":1}', more.device ?? null, null, 0];
          return clerk<{ answer: Answer }>(tx, gate, asked).then(({ answer }) => answer);
        };
        for (let count = 0; count < 9; count++) await hers({});
        expect((await hers({})).wait_s).toBeGreaterThan(0);
        expect(await hers({ device })).toMatchObject({ wait_s: 0, trusted: true, paces: [] });
        expect(await hers({ device: 'e'.repeat(64) })).toMatchObject({ trusted: false });
        for (let count = 0; count < 4; count++) expect((await hers({ device })).wait_s).toBe(0);
        expect((await hers({ device })).wait_s).toBe(30);
      }));
  });

  describe('a whole address', () => {
    const paces = { address: 3 };
    const from = (tx: Transaction, more: Knock = {}) => knock(tx, { locks: null, paces, ...more });

    it('is never locked: after some failures it is looked at every twenty seconds', () =>
      database().rolledBack(async (tx) => {
        const waits: number[] = [];
        for (let count = 0; count < 6; count++) waits.push((await from(tx)).wait_s);
        expect(waits).toEqual([0, 0, 0, 0, 20, 20]);
        await waitOver(tx);
        expect((await from(tx)).wait_s).toBe(0);
      }));

    it('goes on at once for whoever brings the work that is asked, once for each work', () =>
      database().rolledBack(async (tx) => {
        for (let count = 0; count < 4; count++) await from(tx);
        const asked = await from(tx);
        expect(asked.wait_s).toBe(20);
        const bits = asked.work_bits as number;
        expect(bits).toBe(15);
        expect((await from(tx, { work: 'w0', bits: bits - 1 })).wait_s).toBe(20);
        expect((await from(tx, { work: 'w1', bits })).wait_s).toBe(0);
        expect((await from(tx, { work: 'w1', bits })).wait_s).toBe(20);
        for (let count = 0; count < 8; count++) await from(tx, { work: `w2 ${count}`, bits: 19 });
        expect((await from(tx)).work_bits).toBe(17);
      }));
  });
});

describe('two hundred guesses at the same moment', () => {
  it('are looked at five times', async () => {
    const sql = postgres(await nativeDatabase(inject('nativeTemplate')), { max: 40, onnotice: () => {} });
    try {
      const guess = () =>
        sql<{ answer: Answer }[]>`select public.clerk_sign_in_gate(${name}, 'rush', '{"address": 1000}') as answer`;
      const answers = await Promise.all(Array.from({ length: 200 }, guess));
      expect(answers.filter(([row]) => row?.answer.wait_s === 0)).toHaveLength(5);
    } finally {
      await sql.end();
    }
  });
});
