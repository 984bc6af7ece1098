import { describe, expect, test } from 'vitest';
import { startPayload, webChatLink } from './buy-link.ts';

describe('the link into a chat', () => {
  test('names the raffle alone when nothing is chosen', () => {
    expect(startPayload('ABC234', [])).toEqual({ payload: 'raffle:ABC234', left: 0 });
  });

  test('carries the numbers in order, a stretch as a stretch', () => {
    expect(startPayload('ABC234', [99, 5, 40, 41, 42, 12, 13])).toEqual({
      payload: 'raffle:ABC234:5,12,13,40-42,99',
      left: 0,
    });
  });

  test('stays within 64 signs and says how many it had to leave', () => {
    const numbers = Array.from({ length: 20 }, (_, i) => 10_000 + i * 7);
    const { payload, left } = startPayload('ABC234', numbers);
    expect(payload.length).toBeLessThanOrEqual(64);
    expect(payload).toBe(`raffle:ABC234:${numbers.slice(0, 8).join(',')}`);
    expect(left).toBe(12);
  });

  test('survives being part of an address', () => {
    expect(new URL(webChatLink('malabar', 'raffle:ABC234:5,12'), 'http://x').searchParams.get('start')).toBe(
      'raffle:ABC234:5,12',
    );
  });
});
