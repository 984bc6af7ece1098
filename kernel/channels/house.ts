/** What the room keeps in a running house, as `ctx.house.channels`. */
import type { Ctx } from '../ctx/index.ts';
import type { ChannelName, ChatAdapter } from './types.ts';

export type ChannelsService = {
  adapters: Map<ChannelName, ChatAdapter>;
};

declare module '../ctx/index.ts' {
  interface House {
    /** set by the room's start; a ctx made before that has none */
    channels?: ChannelsService;
  }
}

export function adapterOf(ctx: Ctx, channel: string): ChatAdapter | undefined {
  return ctx.house.channels?.adapters.get(channel);
}
