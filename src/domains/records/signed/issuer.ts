import type { KeyObject } from 'node:crypto';
import { encode } from 'base58-universal';
import { publicKeyOf, type KeyRing, type SigningKey } from '#platform/keys.ts';

/** Who signs: the product under the name it is reached by. `did:web` finds the keys of whoever holds that name. */
export const issuerOf = ({ host }: URL): string => `did:web:${host.replace(':', '%3A')}`;

export const methodOf = (issuer: string, id: string): string => `${issuer}#${id}`;

/** The first two bytes say that an Ed25519 key follows. */
const asMultikey = ({ public: { x = '' } }: SigningKey): string =>
  `z${encode(Buffer.concat([Buffer.from([0xed, 0x01]), Buffer.from(x, 'base64url')]))}`;

/** What stands at `/.well-known/did.json`: every key that proves something, retired ones among them. */
export function didDocument(issuer: string, ring: KeyRing) {
  const verificationMethod = ring.map((key) => ({
    id: methodOf(issuer, key.id),
    controller: issuer,
    ...(key.kind === 'Ed25519'
      ? { type: 'Multikey', publicKeyMultibase: asMultikey(key) }
      : { type: 'JsonWebKey', publicKeyJwk: { ...key.public, alg: key.kind } }),
  }));
  return {
    '@context': [
      'https://www.w3.org/ns/did/v1',
      'https://w3id.org/security/multikey/v1',
      'https://w3id.org/security/jwk/v1',
    ],
    id: issuer,
    verificationMethod,
    assertionMethod: verificationMethod.map(({ id }) => id),
  };
}

/** Our keys of a kind by their full address. */
export const keysOf =
  (issuer: string, ring: KeyRing, kind: SigningKey['kind']) =>
  (method: string): KeyObject | undefined => {
    const found = ring.find((key) => key.kind === kind && methodOf(issuer, key.id) === method);
    return found && publicKeyOf(found);
  };
