/** What the package keeps in a running process, as `ctx.services.channels`. */
import type { Ctx } from '../ctx/index.ts';
import type { ChannelName, ChatAdapter } from './types.ts';

export type ChannelsService = {
  adapters: Map<ChannelName, ChatAdapter>;
};

declare module '../ctx/index.ts' {
  interface Services {
    /** set by the package's start; a ctx made before that has none */
    channels?: ChannelsService;
  }
}

export function adapterOf(ctx: Ctx, channel: string): ChatAdapter | undefined {
  return ctx.services.channels?.adapters.get(channel);
}
