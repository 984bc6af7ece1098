import { expect, test } from 'vitest';
import type { Manifest } from '../module/index.ts';
import { olderAddresses } from './older-addresses.ts';

const shared = (whenQuery: string[], path = '/coffee/machines') =>
  ({
    name: 'x',
    routes: [{ method: 'GET', path, aliases: [{ path: '/api/v1/devices', whenQuery }] }],
  }) as unknown as Manifest;

test.each([
  ['/api/v1/devices?merchant_id=1', '/api/v1/coffee/machines?merchant_id=1'],
  ['/api/v1/devices/?page=2&limit=5', '/api/v1/coffee/machines?page=2&limit=5'],
  ['/api/v1/devices', '/api/v1/devices'],
  ['/api/v1/devices?limit=5', '/api/v1/devices?limit=5'],
  ['/api/v1/devices?limit=merchant_id', '/api/v1/devices?limit=merchant_id'],
  ['/api/v1/devices/5?page=2', '/api/v1/devices/5?page=2'],
])('%s is answered by %s', (asked, by) => {
  const route = olderAddresses([shared(['merchant_id', 'page'])]);
  expect(route({ method: 'GET', url: asked })).toBe(by);
  expect(route({ method: 'POST', url: asked })).toBe(asked);
});

test('an older address without its version is that with it, where no other begins so', () => {
  const route = olderAddresses([
    { name: 'x', routes: [{ method: 'POST', path: '/auth/token', aliases: ['/api/v1/auth/login'] }] },
    { name: 'y', routes: [{ method: 'GET', path: '/raffle/orders', aliases: ['/api/orders'] }] },
  ] as unknown as Manifest[]);
  const to = (url: string) => route({ method: 'POST', url });
  expect(to('/api/auth/login?a=1')).toBe('/api/v1/auth/login?a=1');
  expect(to('/api/orders/5')).toBe('/api/orders/5');
  expect(to('/api/authors')).toBe('/api/authors');
  expect(to('/api/v1/auth/login')).toBe('/api/v1/auth/login');
});

test('two routes can’t claim one parameter', () => {
  expect(() => olderAddresses([shared(['page']), shared(['page'], '/other/list')])).toThrow('two routes claim');
});
