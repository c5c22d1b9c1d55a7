// `npm run audit [-- --export FILE] [--key HEX]` replays the ledger from its first transfer and compares: balances, lots, digests, chains
// and signatures; then it decides again on every result, by the rules of its day. It only reads. It prints one line of proof, or the first row that differs, and says so by its exit code.
// The database is that of DATABASE_URL, or else that of the data folder GONGKE_DATA (.gongke).
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Difference } from '../src/domains/credits/replay.ts';
import { checkChains, type Chains } from './audit/chains.ts';
import { checkDecisions } from './audit/decisions.ts';
import { readFolder, readPostgres, type Reader } from './audit/read.ts';
import { replayWorkers, type Totals } from './audit/workers.ts';

export interface Proof extends Totals {
  chains: Chains;
  decisions: number;
  elapsed_ms: number;
}

export const rowsOf = ({ rows, chains, decisions }: Proof): number =>
  Object.values(rows).reduce((a, b) => a + b, 0) + chains.batches + chains.checkpoints + decisions;

export async function audit(reader: Reader, write?: (line: string) => void): Promise<Proof> {
  const begun = performance.now();
  const totals = await replayWorkers(reader);
  const chains = await checkChains(reader, totals.rows.transfers, write);
  const decisions = await checkDecisions(reader);
  return { ...totals, chains, decisions, elapsed_ms: performance.now() - begun };
}

function lineOf(proof: Proof): string {
  const { rows, chains, decisions, elapsed_ms } = proof;
  const heads = chains.heads.map(({ organisation, seq, hash, signedUpTo }) => {
    const signed = signedUpTo === undefined ? 'unsigned' : `signed up to ${signedUpTo}`;
    return `${organisation} ${seq} ${hash} (${signed})`;
  });
  const rate = Math.round(rowsOf(proof) / (elapsed_ms / 1000));
  return [
    `ledger in order: ${rows.transfers} transfers on ${rows.vouchers} vouchers, ${rows.accounts} accounts, ${rows.lots} lots,`,
    `${rows.movements} movements of lots, ${chains.batches} batches, ${chains.checkpoints} checkpoints; ${rate} rows/s;`,
    `${decisions} decisions come out the same by the rules of their day;`,
    `heads: ${heads.join(', ') || 'none'}; keys: ${[...chains.keys].join(', ') || 'none'}`,
  ].join(' ');
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { export: { type: 'string' }, key: { type: 'string', multiple: true } } });
  const url = process.env['DATABASE_URL'];
  const reader = await (url ? readPostgres(url) : readFolder(process.env['GONGKE_DATA'] ?? '.gongke'));
  const file = values.export === undefined ? undefined : openSync(values.export, 'w');
  try {
    const proof = await audit(reader, file === undefined ? undefined : (line) => writeSync(file, `${line}\n`));
    const stranger = values.key && [...proof.chains.keys].find((key) => !values.key?.includes(key));
    if (stranger)
      throw new Difference(`checkpoints: signed by ${stranger}, which is not among the keys that were named`);
    console.log(lineOf(proof));
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof Difference)) throw thrown;
    console.error(`ledger NOT in order: ${thrown.message}`);
    return 1;
  } finally {
    if (file !== undefined) closeSync(file);
    await reader.close();
  }
}

if (import.meta.main) process.exitCode = await main();
