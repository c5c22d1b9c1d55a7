import { expect, it } from 'vitest';
import { knowsPlaces, oneOf } from '#platform/address.ts';
import { readEnv } from '#platform/env.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:7::1', '2001:db8:0:7::/64'],
  ['2001:db8:0:7:ffff:ffff:ffff:ffff', '2001:db8:0:7::/64'],
  ['2001:0db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is %s', (address, one) => expect(oneOf(address)).toBe(one));

it('knows places unless it stands behind a proxy that it may not believe', () => {
  const knows = (given: Record<string, string>) => knowsPlaces(readEnv(given));
  expect(knows({})).toBe(true);
  expect(knows({ PUBLIC_ORIGIN: 'https://learn.example.cn' })).toBe(false);
  expect(knows({ PUBLIC_ORIGIN: 'https://learn.example.cn', TRUSTED_PROXIES: '1' })).toBe(true);
});
