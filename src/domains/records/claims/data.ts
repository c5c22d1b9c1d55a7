import { createHash } from 'node:crypto';
import * as z from 'zod';
import { factsOf, kindOfFile } from '#domains/records/claims/rules.ts';
import * as schema from '#domains/records/claims/schema.ts';
import type { Claim, ClaimForm } from '#domains/records/claims/schema.ts';
import type { Place } from '#domains/records/schema.ts';
import { clerk } from '#platform/clerk.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';
import { idFrom } from '#platform/fields.ts';
import { plainDate } from '#ui/format.ts';

const bucket = 'evidence';

export const claimDesks = async (db: Db) => schema.desksSchema.parse(await unwrap(db.rpc('claim_desks')));

interface Evidence {
  name: string;
  type: string;
  size: number;
}

/** Puts a file where its own content says. The same file again is there already, which is what was wanted. */
async function keepFile(db: Db, folder: string, file: File): Promise<Evidence> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const kind = kindOfFile(bytes);
  if (!kind) throw new Failure('evidence_type', 422);
  const name = `${createHash('sha256').update(bytes).digest('hex')}.${kind.extension}`;
  // As plain bytes: the embedded services don't take the form that a Blob is sent in.
  const { error } = await db.storage.from(bucket).upload(`${folder}/${name}`, bytes, { contentType: kind.type });
  if (error && !/already exists/.test(error.message)) throw new Failure('evidence_not_kept', 503, {}, { cause: error });
  return { name, type: kind.type, size: bytes.length };
}

/** The evidence first: a claim never points at what isn't there. */
export async function claimOutcome(db: Db, worker: string, form: ClaimForm): Promise<string> {
  const { id, kind, organisation: organisation_id, title, issuer, achieved_on, corrects } = form;
  const files: Evidence[] = [];
  for (const file of form.files.filter(({ size }) => size > 0)) files.push(await keepFile(db, `${worker}/${id}`, file));
  const unique = [...new Map(files.map((file) => [file.name, file])).values()];
  const claim = {
    id,
    organisation_id,
    kind,
    title,
    issuer,
    achieved_on,
    facts: factsOf(form),
    files: unique,
    corrects,
  };
  return unwrap(db.rpc('claim_outcome', { claim: claim as never }));
}

/** What the form is filled with where a result of mine is wrong: what stands there now. */
export async function standingResult(db: Db, worker: string, id: string): Promise<Record<string, string>> {
  const rows = db.from('outcomes').select('kind, achieved_at, facts').eq('worker_id', worker).eq('id', id);
  const [found] = z.array(schema.standingSchema).parse(await unwrap(rows));
  return found ? { ...found.facts, achieved_on: plainDate(new Date(found.achieved_at)), corrects: id } : {};
}

export const withdrawClaim = (db: Db, claim: string) => unwrap(db.rpc('withdraw_claim', { claim }));

const columns = '*, organisations (name), claim_decisions (verdict, reason, decided_at)';
const mine = (db: Db, worker: string) => db.from('claims').select(columns).eq('worker_id', worker);
const page = 30;

/** My claims, the newest first. */
export async function myClaims(db: Db, worker: string, before: Place): Promise<{ claims: Claim[]; more: boolean }> {
  const [at, id] = before ?? [];
  const all = mine(db, worker).order('claimed_at', { ascending: false }).order('id', { ascending: false });
  const later = at && id ? all.or(`claimed_at.lt."${at}",and(claimed_at.eq."${at}",id.lt.${id})`) : all;
  const claims = z.array(schema.claimSchema).parse(await unwrap(later.limit(page + 1)));
  return { claims: claims.slice(0, page), more: claims.length > page };
}

export async function myClaim(db: Db, worker: string, id: string): Promise<Claim> {
  const { data, error } = await mine(db, worker).eq('id', idFrom(id, 'claim_not_found')).maybeSingle();
  if (error) throw failureOf(error);
  if (!data) throw new Failure('claim_not_found', 404);
  return schema.claimSchema.parse(data);
}

export async function organisationClaims(db: Db, organisation: string, decided: boolean, after: Place) {
  const [after_at, after_id] = after ?? [];
  const sent = { organisation, decided, ...(after_at && after_id ? { after_at, after_id } : {}) };
  return schema.queuedSchema.parse(await unwrap(db.rpc('organisation_claims', sent)));
}

export async function decideClaims(db: Db, organisation: string, rows: object[]) {
  return schema.decidedSchema.parse(await unwrap(db.rpc('decide_claims', { organisation, rows: rows as never })));
}

export const keepQuorum = (db: Db, organisation: string, quorum: number) =>
  unwrap(db.rpc('keep_claim_quorum', { organisation, wanted: quorum }));

/** A file beside a claim, for whoever may read the claim. */
export async function evidenceFile(db: Db, path: string): Promise<Blob> {
  const { data, error } = await db.storage.from(bucket).download(path);
  if (error) throw new Failure('evidence_not_found', 404, {}, { cause: error });
  return data;
}

/** Takes files out of the store whose owners asked to be forgotten. Answers how many. */
export async function forgetEvidence(): Promise<number> {
  const names = await unwrap(clerk().rpc('clerk_forgotten_evidence'));
  if (names.length > 0) await unwrap(clerk().storage.from(bucket).remove(names) as never);
  return names.length;
}
