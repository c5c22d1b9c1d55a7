import { env } from '#platform/env.ts';

interface Visitor {
  clientAddress: string;
  request: Request;
}

/** Where a request comes from. A forwarded address is believed only as far as our own proxies reach. */
export function addressOf({ clientAddress, request }: Visitor): string {
  const proxies = env().TRUSTED_PROXIES;
  if (proxies === 0) return clientAddress;
  const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  return hops.at(-proxies) || clientAddress;
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
