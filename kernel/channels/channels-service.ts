/** The running service of the package, `ctx.services.channels`. */
import type { Ctx } from '../ctx/index.ts';
import type { ChannelName, ChatAdapter } from './types.ts';

type ChannelsService = {
  adapters: Map<ChannelName, ChatAdapter>;
};

declare module '../ctx/index.ts' {
  interface Services {
    /** set when the package starts; a ctx made before that has none */
    channels?: ChannelsService;
  }
}

export function adapterOf(ctx: Ctx, channel: string): ChatAdapter | undefined {
  return ctx.services.channels?.adapters.get(channel);
}
