import { expect, test } from 'vitest';
import { startFakeTimeServer } from '../../test/fakes/time-server.ts';
import { aheadOfWorld, readTime, writeTime } from './world-clock.ts';

test('a moment is read as it was written, also after 2036', () => {
  const packet = Buffer.alloc(8);
  for (const at of ['2026-11-23T15:00:00.250Z', '2036-02-07T06:28:15.500Z', '2040-01-01T00:00:00.000Z']) {
    writeTime(packet, 0, Date.parse(at));
    expect(new Date(Math.round(readTime(packet, 0))).toISOString()).toBe(at);
  }
});

test('how far this clock is ahead of a server’s, or behind; one that doesn’t know the time is not believed', async () => {
  const server = await startFakeTimeServer(-90_000);
  try {
    expect(await aheadOfWorld(server.address)).toBeCloseTo(90_000, -3);
    server.aheadMs = 3_600_000;
    expect(await aheadOfWorld(server.address)).toBeCloseTo(-3_600_000, -3);
    server.stratum = 0;
    await expect(aheadOfWorld(server.address, 200)).rejects.toThrow(`no answer from ${server.address}`);
    expect(server.asked).toBe(3);
  } finally {
    await server.stop();
  }
});

test('nobody there', async () => {
  await expect(aheadOfWorld('127.0.0.1:9', 300)).rejects.toThrow();
});
