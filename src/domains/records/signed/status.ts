import { gzipSync } from 'node:zlib';
import { v2 } from '#domains/records/signed/contexts.ts';

/** As many as the standard asks for at least, so that nobody can tell from a question whom it is about. */
export const placesInList = 131_072;

/** One bit for each place, those that were taken back set, the first place leftmost. */
export function encodedList(takenBack: readonly number[]): string {
  const bits = Buffer.alloc(placesInList / 8);
  for (const place of takenBack) bits[place >> 3] = (bits[place >> 3] ?? 0) | (0x80 >> (place & 7));
  return `u${gzipSync(bits).toString('base64url')}`;
}

export const statusListAddress = ({ origin }: URL, list: number): string => `${origin}/status/${list}`;

/** Where a credential's bit is. */
export const statusEntry = (url: URL, { list, place }: { list: number; place: number }) => ({
  id: `${statusListAddress(url, list)}#${place}`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: String(place),
  statusListCredential: statusListAddress(url, list),
});

/** A list as a credential of its own. What changes is not kept for longer than five minutes. */
export function statusList(issuer: string, url: URL, list: number, takenBack: readonly number[]) {
  const address = statusListAddress(url, list);
  return {
    '@context': [v2],
    id: address,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom: `${new Date().toISOString().slice(0, 19)}Z`,
    credentialSubject: {
      id: `${address}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: encodedList(takenBack),
      ttl: 300_000,
    },
  };
}
