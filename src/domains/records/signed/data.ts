import { setImmediate } from 'node:timers/promises';
import { badgeOf, learnerRecordOf, type Badge } from '#domains/records/signed/credentials.ts';
import { didDocument, issuerOf, keysOf, methodOf } from '#domains/records/signed/issuer.ts';
import { asJwt, readJwt } from '#domains/records/signed/jwt.ts';
import { proofHolds, withProof, type Signable } from '#domains/records/signed/proof.ts';
import {
  claimedSchema,
  mostInRecord,
  signedShareSchema,
  takenBackSchema,
  type SignedFormat,
  type SignedShare,
} from '#domains/records/signed/schema.ts';
import { statusList } from '#domains/records/signed/status.ts';
import { clerk } from '#platform/clerk.ts';
import { unwrap, type Db } from '#platform/db.ts';
import { Failure, failureOf } from '#platform/errors.ts';
import { idFrom } from '#platform/fields.ts';
import { keyRing, signingKey, type KeyKind } from '#platform/keys.ts';

/** What is signed is what stands: a result that was corrected since it was shown is left out. */
export async function signedShare(db: Db, share: string): Promise<SignedShare> {
  const rows = await unwrap(db.rpc('signed_share', { share: idFrom(share, 'share_not_found') }));
  const found = signedShareSchema.parse(rows);
  return { ...found, results: found.results.filter(({ corrected }) => !corrected) };
}

function signer(kind: KeyKind, url: URL) {
  const { id, key } = signingKey(keyRing(), kind);
  return { method: methodOf(issuerOf(url), id), key };
}

function signed<Document extends Signable>(document: Document, url: URL) {
  const { method, key } = signer('Ed25519', url);
  return withProof(document, method, key);
}

function onlyBadge(share: SignedShare, url: URL): Badge {
  const [result, ...others] = share.results;
  if (!result || others.length > 0) throw new Failure('not_found', 404);
  return badgeOf(share, result, url);
}

async function learnerRecord(share: SignedShare, url: URL) {
  const badges: Badge[] = [];
  for (const result of share.results.slice(0, mostInRecord)) {
    badges.push(await signed(badgeOf(share, result, url), url));
    // Others are answered in between.
    await setImmediate();
  }
  return learnerRecordOf(share, badges, url);
}

const asToken = (credential: Parameters<typeof asJwt>[0], url: URL): string => {
  const { method, key } = signer('RS256', url);
  return asJwt(credential, method, key);
};
const asText = (document: object) => JSON.stringify(document, null, 2);

/** What a share shows, signed, for other software: its one result as a badge, or all of it as a learner record. */
const makers: Record<SignedFormat, (share: SignedShare, url: URL) => Promise<string>> = {
  'badge.json': async (share, url) => asText(await signed(onlyBadge(share, url), url)),
  'badge.jwt': (share, url) => Promise.resolve(asToken(onlyBadge(share, url), url)),
  'learner-record.json': async (share, url) => asText(await signed(await learnerRecord(share, url), url)),
  'learner-record.jwt': async (share, url) => asToken(await learnerRecord(share, url), url),
};

export const signedFile = (share: SignedShare, format: SignedFormat, url: URL): Promise<string> =>
  makers[format](share, url);

export const ourDidDocument = (url: URL) => didDocument(issuerOf(url), keyRing());

/** A public list of what was taken back; nothing when there is no such list. */
export async function signedStatusList(list: number, url: URL): Promise<object | undefined> {
  const { data, error } = await clerk().rpc('clerk_status_list', { wanted: list });
  if (error) throw failureOf(error);
  return data ? signed(statusList(issuerOf(url), url, list, takenBackSchema.parse(data)), url) : undefined;
}

async function believed(text: string, url: URL): Promise<unknown> {
  const keys = (kind: KeyKind) => keysOf(issuerOf(url), keyRing(), kind);
  if (!text.trimStart().startsWith('{')) return readJwt(text, keys('RS256'));
  const document = JSON.parse(text) as Signable;
  return (await proofHolds(document, keys('Ed25519'))) ? document : undefined;
}

/** The code of a file that we signed and that nobody changed since; nothing for every other file. */
export async function codeInFile(text: string, url: URL): Promise<string | undefined> {
  try {
    const claimed = claimedSchema.parse(await believed(text, url));
    return new URL(claimed.id).pathname.split('/').at(-1);
  } catch {
    return undefined;
  }
}
