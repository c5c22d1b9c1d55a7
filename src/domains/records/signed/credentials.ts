import type { RecordKind } from '#domains/records/schema.ts';
import { resultFacts, resultFrom, resultHours, resultTitle, verifyAddress } from '#domains/records/shares/labels.ts';
import type { SharedResult } from '#domains/records/shares/schema.ts';
import { badges, learnerRecords, v2 } from '#domains/records/signed/contexts.ts';
import { issuerOf } from '#domains/records/signed/issuer.ts';
import type { SignedShare } from '#domains/records/signed/schema.ts';
import { statusEntry } from '#domains/records/signed/status.ts';
import { m } from '#platform/i18n/compiled/messages.js';

// What a share shows, in the words of Open Badges 3.0 and the Comprehensive Learner Record 2.0, not signed yet.

const achievementTypes: Record<RecordKind, string> = {
  course_completed: 'Course',
  course_repeated: 'Course',
  skill_level: 'Certification',
  certificate: 'Certificate',
  training: 'LearningProgram',
  contest: 'Award',
  degree: 'Degree',
  teaching: 'Achievement',
  mentoring: 'Achievement',
  proposal: 'Achievement',
  work: 'Achievement',
};

const instant = (time: string) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** What every credential of one share has in common. Taking the share back takes back all of them. */
function frame(share: SignedShare, url: URL) {
  return {
    issuer: { id: issuerOf(url), type: ['Profile'], name: m.common_product(), url: url.origin },
    validFrom: instant(share.created_at),
    ...(share.expires_on ? { validUntil: instant(`${share.expires_on}T23:59:59+08:00`) } : {}),
    credentialStatus: statusEntry(url, share.status),
  };
}

/** A worker has no address of her own among machines: she is who she is called, within this share. */
const holder = ({ id, name }: SignedShare) => ({
  id: `urn:uuid:${id}`,
  identifier: [{ type: 'IdentityObject', identityHash: name ?? '—', identityType: 'name', hashed: false }],
});

const achievementOf = (result: SharedResult, url: URL) => ({
  id: result.slug ? `${url.origin}/courses/${result.slug}?version=${result.version}` : `urn:uuid:${result.id}`,
  type: ['Achievement'],
  name: resultTitle(result),
  description: resultFacts(result),
  achievementType: achievementTypes[result.kind],
  ...(result.version ? { version: String(result.version) } : {}),
  criteria: {
    narrative: result.verifier
      ? m.records_signed_verified({ verifier: result.verifier })
      : m.records_signed_completed({ hours: resultHours(result) }),
  },
  ...(resultFrom(result)
    ? { creator: { id: `urn:uuid:${result.id}#creator`, type: ['Profile'], name: resultFrom(result) } }
    : {}),
});

/** One result as an Open Badge. */
export const badgeOf = (share: SignedShare, result: SharedResult, url: URL) => ({
  '@context': [v2, badges],
  id: `${verifyAddress(share.code, url)}#${result.id}`,
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: resultTitle(result),
  ...frame(share, url),
  awardedDate: instant(result.achieved_at),
  credentialSubject: {
    ...holder(share),
    type: ['AchievementSubject'],
    activityEndDate: instant(result.achieved_at),
    achievement: achievementOf(result, url),
  },
});

export type Badge = ReturnType<typeof badgeOf>;

/** The badges of a share, each signed, as one learner record. It says itself that there may be more to know. */
export const learnerRecordOf = (share: SignedShare, signedBadges: readonly Badge[], url: URL) => ({
  '@context': [v2, learnerRecords, badges],
  id: verifyAddress(share.code, url),
  type: ['VerifiableCredential', 'ClrCredential'],
  name: m.records_title(),
  partial: true,
  ...frame(share, url),
  credentialSubject: { ...holder(share), type: ['ClrSubject'], verifiableCredential: signedBadges },
});
