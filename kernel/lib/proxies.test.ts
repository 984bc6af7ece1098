import { expect, test } from 'vitest';
import { proxyTrust } from './proxies.ts';

test('a number counts proxies, the first of them on this machine or in a private network', () => {
  const trusts = proxyTrust('2');
  expect(trusts?.('127.0.0.1', 0)).toBe(true);
  expect(trusts?.('::ffff:10.0.0.7', 0)).toBe(true);
  expect(trusts?.('203.0.113.9', 0), 'past the proxy').toBe(false);
  expect(trusts?.('203.0.113.9', 1)).toBe(true);
  expect(trusts?.('203.0.113.9', 2)).toBe(false);
  expect(proxyTrust('0')?.('127.0.0.1', 0)).toBe(false);
});

test('networks, addresses and the words for near networks', () => {
  const trusts = proxyTrust('loopback, 203.0.113.0/24, 2001:db8::/32, 198.51.100.7');
  const inside = ['127.0.0.1', '::1', '203.0.113.200', '::ffff:203.0.113.1', '2001:db8:ffff::1', '198.51.100.7'];
  for (const address of inside) expect(trusts?.(address, 3), address).toBe(true);
  for (const address of ['203.0.114.1', '198.51.100.8', '10.0.0.1', '<script>', ''])
    expect(trusts?.(address, 0), address).toBe(false);
  expect(proxyTrust('private')?.('192.168.1.1', 0)).toBe(true);
});

test.each(['true', 'yes', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0', 'loopback,', '-1', '100'])(
  '%s is refused',
  (text) => expect(proxyTrust(text)).toBeNull(),
);
