import { audit } from '../../audit/index.ts';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { ALLOWED, type MessageState } from '../states.ts';

/**
 * Removes a message from the queue, or from the list of messages that wait for a person. Refuses with
 * `messages.not_found` or `messages.not_cancellable`.
 */
export async function cancelMessage(ctx: Ctx, id: string): Promise<Result<{ id: string }>> {
  return transaction(ctx, async (tx) => {
    const row = await tx.db
      .selectFrom('message')
      .select(['state', 'to_address', 'template'])
      .where(inOrg(tx))
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return refuse('messages.not_found');
    if (!ALLOWED[row.state as MessageState].cancel) return refuse('messages.not_cancellable');
    await Promise.all([
      tx.db
        .updateTable('message')
        .set({ state: 'cancelled', held_reason: null })
        .where(inOrg(tx))
        .where('id', '=', id)
        .execute(),
      audit(tx, 'messages.cancelled', {
        subject: { type: 'message', id },
        before: { state: row.state },
        after: { state: 'cancelled', to: row.to_address, template: row.template },
      }),
    ]);
    return ok({ id });
  });
}
