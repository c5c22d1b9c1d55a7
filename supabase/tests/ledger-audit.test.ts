import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { audit } from '../../scripts/audit.ts';
import type { Reader } from '../../scripts/audit/read.ts';
import { checkpointMessage, rawPublicKey } from '../../src/domains/credits/chain.ts';
import { nativeDatabase } from '../../tests/support/backend.ts';
import {
  bankId,
  clerkCall as call,
  connect,
  proved,
  recognition,
  settleWorld,
  workerId,
} from '../../tests/support/ledger.ts';
import { alterations } from '../../tests/support/ledger-alterations.ts';
import { rewrite } from '../../tests/support/ledger-forgery.ts';
import { openPostgres } from '../embedded/connection.ts';

const root = join(import.meta.dirname, '../..');
const bank = bankId(0);

describe('an altered ledger', () => {
  let url = '';
  let sql: postgres.Sql;
  const keys = generateKeyPairSync('ed25519');

  async function checkpoint(): Promise<void> {
    const [head] = await sql<{ seq: string; hash: string }[]>`
      select seq::text, encode(hash, 'hex') as hash from private.credit_chains where organisation_id = ${bank}`;
    const { seq = '', hash = '' } = head ?? {};
    const signature = sign(null, checkpointMessage(bank, seq, hash), keys.privateKey).toString('hex');
    await sql`select public.clerk_keep_checkpoint(${bank}, ${seq}, ${hash}, ${rawPublicKey(keys.publicKey)}, ${signature})`;
  }

  beforeAll(async () => {
    url = await nativeDatabase(inject('nativeTemplate'));
    const database = openPostgres(url);
    await settleWorld(database, 10, 1);
    await database.close();
    sql = connect(url, 1);
    const dated = (i: number) => (i % 2 ? { expires_on: '2080-01-01' } : {});
    const rows = Array.from({ length: 10 }, (_, i) => recognition(workerId(i), `course "${i}"|\n工课`, 100, dated(i)));
    const made = await call(sql, 'recognise', rows, ', true');
    await call(
      sql,
      'recognise',
      [recognition(workerId(3), 'second', 50), recognition(workerId(4), 'odd', 50, { expires_on: '2081-01-01' })],
      ', true',
    );
    const held = await call(sql, 'hold', [recognition(workerId(4), 'held', 120), recognition(workerId(5), 'r', 10)]);
    await call(
      sql,
      'settle',
      held.map(({ voucher_id }, i) => ({
        worker: workerId(4 + i),
        voucher: voucher_id,
        decision: i ? 'post' : 'void',
      })),
    );
    await call(sql, 'convert', [
      { ...recognition(workerId(3), 'conv', 120), to_unit: 'ects', numerator: 1, denominator: 4 },
    ]);
    await call(sql, 'reverse', [
      { worker: workerId(6), voucher: made[6]?.voucher_id, reason: { why: 'wrong "person"' } },
    ]);
    await call(
      sql,
      'recognise',
      [recognition(workerId(7), 'gone', 5, { dated_on: '2020-01-01', expires_on: '2021-01-01' })],
      ', true',
    );
    await sql`select public.clerk_expire_credits(${bank})`;
    await checkpoint();
  });
  afterAll(() => sql.end());

  const command = (script: string, ...parameters: string[]) =>
    spawnSync(execPath, [join(root, 'scripts', script), ...parameters], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: url },
      encoding: 'utf8',
    });

  it('is in order before anything is altered, and a stranger can check the export', () => {
    const key = rawPublicKey(keys.publicKey);
    const folder = mkdtempSync(join(tmpdir(), 'gongke-chain-'));
    const file = join(folder, 'chain.jsonl');
    const said = command('audit.ts', '--export', file, '--key', key);
    expect(said.stderr).toBe('');
    expect(said.stdout).toMatch(/^ledger in order: \d+ transfers .*1 checkpoints.*signed up to \d+.*\n$/);
    expect(said.status).toBe(0);
    expect(command('audit.ts', '--key', '00'.repeat(32)).status).toBe(1);

    // Alone, outside of the repository, as anyone would run it.
    const alone = join(folder, 'check-chain.ts');
    writeFileSync(alone, readFileSync(join(root, 'scripts/check-chain.ts')));
    expect(execFileSync(execPath, [alone, file, key], { cwd: folder, encoding: 'utf8' })).toMatch(/^chain in order: /);
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    const forge = (change: (text: string) => string) => {
      writeFileSync(file, change(lines.join('\n')));
      return spawnSync(execPath, [alone, file, key], { cwd: folder, encoding: 'utf8' });
    };
    expect(forge((text) => text.replace('|posted|100|', '|posted|900|')).status).toBe(1);
    expect(forge((text) => text.replace('wrong \\\\\\"person\\\\\\"', 'right')).status).toBe(1);
    expect(forge((text) => text.replace('hours-to-credits', 'hours-to-riches')).status).toBe(1);
    expect(forge((text) => text.split('\n').slice(1).join('\n')).status).toBe(1);
    const another = (_: string, begins: string, digit: string) => begins + (digit === '0' ? '1' : '0');
    expect(forge((text) => text.replace(/("signature":")(.)/, another)).status).toBe(1);
    rmSync(folder, { recursive: true });
  });

  /** Reads inside the transaction that altered something, so that the alteration can be undone. */
  const reader = (): Reader => ({
    query: async <Row>(text: string, parameters: unknown[] = []) =>
      [...(await sql.unsafe(text, parameters as never[]))] as unknown as Row[],
    close: async () => {},
  });
  it.each(alterations)('is found out: %s', async (_what, alter, found) => {
    await sql.unsafe(`begin; set local session_replication_role = replica; ${alter}`);
    try {
      await expect(audit(reader())).rejects.toThrow(found);
    } finally {
      await sql.unsafe('rollback');
    }
    await proved(url);
  });

  it('is found out when the whole chain was rewritten, because nobody could sign it', async () => {
    await sql.unsafe('begin; set local session_replication_role = replica');
    try {
      await rewrite(reader(), workerId(1), bank);
      await expect(audit(reader())).rejects.toThrow(/checkpoint .*hash/);
      await sql.unsafe('delete from private.credit_checkpoints');
      // Without the signature the forgery is perfect: this is what checkpoints are for.
      await audit(reader());
    } finally {
      await sql.unsafe('rollback');
    }
  });
});
