import type { Reader } from '../../scripts/audit/read.ts';
import { columns } from '../../scripts/audit/read.ts';
import {
  batchHash,
  firstHash,
  opens,
  partText,
  sha256,
  transferLine,
  voucherLine,
  type StoredBatch,
  type StoredTransfer,
  type StoredVoucher,
} from '../../src/domains/credits/chain.ts';

/** The best forgery there is without the key: one credit made larger, and everything that follows from it made to fit. */
export async function rewrite({ query }: Reader, worker: string, bank: string): Promise<void> {
  await query(`set datestyle = 'ISO, YMD'`);
  await query(
    `update private.credit_transfers set amount = amount + 100
     where worker_id = $1::uuid`,
    [worker],
  );
  await query('update private.credit_accounts set balance = balance + 100 where worker_id = $1::uuid', [worker]);
  await query(
    'update private.credit_lots set amount = amount + 100, remaining = remaining + 100 where worker_id = $1::uuid',
    [worker],
  );
  await query(
    `update private.system_accounts set balance = balance - 100 where kind = 'issuance' and unit_id = 'credit'`,
  );
  const transfers = await query<StoredTransfer>(
    `select ${columns.transfers} from private.credit_lines where worker_id = $1::uuid`,
    [worker],
  );
  const [voucher] = await query<StoredVoucher>(
    `select ${columns.vouchers} from private.credit_vouchers where worker_id = $1::uuid`,
    [worker],
  );
  if (!voucher) throw new Error(`${worker} has no voucher to forge`);
  const said = sha256(voucherLine(voucher, transfers.filter(opens).map(partText)));
  await query(`update private.credit_vouchers set digest = decode($1, 'hex') where worker_id = $2::uuid`, [
    said,
    worker,
  ]);
  for (const row of transfers.filter(({ digest }) => digest !== null))
    await query(
      `update private.credit_transfers set digest = decode($1, 'hex') where worker_id = $2::uuid and id = $3::uuid`,
      [opens(row) ? said : sha256(transferLine(row)), worker, row.id],
    );
  let previous_hash = firstHash;
  const batches = await query<StoredBatch>(
    `select ${columns.batches} from private.credit_batches where organisation_id = $1::uuid order by credit_batches.seq`,
    [bank],
  );
  for (const batch of batches) {
    const digests = await query<{ digest: string }>(
      `select encode(digest, 'hex') as digest from private.credit_lines where batch_id = $1::uuid and digest is not null order by position`,
      [batch.id],
    );
    const hash = batchHash(
      { ...batch, previous_hash },
      digests.map(({ digest }) => digest),
    );
    await query(
      `update private.credit_batches set previous_hash = decode($1, 'hex'), hash = decode($2, 'hex') where organisation_id = $3::uuid and seq = $4::bigint`,
      [previous_hash, hash, bank, batch.seq],
    );
    previous_hash = hash;
  }
  await query(`update private.credit_chains set hash = decode($1, 'hex') where organisation_id = $2::uuid`, [
    previous_hash,
    bank,
  ]);
}
