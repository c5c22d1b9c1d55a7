import { hash, sign, verify, type KeyObject } from 'node:crypto';
import { decode, encode } from 'base58-universal';
import jsonld from 'jsonld';
import * as z from 'zod';
import { documentLoader } from '#domains/records/signed/contexts.ts';

// Data Integrity EdDSA, cryptosuite eddsa-rdfc-2022: both the document and what is said of its proof are brought into one canonical
// form, hashed, and the two hashes are signed. So white space and the order of members don't matter, and every word does.

export type Signable = Record<string, unknown> & { '@context': readonly string[] };

const options = {
  type: 'DataIntegrityProof',
  cryptosuite: 'eddsa-rdfc-2022',
  proofPurpose: 'assertionMethod',
} as const;

const proofSchema = z.strictObject({
  type: z.literal(options.type),
  cryptosuite: z.literal(options.cryptosuite),
  proofPurpose: z.literal(options.proofPurpose),
  created: z.iso.datetime(),
  verificationMethod: z.string(),
  proofValue: z.string().regex(/^z[1-9A-HJ-NP-Za-km-z]{80,90}$/),
});

const canonical = (document: object): Promise<string> =>
  jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    safe: true,
    base: null,
    documentLoader,
  });

const digest = async (document: object) => hash('sha256', await canonical(document), 'buffer');

/** A document with a proof that it was signed with the key that is found under `method`. */
export async function withProof<Document extends Signable>(document: Document, method: string, key: KeyObject) {
  const created = `${new Date().toISOString().slice(0, 19)}Z`;
  const said = { ...options, created, verificationMethod: method };
  const about = { '@context': document['@context'], ...said };
  const message = Buffer.concat([await digest(about), await digest(document)]);
  return { ...document, proof: { ...said, proofValue: `z${encode(sign(null, message, key))}` } };
}

/** Whether nothing in it was changed since it was signed with one of our keys. `keyOf` knows them by their address. */
export async function proofHolds(signed: Signable, keyOf: (method: string) => KeyObject | undefined): Promise<boolean> {
  const { proof, ...document } = signed;
  const parsed = proofSchema.safeParse(proof);
  if (!parsed.success) return false;
  const { proofValue, ...said } = parsed.data;
  const key = keyOf(said.verificationMethod);
  if (!key) return false;
  try {
    const about = { '@context': document['@context'], ...said };
    const message = Buffer.concat([await digest(about), await digest(document)]);
    return verify(null, message, key, decode(proofValue.slice(1)));
  } catch {
    // Words that no context explains, or a knot that takes too long to undo: in no file of ours.
    return false;
  }
}
