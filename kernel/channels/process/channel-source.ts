/** How the inbox processes the events of a channel. */
import type { Ctx } from '../../ctx/index.ts';
import type { Due, InboxSource } from '../../inbox/index.ts';
import { adapterOf } from '../channels-service.ts';
import type { ChatAdapter } from '../types.ts';
import type { ChannelEvent } from './channel-event.ts';
import { fetchMedia } from './fetch-media.ts';
import { giveUp } from './give-up.ts';
import { processEvent } from './process-event.ts';

const ofChannel = (event: Due): ChannelEvent => ({ ...event, channel: event.source });

export const channelSource: InboxSource = {
  // Fetches a picture, because its link expires within minutes.
  prepare(ctx, event) {
    const adapter = adapterFor(ctx, event);
    const inbound = adapter.read(event.payload);
    if (inbound?.kind !== 'message' || !inbound.media || event.file_id || event.fault) return undefined;
    return fetchMedia(ctx, adapter, ofChannel(event), inbound.media);
  },
  work: (ctx, event) => processEvent(ctx, adapterFor(ctx, event), ofChannel(event)),
  giveUp: (ctx, event, error) => giveUp(ctx, adapterOf(ctx, event.source), ofChannel(event), error),
};

function adapterFor(ctx: Ctx, event: Due): ChatAdapter {
  const adapter = adapterOf(ctx, event.source);
  if (!adapter) throw new Error(`no channel named ${event.source}`);
  return adapter;
}
