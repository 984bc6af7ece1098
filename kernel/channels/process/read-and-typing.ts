import { type Ctx, orgOf } from '../../ctx/index.ts';
import { adapterOf } from '../channels-service.ts';
import type { ChatAdapter } from '../types.ts';
import type { ChannelEvent } from './channel-event.ts';

/** Ticks and typing under way at once; they only please, so more are left out. */
const AT_ONCE = 20;
let underWay = 0;

/** Shows somebody that they were read, and that an answer comes: beside the answer, once, and nothing waits for it. */
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

/** Somebody of ours has read a conversation: the person sees it at the last thing they wrote. */
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
