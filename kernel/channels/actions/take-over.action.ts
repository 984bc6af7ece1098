import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { publish } from '../../realtime/index.ts';
import { type ConversationRow, findConversation } from '../conversation.ts';
import { showRead } from '../process/read-and-typing.ts';

type Mode = 'flow' | 'staff';

/**
 * A member of staff takes a conversation over: the flow does not answer until they hand it back. Taking over from a
 * colleague is allowed, and recorded.
 */
export function takeOver(ctx: Ctx, id: string): Promise<Result<{ id: string; mode: Mode }>> {
  return change(ctx, id, 'staff');
}

/** Hands a conversation back to the flow, which repeats its question. */
export function handBack(ctx: Ctx, id: string): Promise<Result<{ id: string; mode: Mode }>> {
  return change(ctx, id, 'flow');
}

async function change(ctx: Ctx, id: string, mode: Mode): Promise<Result<{ id: string; mode: Mode }>> {
  return transaction(ctx, async (tx) => {
    const row = await findConversation(tx, id, { lock: true });
    if (!row) return refuse('channels.conversation_not_found');
    const same = row.mode === mode && (mode === 'flow' || row.taken_by_id === tx.actor.id);
    if (same) return ok({ id, mode });
    await setMode(tx, row, mode);
    if (mode === 'flow') await tx.services.conversations?.resume(tx, id);
    return ok({ id, mode });
  });
}

/** Sets who answers from now on, and writes the audit entry; the caller has locked the row. */
export async function setMode(tx: Ctx, row: ConversationRow, mode: Mode): Promise<void> {
  const taken = mode === 'staff';
  await Promise.all([
    tx.db
      .updateTable('conversation')
      .set({
        mode,
        taken_by_id: taken ? (tx.actor.id ?? tx.actor.kind) : null,
        taken_by_name: taken ? tx.actor.name : null,
        taken_at: taken ? tx.clock.now() : null,
        unread: 0,
      })
      .where(inOrg(tx))
      .where('id', '=', row.id)
      .execute(),
    audit(tx, taken ? 'channels.taken_over' : 'channels.handed_back', {
      subject: { type: 'conversation', id: row.id },
      before: { mode: row.mode, taken_by: row.taken_by_name },
      after: { mode, taken_by: taken ? tx.actor.name : null },
    }),
  ]);
  publish(tx, 'conversation', row.id);
}

/** Marks it as read. Writes no audit entry, because the conversation itself did not change. */
export async function markRead(ctx: Ctx, id: string): Promise<Result<{ id: string }>> {
  const read = await transaction(ctx, async (tx) => {
    const conversation = await tx.db
      .selectFrom('conversation')
      .select('unread')
      .where(inOrg(tx))
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!conversation) return refuse('channels.conversation_not_found');
    if (conversation.unread === 0) return ok(false);
    await tx.db.updateTable('conversation').set({ unread: 0 }).where(inOrg(tx)).where('id', '=', id).execute();
    publish(tx, 'conversation', id);
    return ok(true);
  });
  if (!read.ok) return read;
  if (read.data)
    void showRead(ctx, id).catch((error: Error) => ctx.log.debug({ error: error.message }, 'not shown as read'));
  return ok({ id });
}
