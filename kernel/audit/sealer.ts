import type { Boot } from '../module/index.ts';
import { signingKey } from './chain.ts';
import { sealAudit } from './seal.ts';

/** Pause between passes: the longest that an entry waits before it is sealed, apart from the pass itself. */
const EVERY_MS = 2_000;
/** Pause after a failed pass: the database is away or full, and faster attempts would not help. */
const AFTER_FAILURE_MS = 15_000;

/** Seals in the background until stopped. The last pass at a clean stop seals everything that is left. */
export function startSealer(boot: Boot): { stop(): Promise<void> } {
  const key = signingKey(boot.config.SECRET_KEY);
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  const pass = async () => {
    const started = performance.now();
    let wait = EVERY_MS;
    try {
      const { more } = await sealAudit(boot.database.system, boot.clock, key);
      // The pause is five times as long as the pass: the sealer takes at most a sixth of one connection.
      wait = more ? 0 : Math.max(EVERY_MS, 5 * (performance.now() - started));
    } catch (error) {
      boot.log.error({ err: error }, 'sealing the audit trail failed; it goes on later');
      wait = AFTER_FAILURE_MS;
    }
    if (!stopping) schedule(wait);
  };
  const schedule = (wait: number) => {
    timer = setTimeout(() => {
      running = pass();
    }, wait);
    timer.unref();
  };
  schedule(EVERY_MS);

  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await running;
      await sealAudit(boot.database.system, boot.clock, key).catch(() => {});
    },
  };
}
