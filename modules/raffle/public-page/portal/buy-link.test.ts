import { describe, expect, test } from 'vitest';
import { startPayload as readPayload } from '../../chat/start-payload.rule.ts';
import { startPayload, withNumbers } from './buy-link.ts';

describe('the link into a chat', () => {
  test('names the raffle alone when nothing is chosen', () => {
    expect(startPayload('ABC234', [])).toEqual({ payload: 'raffle_ABC234', left: 0 });
  });

  test('carries the numbers in order, neighbours as a range', () => {
    expect(startPayload('ABC234', [99, 5, 40, 41, 42, 12, 13])).toEqual({
      payload: 'raffle_ABC234_5_12_13_40-42_99',
      left: 0,
    });
  });

  test('stays within 64 characters and counts the numbers left out', () => {
    const numbers = Array.from({ length: 20 }, (_, i) => 10_000 + i * 7);
    const { payload, left } = startPayload('ABC234', numbers);
    expect(payload.length).toBeLessThanOrEqual(64);
    expect(payload).toBe(`raffle_ABC234_${numbers.slice(0, 8).join('_')}`);
    expect(left).toBe(12);
  });

  test('puts the numbers into every chat’s link', () => {
    const { payload } = startPayload('ABC234', [5, 12]);
    const into = (link: string) => withNumbers(link, 'ABC234', payload);
    expect(into('https://t.me/malabar?start=raffle_ABC234')).toBe('https://t.me/malabar?start=raffle_ABC234_5_12');
    expect(into('https://wa.me/91980?text=start%20raffle_ABC234')).toBe(
      'https://wa.me/91980?text=start%20raffle_ABC234_5_12',
    );
  });

  test('is read by the chat as it was chosen', () => {
    const { payload } = startPayload('ABC234', [5, 12, 40, 41, 42]);
    expect(readPayload(payload)).toEqual({ code: 'ABC234', numbers: '5,12,40-42' });
  });
});
