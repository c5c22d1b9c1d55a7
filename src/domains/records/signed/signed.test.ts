import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import { contexts as integrityContexts } from '@digitalbazaar/data-integrity-context';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { importJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { documentLoader as ownContexts } from '#domains/records/signed/contexts.ts';
import { badgeOf, learnerRecordOf, type Badge } from '#domains/records/signed/credentials.ts';
import { didDocument, issuerOf, keysOf, methodOf } from '#domains/records/signed/issuer.ts';
import { asJwt, readJwt } from '#domains/records/signed/jwt.ts';
import { proofHolds, withProof, type Signable } from '#domains/records/signed/proof.ts';
import { mostBytes, mostInRecord, type SignedShare } from '#domains/records/signed/schema.ts';
import { statusList, statusListAddress } from '#domains/records/signed/status.ts';
import { newRing, rotated, signingKey, withdrawn, type KeyRing } from '#platform/keys.ts';

const url = new URL('https://learn.example.cn/records/shares/x/badge.json');
const issuer = issuerOf(url);
const ring = newRing();

const result: SignedShare['results'][number] = {
  id: '00000000-0000-4000-8000-000000000001',
  kind: 'course_completed',
  achieved_at: '2026-05-16T09:30:00+08:00',
  hours_min: 90,
  version: 3,
  corrected: false,
  slug: 'welding-arc-basics',
  title: { 'zh-CN': '电弧焊入门', en: 'Arc welding basics' },
  provider: { 'zh-CN': '云川职工大学' },
  verifier: null,
  facts: {},
};
const level: typeof result = {
  ...result,
  id: '00000000-0000-4000-8000-000000000002',
  kind: 'skill_level',
  slug: null,
  version: null,
  title: null,
  provider: null,
  verifier: '云川精工机械有限公司',
  facts: { title: '电焊工高级', issuer: '云川市技能鉴定中心', trade: '电焊工', level: '高级工' },
};
const share: SignedShare = {
  id: '00000000-0000-4000-8000-000000000501',
  audience: '某单位招聘',
  created_at: '2026-06-01T00:00:00+08:00',
  expires_on: '2099-12-31',
  revoked_at: null,
  replaced_by: null,
  code: 'DEM0GXK0NGKE00000501',
  name: '职工甲',
  results: [result, level],
  opened: [],
  certificate: null,
  status: { list: 1, place: 77_001 },
};

function signWith<Document extends Signable>(document: Document, keys: KeyRing = ring) {
  const { id, key } = signingKey(keys, 'Ed25519');
  return withProof(document, methodOf(issuer, id), key);
}
async function learnerRecord(results = share.results) {
  const badges: Badge[] = [];
  for (const one of results) badges.push(await signWith(badgeOf(share, one, url)));
  return signWith(learnerRecordOf(share, badges, url));
}

/** What a stranger's software reads: the standard's own words, our DID document and our list, and nothing from a network. */
const strangersLoader = (takenBack: number[], keys: KeyRing) => async (address: string) => {
  const did = didDocument(issuer, keys);
  const known = new Map<string, object>([...(integrityContexts as Map<string, object>), [issuer, did]]);
  for (const method of did.verificationMethod)
    known.set(method.id, { '@context': 'https://w3id.org/security/multikey/v1', ...method });
  if (address === statusListAddress(url, 1)) known.set(address, await signWith(statusList(issuer, url, 1, takenBack)));
  const document = known.get(address);
  return document ? { contextUrl: undefined, documentUrl: address, document } : ownContexts(address);
};

interface Verdict {
  verified: boolean;
  error?: unknown;
}
function strangerVerifies(credential: object, takenBack: number[] = [], keys: KeyRing = ring): Promise<Verdict> {
  return vc.verifyCredential({
    credential,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader: strangersLoader(takenBack, keys),
    checkStatus: async (asked: object) => {
      const suite = new DataIntegrityProof({ cryptosuite });
      const { verified, results } = await checkStatus({ ...asked, suite, verifyBitstringStatusListCredential: true });
      return { verified: verified && results.every(({ status }) => !status) };
    },
  }) as Promise<Verdict>;
}

describe('a signed record', () => {
  it('is believed by an independent library, as a badge and as a learner record with all its badges', async () => {
    const badge = await signWith(badgeOf(share, result, url));
    expect(await strangerVerifies(badge)).toMatchObject({ verified: true });
    const record = await learnerRecord();
    expect(await strangerVerifies(record)).toMatchObject({ verified: true });
    for (const inside of record.credentialSubject.verifiableCredential)
      expect(await strangerVerifies(inside)).toMatchObject({ verified: true });
    expect(JSON.stringify(record)).not.toContain('某单位招聘');
  });

  it('is believed no longer once a word of it is another', async () => {
    const badge = await signWith(badgeOf(share, level, url));
    const { credentialSubject: subject } = badge;
    const forged = {
      ...badge,
      credentialSubject: { ...subject, achievement: { ...subject.achievement, name: '电焊工技师' } },
    };
    expect(await strangerVerifies(forged)).toMatchObject({ verified: false });
    const keyOf = keysOf(issuer, ring, 'Ed25519');
    expect(await proofHolds(badge, keyOf)).toBe(true);
    expect(await proofHolds(forged, keyOf)).toBe(false);
    expect(await proofHolds({ ...badge, unexplained: 'x' }, keyOf), 'a word that no context explains').toBe(false);
    expect(await proofHolds(await signWith(badgeOf(share, level, url), newRing()), keyOf), 'of another').toBe(false);
  });

  it('is taken back by its bit in the list, and by no other bit', async () => {
    const badge = await signWith(badgeOf(share, result, url));
    expect(await strangerVerifies(badge, [77_000, 77_002, 0, 131_071])).toMatchObject({ verified: true });
    expect(await strangerVerifies(badge, [77_001])).toMatchObject({ verified: false });
  });

  it('outlives a change of keys, and not a key that was withdrawn', async () => {
    const badge = await signWith(badgeOf(share, result, url));
    const renewed = rotated(ring, new Date());
    expect(await strangerVerifies(await signWith(badgeOf(share, result, url), renewed), [], renewed)).toMatchObject({
      verified: true,
    });
    const keyOf = keysOf(issuer, renewed, 'Ed25519');
    expect(await proofHolds(badge, keyOf)).toBe(true);
    expect(signingKey(renewed, 'Ed25519').id).not.toBe(signingKey(ring, 'Ed25519').id);
    expect(renewed.filter((key) => key.private)).toHaveLength(2);
    const without = withdrawn(renewed, signingKey(ring, 'Ed25519').id);
    expect(await proofHolds(badge, keysOf(issuer, without, 'Ed25519'))).toBe(false);
    expect(await strangerVerifies(badge, [], without)).toMatchObject({ verified: false });
  });

  it('is a token that an independent library believes, with the key our DID document names', async () => {
    const { id, key } = signingKey(ring, 'RS256');
    const token = asJwt(badgeOf(share, result, url), methodOf(issuer, id), key);
    const ours = didDocument(issuer, ring).verificationMethod.find((one) => one.id === methodOf(issuer, id));
    if (!ours || !('publicKeyJwk' in ours)) throw new Error('the key is not named');
    const { payload, protectedHeader } = await jwtVerify(token, await importJWK(ours.publicKeyJwk), { issuer });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: ours.id });
    expect(payload).toMatchObject({ jti: `https://learn.example.cn/verify/${share.code}#${result.id}` });
    const keyOf = keysOf(issuer, ring, 'RS256');
    expect(readJwt(token, keyOf)).toMatchObject({ type: ['VerifiableCredential', 'OpenBadgeCredential'] });
    const [header = '', body = '', signature = ''] = token.split('.');
    const other = Buffer.from(body, 'base64url').toString().replace('电弧焊', '激光焊');
    expect(readJwt([header, Buffer.from(other).toString('base64url'), signature].join('.'), keyOf)).toBeUndefined();
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', kid: ours.id })).toString('base64url');
    expect(readJwt(`${unsigned}.${body}.`, keyOf)).toBeUndefined();
    expect(readJwt('neither.nor', keyOf)).toBeUndefined();
  });

  it('says what the two standards ask of every badge and every record', async () => {
    const record = await learnerRecord();
    expect(record).toMatchObject({
      type: ['VerifiableCredential', 'ClrCredential'],
      partial: true,
      issuer: { id: 'did:web:learn.example.cn', type: ['Profile'] },
      validFrom: '2026-05-31T16:00:00Z',
      validUntil: '2099-12-31T15:59:59Z',
      credentialStatus: { type: 'BitstringStatusListEntry', statusListIndex: '77001' },
    });
    for (const badge of record.credentialSubject.verifiableCredential)
      expect(badge.credentialSubject).toMatchObject({
        type: ['AchievementSubject'],
        identifier: [{ identityHash: '职工甲', hashed: false }],
        achievement: {
          id: expect.stringMatching(/^(https:|urn:uuid:)/),
          type: ['Achievement'],
          name: expect.stringMatching(/./),
          description: expect.stringMatching(/./),
          criteria: { narrative: expect.stringMatching(/./) },
        },
      });
  });

  it('is held up to be verified in one piece, as large as it can be', async () => {
    const results = Array.from({ length: mostInRecord }, (_, index) => ({
      ...level,
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    }));
    const record = await learnerRecord(results);
    expect(JSON.stringify(record, null, 2).length).toBeLessThan(mostBytes);
    expect(await proofHolds(record, keysOf(issuer, ring, 'Ed25519'))).toBe(true);
  });
});
