import { describe, expect, test } from 'vitest';
import type { Manifest } from '../module/index.ts';
import { answerTopic, messagesOf, readTopic, requestOf } from './messages.ts';

const DEVICE = '019b0000-0000-7000-8000-000000000001';
const route = (method: string, path: string, body?: object) => ({ method, path, body });
const manifests = [
  {
    name: 'kiosk',
    routes: [
      route('POST', '/kiosks/{id}/status', {}),
      route('POST', '/orders/{id}/done'),
      route('GET', '/kiosks/{id}/work'),
    ],
    deviceMessages: [
      {
        kind: 'kiosk',
        messages: {
          status: { method: 'POST', path: '/kiosks/{device}/status' },
          work: { method: 'GET', path: '/kiosks/{device}/work' },
          'orders/{id}/done': { method: 'POST', path: '/orders/{id}/done' },
        },
      },
    ],
  },
] as unknown as Manifest[];

describe('a topic', () => {
  test('says whose it is, which request, and what', () => {
    const sent = readTopic(`counterfoil/${DEVICE}/up/17/orders/5/done`);
    expect(sent).toEqual({ deviceId: DEVICE, request: '17', name: 'orders/5/done' });
    expect(sent && answerTopic(sent)).toBe(`counterfoil/${DEVICE}/down/17`);
  });

  test.each([
    `counterfoil/${DEVICE}/down/17`,
    `counterfoil/${DEVICE}/up/17`,
    `counterfoil/${DEVICE}/up/a b/status`,
    `counterfoil/${DEVICE}/up/17/../../admin?x=1`,
    `counterfoil/${DEVICE.toUpperCase()}/up/17/status`,
    'counterfoil/other/up/1/status',
    '$SYS/broker',
  ])('%s is none that a device writes to', (topic) => {
    expect(readTopic(topic)).toBeNull();
  });
});

describe('a message', () => {
  const table = messagesOf(manifests);
  const of = (name: string, kind = 'kiosk') => requestOf(table, kind, { deviceId: DEVICE, request: '1', name });

  test('is the request of its route', () => {
    expect(of('status')).toEqual({ method: 'POST', url: `/api/v1/kiosks/${DEVICE}/status`, hasBody: true });
    expect(of('work')).toEqual({ method: 'GET', url: `/api/v1/kiosks/${DEVICE}/work`, hasBody: false });
    expect(of('orders/5/done')).toEqual({ method: 'POST', url: '/api/v1/orders/5/done', hasBody: false });
  });

  test('that its kind of device doesn’t have is none', () => {
    expect(of('orders')).toBeNull();
    expect(of('status', 'scanner')).toBeNull();
  });

  test('of a route that there is not stops the start', () => {
    const deviceMessages = [{ kind: 'kiosk', messages: { gone: { method: 'POST' as const, path: '/nowhere' } } }];
    expect(() => messagesOf([{ name: 'kiosk', deviceMessages }])).toThrow('POST /nowhere');
  });
});
