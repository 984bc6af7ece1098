/** After the last attempt: the event waits for staff, the message shows in the inbox, the person hears that it didn't work. */
import { type Ctx, orgOf } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { t } from '../../i18n/index.ts';
import { ok } from '../../lib/result.ts';
import { announce } from '../../realtime/index.ts';
import { findConversation } from '../conversation.ts';
import { sayIn } from '../say.ts';
import type { ChatAdapter, Inbound } from '../types.ts';
import { heardMessage } from './process-event.ts';
import { type Due, takeEvent } from './store.ts';

/**
 * Puts an event aside as failed, in one transaction with what is said about it. What can't even be put into a conversation is only marked:
 * it would come up again for ever, and hold up whatever the same person says after it.
 */
export async function giveUp(ctx: Ctx, adapter: ChatAdapter | undefined, event: Due, error: string): Promise<void> {
  const inbound = adapter && readable(adapter, event);
  try {
    await settleFailed(ctx, event, error, inbound);
  } catch (fault) {
    ctx.log.error({ event: event.id, err: fault }, 'an event that failed could not be shown in its conversation');
    await settleFailed(ctx, event, error, null);
  }
}

async function settleFailed(ctx: Ctx, event: Due, error: string, inbound: Inbound | null | undefined): Promise<void> {
  const outcome = await transaction(ctx, async (tx) => {
    if (!(await takeEvent(tx.db, orgOf(tx).id, event.id, tx.clock.now()))) return ok(null);
    if (inbound?.kind === 'message') {
      const id = await heardMessage(tx, event, inbound, { handle: false });
      const conversation = await findConversation(tx, id);
      if (conversation?.mode === 'flow') {
        const text = t(conversation.language, 'chat.channels.went_wrong');
        await sayIn(tx, conversation, { text }, { author: 'house' });
      }
    }
    await tx.db
      .updateTable('channel_event')
      .set({ state: 'failed', last_error: error })
      .where('organization_id', '=', orgOf(tx).id)
      .where('id', '=', event.id)
      .execute();
    announce(tx, 'channels.failed', event.id);
    return ok(null);
  });
  if (!outcome.ok) throw new Error(outcome.code);
}

function readable(adapter: ChatAdapter, event: Due): Inbound | null {
  try {
    return adapter.read(event.payload);
  } catch {
    return null;
  }
}
