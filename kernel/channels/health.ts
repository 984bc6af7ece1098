import type { Boot } from '../module/index.ts';
import type { HealthCheck } from '../observability/index.ts';

/**
 * Whether people can be written to. Always there, since the web chat needs nothing. `degraded`: a channel doesn't take
 * what we send (its name). No channel takes the others down with it.
 */
export const channelsHealth: HealthCheck = async (boot: Boot) => {
  const chats = new Set<string>(boot.services.channels?.adapters.keys() ?? []);
  const down = boot.services.messages?.dispatcher?.queues().find((queue) => queue.down && chats.has(queue.channel));
  return down ? { state: 'degraded', detail: down.channel } : { state: 'up' };
};
