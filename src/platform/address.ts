import { env } from '#platform/env.ts';

interface Visitor {
  clientAddress: string;
  request: Request;
}

/** Where a request comes from. A forwarded address is believed only as far as our own proxies reach. */
export function addressOf({ clientAddress, request }: Visitor): string {
  const proxies = env().TRUSTED_PROXIES;
  if (proxies === 0) return oneOf(clientAddress);
  const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  return oneOf(hops.at(-proxies) || clientAddress);
}

/** Who has one address of the newer kind has all that begin alike, so those are one. */
export function oneOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [front = '', back] = plain.split('%')[0]?.split('::') ?? [];
  const groups = front.split(':').filter(Boolean);
  const end = (back ?? '').split(':').filter(Boolean);
  const missing = back === undefined ? 0 : Math.max(0, 8 - groups.length - end.length);
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...end];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/**
 * Whether visitors can be told apart by where they come from. Reached by https, the product stands behind a proxy; when it may not
 * believe that proxy, everybody comes from the same address.
 */
export function knowsPlaces({ PUBLIC_ORIGIN, TRUSTED_PROXIES } = env()): boolean {
  return TRUSTED_PROXIES > 0 || !PUBLIC_ORIGIN?.startsWith('https:');
}

/** A few words by which a person recognises her phone or computer in a list. */
export function deviceOf({ request }: Pick<Visitor, 'request'>): string {
  const agent = request.headers.get('user-agent') ?? '';
  const browser = [
    [/MicroMessenger/, 'WeChat'],
    [/Edg\//, 'Edge'],
    [/Firefox\//, 'Firefox'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ].find(([pattern]) => (pattern as RegExp).test(agent))?.[1];
  const system = [
    [/iPhone|iPad/, 'iOS'],
    [/Android/, 'Android'],
    [/HarmonyOS/, 'HarmonyOS'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/Linux/, 'Linux'],
  ].find(([pattern]) => (pattern as RegExp).test(agent))?.[1];
  return [browser, system].filter(Boolean).join(' · ') || 'HTTP';
}
