import { type Ctx, inOrg } from '../../ctx/index.ts';
import { firstIdAfter } from '../../lib/ids.ts';
import { adapterOf } from '../channels-service.ts';
import type { ChatAdapter } from '../types.ts';
import type { ChannelEvent } from './channel-event.ts';

/** Ticks and typing indicators under way at once; they are not essential, so more are dropped. */
const MAX_AT_ONCE = 20;
let underWay = 0;

/**
 * Shows the person that their message was read and, with `typing`, that an answer follows. Tried once; the answer does
 * not wait for it.
 */
export function showReadAndTyping(
  ctx: Ctx,
  adapter: ChatAdapter | undefined,
  event: Pick<ChannelEvent, 'channel' | 'account' | 'payload'>,
  typing: boolean,
): void {
  if (!adapter?.markRead || underWay >= MAX_AT_ONCE) return;
  underWay++;
  adapter
    .markRead(ctx, event.account, event.payload, typing)
    .catch((error: Error) => ctx.log.debug({ channel: event.channel, error: error.message }, 'not shown as read'))
    .finally(() => underWay--);
}

/** Shows the person that staff have read the conversation, at the last message they sent. */
export async function showRead(ctx: Ctx, conversationId: string): Promise<void> {
  const event = await ctx.db
    .selectFrom('inbox_event')
    .select(['source as channel', 'account', 'payload'])
    .where(inOrg(ctx))
    .where('id', '=', (eb) =>
      eb
        .selectFrom('conversation_message')
        .select('event_id')
        .where(inOrg(ctx))
        .where('conversation_id', '=', conversationId)
        .where('id', '>=', firstIdAfter(conversationId))
        .where('direction', '=', 'in')
        .orderBy('id', 'desc')
        .limit(1),
    )
    .executeTakeFirst();
  if (event) showReadAndTyping(ctx, adapterOf(ctx, event.channel), event, false);
}
