import { sign, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { checkpointMessage, rawPublicKey } from '#domains/credits/chain.ts';
import {
  answerSchema,
  assessedSchema,
  conversionSchema,
  explainedSchema,
  headsSchema,
  passbookSchema,
  recognitionSchema,
  redemptionSchema,
  reversalSchema,
  settlementSchema,
  type Answer,
  type Conversion,
  type Explained,
  type Passbook,
  type Recognition,
  type Redemption,
  type Reversal,
  type Settlement,
} from '#domains/credits/schema.ts';
import { clerk } from '#platform/clerk.ts';
import type { Json } from '#platform/database-types.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';
import { idFrom } from '#platform/fields.ts';

const answers = z.array(answerSchema);

interface Call {
  organisation: string;
  rows: Json;
}

async function answered(
  answer: PromiseLike<{ data: unknown; error: Parameters<typeof failureOf>[0] | null }>,
): Promise<Answer[]> {
  const { data, error } = await answer;
  if (error) throw failureOf(error);
  return answers.parse(data);
}

const call = <Row>(schema: z.ZodType<unknown, Row>, organisation: string, rows: Row[]): Call => ({
  organisation,
  rows: z.array(schema).parse(rows) as Json,
});

// The clerk: thousands of rows in a call, an answer for each. Sent twice, a row is answered as it was.

/** Puts results up for recognition; `atOnce` for those on which nobody has to decide. */
export const recognise = (organisation: string, rows: Recognition[], atOnce = false) =>
  answered(clerk().rpc('clerk_recognise_credits', { ...call(recognitionSchema, organisation, rows), at_once: atOnce }));

export const settle = (organisation: string, rows: Settlement[]) =>
  answered(clerk().rpc('clerk_settle_credits', call(settlementSchema, organisation, rows)));

export const hold = (organisation: string, rows: Redemption[]) =>
  answered(clerk().rpc('clerk_hold_credits', call(redemptionSchema, organisation, rows)));

export const convert = (organisation: string, rows: Conversion[]) =>
  answered(clerk().rpc('clerk_convert_credits', call(conversionSchema, organisation, rows)));

export const reverse = (organisation: string, rows: Reversal[]) =>
  answered(clerk().rpc('clerk_reverse_credits', call(reversalSchema, organisation, rows)));

/** Expires some of what is due, of whatever bank, and says how much it was. */
export const expireDue = (): Promise<number> => unwrap(clerk().rpc('clerk_expire_credits', {}));

/** Signs the heads of chains that wait for it, and says how many there were. */
export async function signHeads(key: KeyObject): Promise<number> {
  const heads = headsSchema.parse(await unwrap(clerk().rpc('clerk_unsigned_heads')));
  for (const { organisation, seq, hash } of heads) {
    const signature = sign(null, checkpointMessage(organisation, String(seq), hash), key).toString('hex');
    const kept = { organisation, at_seq: seq, head: hash, key_hex: rawPublicKey(key), signature_hex: signature };
    await unwrap(clerk().rpc('clerk_keep_checkpoint', kept));
  }
  return heads.length;
}

// The worker and the bank officer: each with her own rights.

export async function myPassbook(db: Db, page: { unit?: string; beforeLine?: number } = {}): Promise<Passbook> {
  const { unit, beforeLine } = page;
  const sent = {
    ...(unit === undefined ? {} : { of_unit: unit }),
    ...(beforeLine === undefined ? {} : { before_line: beforeLine }),
  };
  return passbookSchema.parse(await unwrap(db.rpc('my_passbook', sent)));
}

export async function explain(db: Db, worker: string, voucher: string): Promise<Explained> {
  const asked = { worker, voucher: idFrom(voucher, 'voucher_not_found') };
  return explainedSchema.parse(await unwrap(db.rpc('explain_credits', asked)));
}

/** My latest results that the rules gave nothing for, each with the engine's report. */
export async function withoutCredits(db: Db, worker: string) {
  const rows = await unwrap(
    db
      .from('credit_assessments')
      .select('outcome_id, appeal_until, report')
      .eq('worker_id', worker)
      .is('voucher_id', null)
      .order('assessed_at', { ascending: false })
      .limit(20),
  );
  return z.array(assessedSchema).parse(rows);
}

/** `request` is made when the form is shown, so that pressing twice is one request. */
export async function requestRedemption(
  db: Db,
  {
    request,
    school,
    unit,
    amount,
    purpose,
  }: { request: string; school: string; unit: string; amount: bigint; purpose: Json },
): Promise<string> {
  if (amount > BigInt(Number.MAX_SAFE_INTEGER)) throw new Failure('amount_too_large', 422);
  return unwrap(db.rpc('request_redemption', { request, school, unit, amount: Number(amount), purpose }));
}

export const settleAsOfficer = (db: Db, organisation: string, rows: Settlement[]) =>
  answered(db.rpc('settle_credits', call(settlementSchema, organisation, rows)));

export const reverseAsOfficer = (db: Db, organisation: string, rows: Reversal[]) =>
  answered(db.rpc('reverse_credits', call(reversalSchema, organisation, rows)));

export const organisationCredits = (db: Db, organisation: string) =>
  unwrap(db.rpc('organisation_credits', { organisation }));

export const organisationBatches = (db: Db, organisation: string, beforeSeq?: number) =>
  unwrap(
    db.rpc('organisation_batches', { organisation, ...(beforeSeq === undefined ? {} : { before_seq: beforeSeq }) }),
  );

export const batchTransfers = (db: Db, organisation: string, seq: number, afterPosition = 0) =>
  unwrap(db.rpc('batch_transfers', { organisation, at_seq: seq, after_position: afterPosition }));
