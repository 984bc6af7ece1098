import type { Boot } from '../module/index.ts';
import type { HealthCheck } from '../observability/index.ts';
import { someSilent } from './receiving.ts';

/**
 * The health of the channels. The web chat always works, so the package is never down. `degraded` names a channel that
 * does not accept our messages, or from which nothing arrives; the others continue.
 */
export const channelsHealth: HealthCheck = async (boot: Boot) => {
  const chats = new Set<string>(boot.services.channels?.adapters.keys() ?? []);
  const down = boot.services.messages?.dispatcher?.queues().find((queue) => queue.down && chats.has(queue.channel));
  if (down) return { state: 'degraded', detail: down.channel };
  const silent = await someSilent(boot);
  return silent ? { state: 'degraded', detail: `${silent}_not_receiving` } : { state: 'up' };
};
