import { sign, verify, type KeyObject } from 'node:crypto';

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const fromBase64url = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/** What a credential says, and who may rely on it from when on, in the words every reader of tokens knows. */
interface Claims {
  id: string;
  issuer: { id: string };
  validFrom: string;
  validUntil?: string;
}

const seconds = (instant: string) => Math.floor(Date.parse(instant) / 1000);

/** A credential as a compact JWS, RS256. */
export function asJwt(credential: Claims, kid: string, key: KeyObject): string {
  const { id, issuer, validFrom, validUntil } = credential;
  const payload = {
    ...credential,
    ...{ iss: issuer.id, jti: id, nbf: seconds(validFrom) },
    ...(validUntil ? { exp: seconds(validUntil) } : {}),
  };
  const signed = `${base64url({ alg: 'RS256', typ: 'JWT', kid })}.${base64url(payload)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** What a token of ours says; nothing when it is none, or was changed. */
export function readJwt(token: string, keyOf: (kid: string) => KeyObject | undefined): unknown {
  const [header = '', payload = '', signature = '', ...rest] = token.trim().split('.');
  if (rest.length > 0) return undefined;
  try {
    const { alg, kid } = fromBase64url(header) as { alg?: unknown; kid?: unknown };
    const key = alg === 'RS256' && typeof kid === 'string' ? keyOf(kid) : undefined;
    if (!key || !verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')))
      return undefined;
    return fromBase64url(payload);
  } catch {
    return undefined;
  }
}
