/** After the last attempt: the event waits for staff, the inbox shows the message, and the person gets a text. */
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { t } from '../../i18n/index.ts';
import { markFailed, takeEvent } from '../../inbox/index.ts';
import { ok } from '../../lib/result.ts';
import { findConversation } from '../conversation.ts';
import { sendToConversationRow } from '../send-to-conversation.ts';
import type { ChatAdapter, Inbound } from '../types.ts';
import type { ChannelEvent } from './channel-event.ts';
import { processMessage } from './process-event.ts';

/**
 * Marks an event as failed and writes the texts about it, in one transaction. Throws when it cannot be stored in a
 * conversation; the inbox then only marks it.
 */
export async function giveUp(
  ctx: Ctx,
  adapter: ChatAdapter | undefined,
  event: ChannelEvent,
  error: string,
): Promise<void> {
  const inbound = adapter && readable(adapter, event);
  const outcome = await transaction(ctx, async (tx) => {
    if (!(await takeEvent(tx.db, orgOf(tx).id, event.id, tx.clock.now()))) return ok(null);
    if (inbound?.kind === 'message') {
      const id = await processMessage(tx, event, inbound, { handle: false });
      const conversation = await findConversation(tx, id);
      if (conversation?.mode === 'flow' && !inbound.noAnswer) {
        const text = t(conversation.language, 'chat.channels.went_wrong');
        await sendToConversationRow(tx, conversation, { text }, { author: 'system' });
      }
    }
    await markFailed(tx, event.id, error);
    return ok(null);
  });
  if (!outcome.ok) throw new Error(outcome.code);
}

function readable(adapter: ChatAdapter, event: ChannelEvent): Inbound | null {
  try {
    return adapter.read(event.payload);
  } catch {
    return null;
  }
}
