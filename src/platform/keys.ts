import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { env } from '#platform/env.ts';

// The keys the product signs with. They are in a file beside the data, never in the database: whoever can rewrite the one can't sign for it.

export const keyKinds = ['Ed25519', 'RS256'] as const;
export type KeyKind = (typeof keyKinds)[number];

const jwk = z.record(z.string(), z.string());
const keySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  kind: z.enum(keyKinds),
  made_at: z.iso.datetime(),
  retired_at: z.iso.datetime().optional(),
  public: jwk,
  /** Gone once the key is retired: what was signed stays provable, and nothing more can be signed. */
  private: jwk.optional(),
});
export type SigningKey = z.infer<typeof keySchema>;
export const keyRingSchema = z.array(keySchema);
export type KeyRing = z.infer<typeof keyRingSchema>;

type Jwk = z.infer<typeof jwk>;
const asJwk = (key: KeyObject) => key.export({ format: 'jwk' }) as Jwk;

export function newKey(kind: KeyKind): SigningKey {
  const { publicKey, privateKey } =
    kind === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: 3072 });
  const digest = createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex');
  return {
    id: `${kind.toLowerCase()}-${digest.slice(0, 12)}`,
    kind,
    made_at: new Date().toISOString(),
    public: asJwk(publicKey),
    private: asJwk(privateKey),
  };
}

export const newRing = (): KeyRing => keyKinds.map(newKey);

/** New keys to sign with from now on. The old ones still prove what they signed, and can sign no more. */
export const rotated = (ring: KeyRing, now: Date): KeyRing => [
  ...newRing(),
  ...ring.map((key) => ({ ...key, private: undefined, retired_at: key.retired_at ?? now.toISOString() })),
];

/** The ring without a key that somebody else may have: whatever it signed proves nothing from now on. */
export const withdrawn = (ring: KeyRing, id: string): KeyRing => ring.filter((key) => key.id !== id);

export const publicKeyOf = (key: SigningKey): KeyObject => createPublicKey({ key: key.public, format: 'jwk' });

/** The key of a kind that signs, as the ring stands. */
export function signingKey(ring: KeyRing, kind: KeyKind): { id: string; key: KeyObject } {
  const found = ring.find((key) => key.kind === kind && key.private && !key.retired_at);
  if (!found?.private) throw new Error(`No ${kind} key signs: run npm run keys -- rotate.`);
  return { id: found.id, key: createPrivateKey({ key: found.private, format: 'jwk' }) };
}

const file = (): string => env().SIGNING_KEYS ?? join(env().GONGKE_DATA, 'signing-keys.json');

export function writeRing(ring: KeyRing): void {
  const partial = `${file()}.partial`;
  writeFileSync(partial, JSON.stringify(ring, null, 2), { mode: 0o600 });
  renameSync(partial, file());
}

/** Read anew each time, so that a rotation needs no restart. Made when it is first asked for. */
export function keyRing(): KeyRing {
  const path = file();
  if (!existsSync(path)) {
    if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(path, JSON.stringify(newRing(), null, 2), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Another process was first; its keys are ours.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return keyRingSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
