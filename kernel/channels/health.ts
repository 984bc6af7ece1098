import type { Boot } from '../module/index.ts';
import type { HealthCheck } from '../observability/index.ts';

/**
 * The health of the channels. The web chat always works, so the package is never down. `degraded` names a channel that
 * does not accept our messages; the others continue.
 */
export const channelsHealth: HealthCheck = async (boot: Boot) => {
  const chats = new Set<string>(boot.services.channels?.adapters.keys() ?? []);
  const down = boot.services.messages?.dispatcher?.queues().find((queue) => queue.down && chats.has(queue.channel));
  return down ? { state: 'degraded', detail: down.channel } : { state: 'up' };
};
