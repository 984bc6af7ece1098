import type { Boot } from '../module/index.ts';
import type { HealthCheck } from '../observability/index.ts';

/**
 * Whether people can be written to. Always there, since the web chat needs nothing. `degraded`: a channel doesn't take what we send (its
 * name). No channel takes the others down with it.
 */
export const channelsHealth: HealthCheck = async (boot: Boot) => {
  const chats = new Set<string>(boot.house.channels?.adapters.keys() ?? []);
  const down = boot.house.messages?.dispatcher?.lanes().find((lane) => lane.down && chats.has(lane.channel));
  return down ? { state: 'degraded', detail: down.channel } : { state: 'up' };
};
