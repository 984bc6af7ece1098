import { expect, test } from 'vitest';
import { addressKey, plainAddress } from './address.ts';

test.each([
  ['203.0.113.9', '203.0.113.9'],
  [' 203.0.113.9 ', '203.0.113.9'],
  ['203.0.113.9:51312', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:cb00:7109', '203.0.113.9'],
  ['0:0:0:0:0:ffff:203.0.113.9', '203.0.113.9'],
  ['2001:DB8::1', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['2001:0db8:0000:0000:0000:0000:0000:0005', '2001:db8::5'],
  ['::1', '::1'],
])('%s is shown as %s', (given, shown) => expect(plainAddress(given)).toBe(shown));

test.each(['', null, undefined, '<script>', '1.2.3', '1.2.3.4.5', '::g', 'unknown', '203.0.113.9, 203.0.113.8', '%'])(
  '%s is no address',
  (given) => {
    expect(plainAddress(given)).toBeNull();
    expect(addressKey(given)).toBe('unknown');
  },
);

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0db8:0000:0000:ffff:ffff:ffff:ffff', '2001:db8:0:0::/64'],
  ['64:ff9b::203.0.113.9', '64:ff9b:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s counts as %s', (given, key) => expect(addressKey(given)).toBe(key));

test('a /64 counts as one address for limits, and its neighbour as another', () => {
  expect(addressKey('2001:db8:1:2:aaaa::1')).toBe(addressKey('2001:db8:1:2:bbbb::2'));
  expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
});
