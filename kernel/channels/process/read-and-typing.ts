import { type Ctx, orgOf } from '../../ctx/index.ts';
import { adapterOf } from '../channels-service.ts';
import type { ChatAdapter } from '../types.ts';
import type { ChannelEvent } from './channel-event.ts';

/** Ticks and typing indicators under way at once; they are not essential, so more are dropped. */
const AT_ONCE = 20;
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
  if (!adapter?.markRead || underWay >= AT_ONCE) return;
  underWay++;
  adapter
    .markRead(ctx, event.account, event.payload, typing)
    .catch((error: Error) => ctx.log.debug({ channel: event.channel, error: error.message }, 'not shown as read'))
    .finally(() => underWay--);
}

/** Shows the person that staff have read the conversation, at the last message they sent. */
export async function showRead(ctx: Ctx, conversationId: string): Promise<void> {
  const event = await ctx.db
    .selectFrom('conversation_message as l')
    .innerJoin('inbox_event as e', (join) =>
      join.onRef('e.organization_id', '=', 'l.organization_id').onRef('e.id', '=', 'l.event_id'),
    )
    .select(['e.source as channel', 'e.account', 'e.payload'])
    .where('l.organization_id', '=', orgOf(ctx).id)
    .where('l.conversation_id', '=', conversationId)
    .where('l.direction', '=', 'in')
    .orderBy('l.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (event) showReadAndTyping(ctx, adapterOf(ctx, event.channel), event, false);
}
