import { setTimeout as wait } from 'node:timers/promises';
import type { Boot } from '../module/index.ts';
import type { Broker } from './broker.ts';

/** After this a port that was taken is tried again, and organizations are asked again whether they have machines. */
const AGAIN_MS = 10_000;

/**
 * Opens the broker as soon as it is wanted, and tries again while its port is taken: by another program, or by the process
 * before this one, which ends. The server runs without it meanwhile. The promise ends after the first attempt.
 */
export async function keepOpen(
  log: Boot['log'],
  { wanted, open, opened }: { wanted(): Promise<boolean>; open(): Promise<Broker>; opened(broker: Broker): void },
  againMs = AGAIN_MS,
): Promise<{ stop(): Promise<void> }> {
  const end = new AbortController();
  let broker: Broker | undefined;
  let told = false;
  const attempt = async () => {
    try {
      if (!(await wanted())) return;
      broker = await open();
      log.info({ port: broker.port }, 'machines may connect by MQTT');
      opened(broker);
    } catch (error) {
      if (!told) log.error({ err: error }, 'the MQTT port is not open; it is tried again');
      told = true;
    }
  };
  await attempt();
  const repeating = (async () => {
    while (!broker && !end.signal.aborted) {
      await wait(againMs, null, { signal: end.signal, ref: false }).catch(() => {});
      if (!end.signal.aborted) await attempt();
    }
  })();
  return {
    async stop() {
      end.abort();
      await repeating;
      await broker?.stop();
    },
  };
}
