import {
  batchHash,
  batchLine,
  firstHash,
  opens,
  partText,
  signatureHolds,
  transferLine,
  voucherLine,
  type StoredBatch,
  type StoredCheckpoint,
  type StoredTransfer,
  type StoredVoucher,
} from '../../src/domains/credits/chain.ts';
import { differ } from '../../src/domains/credits/replay.ts';
import { columns, type Reader } from './read.ts';

export interface Chains {
  batches: number;
  transfers: number;
  checkpoints: number;
  heads: { organisation: string; seq: string; hash: string; signedUpTo: string | undefined }[];
  /** The keys that signed, in hexadecimal: whoever audits compares them with the one the operator published. */
  keys: Set<string>;
}

type Link = Pick<StoredTransfer, 'batch_id' | 'organisation_id' | 'posted_us' | 'actor_id' | 'position' | 'digest'>;
export type Write = (line: string) => void;

async function linksOf(reader: Reader, batches: StoredBatch[], whole: boolean): Promise<Map<string, Link[]>> {
  const some = `batch_id::text, organisation_id::text, actor_id::text, position::text,
    (extract(epoch from posted_at) * 1000000)::bigint::text as posted_us, encode(digest, 'hex') as digest`;
  const rows = await reader.query<Link>(
    `select ${whole ? columns.transfers : some} from private.credit_lines l
     where l.batch_id = any ($1::text::uuid[]) order by l.batch_id, l.position`,
    [`{${batches.map(({ id }) => id).join(',')}}`],
  );
  return Map.groupBy(rows, ({ batch_id }) => batch_id);
}

function checkBatch(batch: StoredBatch, links: Link[], previous: { seq: string; hash: string }): void {
  const where = `batch ${batch.seq} of ${batch.organisation_id}`;
  const expect = (what: string, stored: string | null, right: string | null) => {
    if (stored !== right) differ(where, what, stored, right);
  };
  expect('number', batch.seq, String(BigInt(previous.seq) + 1n));
  expect('previous hash', batch.previous_hash, previous.hash);
  expect('number of transfers', batch.transfers, String(links.length));
  links.forEach((link, i) => {
    expect(`position of transfer ${i + 1}`, link.position, String(i + 1));
    expect(`organisation of transfer ${i + 1}`, link.organisation_id, batch.organisation_id);
    expect(`time of transfer ${i + 1}`, link.posted_us, batch.posted_us);
    expect(`actor of transfer ${i + 1}`, link.actor_id, batch.actor_id);
  });
  const digests = links.flatMap(({ digest }) => digest ?? []);
  expect('number of digests', String(digests.length), String(links.length / (batch.at_once === 'true' ? 2 : 1)));
  expect('hash', batch.hash, batchHash(batch, digests));
}

async function exportBatch(reader: Reader, batch: StoredBatch, links: Link[], write: Write): Promise<void> {
  const transfers = links as StoredTransfer[];
  const opening = transfers.filter(opens);
  const vouchers = await reader.query<StoredVoucher>(
    `select ${columns.vouchers} from private.credit_vouchers v
     where (v.worker_id, v.id) in (select * from unnest($1::text::uuid[], $2::text::uuid[]))`,
    [`{${opening.map((t) => t.worker_id).join(',')}}`, `{${opening.map((t) => t.voucher_id).join(',')}}`],
  );
  const texts = new Map(
    vouchers.map((voucher) => {
      const parts = opening
        .filter(({ voucher_id }) => voucher_id === voucher.id)
        .sort((p, q) => (p.id < q.id ? -1 : 1));
      return [voucher.id, voucherLine(voucher, parts.map(partText))];
    }),
  );
  write(
    JSON.stringify({
      batch: batchLine(batch),
      previous: batch.previous_hash,
      hash: batch.hash,
      transfers: transfers
        .filter(({ digest }) => digest !== null)
        .map((t) => (opens(t) ? (texts.get(t.voucher_id) ?? '') : transferLine(t))),
    }),
  );
}

function checkCheckpoint(checkpoint: StoredCheckpoint, hashes: Map<string, string>): void {
  const where = `checkpoint ${checkpoint.seq} of ${checkpoint.organisation_id}`;
  const head = hashes.get(checkpoint.seq);
  if (head !== checkpoint.hash) differ(where, 'hash', checkpoint.hash, head ?? 'no such batch');
  if (!signatureHolds(checkpoint)) differ(where, 'signature', 'false', 'a signature that holds');
}

async function checkChain(
  reader: Reader,
  head: { organisation: string; seq: string; hash: string },
  chains: Chains,
  write?: Write,
) {
  const { organisation } = head;
  const checkpoints = await reader.query<StoredCheckpoint>(
    `select ${columns.checkpoints} from private.credit_checkpoints where organisation_id = $1::uuid order by credit_checkpoints.seq`,
    [organisation],
  );
  const signed = new Set(checkpoints.map(({ seq }) => seq));
  const signedHashes = new Map<string, string>();
  let last = { seq: '0', hash: firstHash };
  for (;;) {
    const batches = await reader.query<StoredBatch>(
      `select ${columns.batches} from private.credit_batches where organisation_id = $1::uuid and seq > $2::bigint
       order by credit_batches.seq limit 50`,
      [organisation, last.seq],
    );
    if (batches.length === 0) break;
    const links = await linksOf(reader, batches, write !== undefined);
    for (const batch of batches) {
      const own = links.get(batch.id) ?? [];
      checkBatch(batch, own, last);
      last = { seq: batch.seq, hash: batch.hash };
      if (signed.has(batch.seq)) signedHashes.set(batch.seq, batch.hash);
      chains.transfers += own.length;
      if (write) await exportBatch(reader, batch, own, write);
    }
    chains.batches += batches.length;
  }
  for (const what of ['seq', 'hash'] as const)
    if (last[what] !== head[what]) differ(`head of ${organisation}`, what, head[what], last[what]);
  for (const checkpoint of checkpoints) {
    checkCheckpoint(checkpoint, signedHashes);
    chains.keys.add(checkpoint.public_key);
    write?.(JSON.stringify({ checkpoint }));
  }
  chains.checkpoints += checkpoints.length;
  chains.heads.push({ ...head, signedUpTo: checkpoints.at(-1)?.seq });
}

/** Follows every organisation's chain from its first batch to its head. */
export async function checkChains(reader: Reader, transfers: number, write?: Write): Promise<Chains> {
  const chains: Chains = { batches: 0, transfers: 0, checkpoints: 0, heads: [], keys: new Set() };
  const heads = await reader.query<{ organisation: string; seq: string; hash: string }>(
    `select organisation_id::text as organisation, seq::text, encode(hash, 'hex') as hash from private.credit_chains order by 1`,
  );
  for (const head of heads) await checkChain(reader, head, chains, write);
  if (chains.transfers !== transfers) differ('chains', 'number of transfers', transfers, chains.transfers);
  const [counted] = await reader.query<Record<string, string>>(
    `select (select count(*)::text from private.credit_batches) as batches, (select count(*)::text from private.credit_checkpoints) as signed`,
  );
  if (counted?.batches !== String(chains.batches))
    differ('chains', 'number of batches', counted?.batches, chains.batches);
  return chains;
}
