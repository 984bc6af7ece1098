/** The package's state in a running process, as `ctx.services.messages`. */
import type { Ctx } from '../ctx/index.ts';
import type { ChannelKind } from './channels/channel.ts';
import type { Dispatcher } from './dispatch/dispatcher.ts';
import type { Templates } from './dispatch/render.ts';

export type MessagesService = {
  templates: Templates;
  /** channels; packages that start before the dispatcher add theirs */
  kinds: ChannelKind[];
  /** absent in a process that only answers requests */
  dispatcher: Dispatcher | undefined;
  /** Wakes the dispatcher, where there is one. */
  wake(): void;
};

declare module '../ctx/index.ts' {
  interface Services {
    /** set when the package starts; a ctx made before that has none */
    messages?: MessagesService;
  }
}

export function templatesOf(ctx: Ctx): Templates {
  return ctx.services.messages?.templates ?? new Map();
}
