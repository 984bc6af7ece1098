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

test('two routes can’t claim one parameter', () => {
  expect(() => olderAddresses([shared(['page']), shared(['page'], '/other/list')])).toThrow('two routes claim');
});
