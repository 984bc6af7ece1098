import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Broker, startBroker } from './broker.ts';
import { keepOpen } from './embedded.ts';
import type { Worker } from './work.ts';

/** The embedded broker's port: taken by another program, and wanted later. */

const worker: Worker = { identify: async () => null, work: async () => ({ result: 'not_now' }) };

function watched() {
  const lines: string[] = [];
  const say = (_: object, line: string) => void lines.push(line);
  return { lines, log: { info: say, error: say, warn: say, debug: say } as never };
}

test('a port that is taken stops nothing, is told once, and is opened when it is free', async () => {
  const { lines, log } = watched();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const found: Broker[] = [];
  const at = { port, host: '127.0.0.1' };
  const kept = await keepOpen(
    log,
    { wanted: async () => true, open: () => startBroker({ log }, worker, at), opened: (broker) => found.push(broker) },
    20,
  );
  await wait(100);
  expect(found).toEqual([]);
  expect(lines).toEqual(['the MQTT port is not open; it is tried again']);
  await new Promise((done) => other.close(done));
  await expect.poll(() => found.length).toBe(1);
  expect(lines.at(-1)).toBe('machines may connect by MQTT');
  await kept.stop();
  await wait(50);
  expect(found).toHaveLength(1);
});

test('it opens when it is wanted, also after nobody could tell, and never after its end', async () => {
  const { log } = watched();
  const asked = { times: 0, wanted: false };
  const opened: Broker[] = [];
  const kept = await keepOpen(
    log,
    {
      async wanted() {
        if (++asked.times === 2) throw new Error('the database is away');
        return asked.wanted;
      },
      open: async () => ({ port: 1, connections: () => 0, wake: () => {}, stop: async () => {} }),
      opened: (broker) => opened.push(broker),
    },
    10,
  );
  await expect.poll(() => asked.times).toBeGreaterThan(3);
  expect(opened).toEqual([]);
  asked.wanted = true;
  await expect.poll(() => opened.length).toBe(1);
  await kept.stop();

  const never = await keepOpen(log, { wanted: async () => false, open: () => Promise.reject(), opened: () => {} }, 10);
  await never.stop();
});
