import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { allowedBy, policyFrom } from './address-policy.ts';
import { isOwn, isPublic } from './addresses.ts';

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.168.1.1',
  '198.19.0.1',
  '224.0.0.1',
  '239.255.255.255',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'localhost',
  '127.1',
  '',
])('%s is not for everybody', (address) => expect(isPublic(address)).toBe(false));

test.each(['8.8.8.8', '100.63.255.255', '172.32.0.1', '2606:4700::1111', '64:ff9b::8.8.8.8', '64:ff9b::808:808'])(
  '%s is public',
  (address) => expect(isPublic(address)).toBe(true),
);

test('networks of the environment are allowed beside the public ones, and nothing else of their kind', () => {
  const allows = allowedBy('10.1.0.0/16, 192.168.7.25 fd12::/16');
  expect(['10.1.2.3', '192.168.7.25', 'fd12::9', '8.8.8.8'].filter(allows)).toHaveLength(4);
  expect(['10.2.0.1', '192.168.7.26', 'fd13::1', '127.0.0.1', '::ffff:10.2.0.1'].filter(allows)).toEqual([]);
  expect(['127.0.0.1', '::1', '10.0.0.1'].filter(allowedBy('true'))).toHaveLength(3);
  for (const none of ['', 'false']) expect(['127.0.0.1', '::1', '10.0.0.1'].filter(allowedBy(none))).toEqual([]);
});

test('an address of this machine is not allowed, though it looks public', () => {
  const own = Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address));
  for (const address of own) expect([address, isOwn(address), allowedBy('')(address)]).toEqual([address, true, false]);
});

test('an address from an API’s answer may be private only when the operator runs that API on a private address', () => {
  const config = { ALLOW_PRIVATE_ADDRESSES: undefined } as never;
  expect(policyFrom(config, 'https://graph.facebook.com').allows('127.0.0.1')).toBe(false);
  expect(policyFrom(config, 'https://8.8.8.8').allows('127.0.0.1')).toBe(false);
  for (const root of ['http://127.0.0.1:9', 'http://localhost:9', 'http://[::1]:9', 'http://10.0.0.2/'])
    expect(policyFrom(config, root).allows('127.0.0.1')).toBe(true);
});
