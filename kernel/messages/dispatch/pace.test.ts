import { describe, expect, it, vi } from 'vitest';
import type { ChannelAccount, Outbound } from '../channels/channel.ts';
import { Pace } from './pace.ts';
import { SendQueue } from './send-queue.ts';

describe('a pace', () => {
  it('of thirty a second sends thirty in a second', () => {
    const pace = new Pace({ perSecond: 30 });
    let sent = 0;
    for (let now = 10_000; now < 11_000; now++) {
      while (pace.wait('a', now) === 0) {
        pace.took('a', now);
        sent++;
      }
    }
    // A burst of a tenth of a second at the start, which a late timer may need.
    expect(sent).toBeGreaterThanOrEqual(30);
    expect(sent).toBeLessThanOrEqual(34);
  });

  it('of one a second to each recipient doesn’t delay other recipients', () => {
    const pace = new Pace({ perRecipientMs: 1000 });
    pace.took('asha', 5000);
    expect([pace.wait('asha', 5400), pace.wait('ravi', 5400), pace.wait('asha', 6000)]).toEqual([600, 0, 0]);
  });

  it('doesn’t wait for years when the clock is set back', () => {
    const pace = new Pace({ perSecond: 10, perRecipientMs: 1000 });
    pace.took('asha', 1_000_000_000);
    expect(pace.wait('asha', 5)).toBe(1000);
  });
});

describe('a send queue', () => {
  const clock = { now: () => new Date() };
  const account = (pace: ChannelAccount['pace']): ChannelAccount => ({
    key: 'k',
    concurrency: 50,
    from: { name: 'x' },
    ...(pace && { pace }),
    open: () => ({ name: 'test', send: async (_: Outbound) => ({ state: 'sent', providerId: null }), close() {} }),
  });

  it('sends to each recipient at its pace, in order, and to others meanwhile', async () => {
    const sent: { to: string; at: number }[] = [];
    const queue = new SendQueue<{ to_address: string }>(
      'k',
      account({ perRecipientMs: 150 }),
      clock,
      async (_, item) => void sent.push({ to: item.to_address, at: Date.now() }),
      () => {},
    );
    for (const to_address of ['a', 'a', 'b', 'a', 'c']) queue.push({ to_address });
    await vi.waitFor(() => expect(sent).toHaveLength(5), 5000);
    expect(sent.map(({ to }) => to)).toEqual(['a', 'b', 'c', 'a', 'a']);
    const times = sent.filter(({ to }) => to === 'a').map(({ at }) => at);
    expect((times[1] as number) - (times[0] as number)).toBeGreaterThanOrEqual(100);
    expect((times[2] as number) - (times[1] as number)).toBeGreaterThanOrEqual(100);
    queue.close();
  });

  it('that is asked to wait puts back what it has, and isn’t down', () => {
    const given: unknown[] = [];
    const queue = new SendQueue<{ to_address: string }>(
      'k',
      account(undefined),
      clock,
      async () => {},
      (_, items) => given.push(...items),
    );
    queue.learn({ state: 'failed', retryable: true, error: '429', retryAfterMs: 5000, pauses: 'account' });
    queue.push({ to_address: 'a' });
    expect(given).toHaveLength(1);
    expect([queue.down, queue.failures]).toEqual([true, 0]);
    queue.learn({ state: 'failed', retryable: true, error: '429', retryAfterMs: 5000 });
    expect(queue.failures).toBe(0);
  });
});
