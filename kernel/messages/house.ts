/** What the room keeps in a running house, as `ctx.house.messages`. */
import type { Ctx } from '../ctx/index.ts';
import type { ChannelKind } from './channels/channel.ts';
import type { Dispatcher } from './dispatch/dispatcher.ts';
import type { Templates } from './dispatch/render.ts';

export type MessagesService = {
  templates: Templates;
  /** ways to reach people; rooms that start before the dispatcher add theirs */
  kinds: ChannelKind[];
  /** absent in a process that only answers requests */
  dispatcher: Dispatcher | undefined;
  /** Wakes the dispatcher, where there is one. */
  poke(): void;
};

declare module '../ctx/index.ts' {
  interface House {
    /** set by the room's start; a ctx made before that has none */
    messages?: MessagesService;
  }
}

export function templatesOf(ctx: Ctx): Templates {
  return ctx.house.messages?.templates ?? new Map();
}
