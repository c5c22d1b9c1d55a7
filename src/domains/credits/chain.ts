import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto';

// The canonical form of what the ledger keeps, and how it is hashed. The database writes the same texts (0910_credit_posting.sql,
// 0920_credit_requests.sql); scripts/check-chain.ts reads them from an export without knowing anything else of this repository.

/** A stored row with every column as the database prints it: ISO dates, whole numbers, JSON as jsonb prints it; null is null. */
export interface StoredVoucher {
  worker_id: string;
  id: string;
  organisation_id: string;
  kind: string;
  outer_id: string;
  attempt: string;
  parts: string;
  outcome_id: string | null;
  rule_set: string;
  rule_version: string;
  ratio_numerator: string | null;
  ratio_denominator: string | null;
  explanation: string;
  evidence: string;
  digest: string;
}

export interface StoredTransfer {
  worker_id: string;
  id: string;
  voucher_id: string;
  organisation_id: string;
  unit_id: string;
  kind: 'deposit' | 'conversion' | 'redemption' | 'reversal' | 'expiry';
  phase: 'pending' | 'posted' | 'voided';
  from_account: string;
  to_account: string;
  amount: string;
  line_no: string;
  balance_after: string;
  dated_on: string;
  expires_on: string;
  posted_us: string;
  actor_id: string | null;
  reason: string | null;
  batch_id: string;
  position: string;
  /** Null where it was posted by the call that opened it: the line of the batch says so. */
  digest: string | null;
}

export interface StoredBatch {
  organisation_id: string;
  seq: string;
  id: string;
  posted_us: string;
  actor_id: string | null;
  transfers: string;
  at_once: string;
  previous_hash: string;
  hash: string;
}

export interface StoredCheckpoint {
  organisation_id: string;
  seq: string;
  hash: string;
  public_key: string;
  signature: string;
}

const joined = (fields: (string | null)[]) => fields.map((field) => field ?? '').join('|');

export const sha256 = (text: string) => hash('sha256', text, 'hex');

/** A part of a voucher as its line has it. A deposit's has its dates; what else is asked counts for the day it is asked. */
export const partText = ({ kind, unit_id, amount, dated_on, expires_on }: StoredTransfer): string =>
  (kind === 'deposit' ? [unit_id, amount, dated_on, expires_on] : [unit_id, amount]).join(',');

/** What a voucher says, with its parts in order. Free texts are quoted as JSON, so that no text can pretend to be two fields. */
export const voucherLine = (voucher: StoredVoucher, parts: string[]): string =>
  joined([
    'gongke-voucher-1',
    voucher.worker_id,
    voucher.id,
    voucher.organisation_id,
    voucher.kind,
    JSON.stringify(voucher.outer_id),
    voucher.attempt,
    parts.join(';'),
    voucher.outcome_id,
    JSON.stringify(voucher.rule_set),
    JSON.stringify(voucher.rule_version),
    voucher.ratio_numerator,
    voucher.ratio_denominator,
    voucher.explanation,
    voucher.evidence,
  ]);

/** Whether a transfer is one of those its voucher begins with: then the voucher's line is its line. */
export const opens = ({ id, kind }: Pick<StoredTransfer, 'id' | 'kind'>): boolean =>
  kind !== 'expiry' && id.slice(32, 34) === '01';

export const transferLine = (transfer: StoredTransfer): string =>
  joined([
    'gongke-transfer-1',
    transfer.worker_id,
    transfer.id,
    transfer.unit_id,
    transfer.kind,
    transfer.phase,
    transfer.amount,
    transfer.expires_on,
    transfer.reason,
  ]);

/** Who posted when, and how many; and whether whatever the batch opens it posts as well, which needs no further line. */
export const batchLine = ({ organisation_id, seq, id, posted_us, actor_id, transfers, at_once }: StoredBatch): string =>
  joined(['gongke-batch-1', organisation_id, seq, id, posted_us, actor_id, transfers, at_once]);

/** The hash before the first batch of a chain. */
export const firstHash = sha256('');

export const batchHash = (batch: StoredBatch, digests: string[]): string =>
  hash(
    'sha256',
    Buffer.concat([
      Buffer.from(batch.previous_hash, 'hex'),
      Buffer.from(`${batchLine(batch)}\n`),
      Buffer.from(digests.join(''), 'hex'),
    ]),
    'hex',
  );

/** What the operator signs. */
export const checkpointMessage = (organisation: string, seq: string, head: string): Buffer =>
  Buffer.from(joined(['gongke-checkpoint-1', organisation, seq, head]));

const rawKeyPrefix = Buffer.from('302a300506032b6570032100', 'hex');

export const publicKeyOf = (rawHex: string): KeyObject =>
  createPublicKey({ key: Buffer.concat([rawKeyPrefix, Buffer.from(rawHex, 'hex')]), format: 'der', type: 'spki' });

export const rawPublicKey = (key: KeyObject): string =>
  (key.type === 'private' ? createPublicKey(key) : key)
    .export({ format: 'der', type: 'spki' })
    .subarray(rawKeyPrefix.length)
    .toString('hex');

export const signatureHolds = ({
  organisation_id,
  seq,
  hash: head,
  public_key,
  signature,
}: StoredCheckpoint): boolean =>
  verify(null, checkpointMessage(organisation_id, seq, head), publicKeyOf(public_key), Buffer.from(signature, 'hex'));
