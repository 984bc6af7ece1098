import { sql } from 'kysely';
import { type Ctx, inOrg } from '../../ctx/index.ts';
import { afterCommit } from '../../db/index.ts';

/**
 * Puts a held message back into the queue with one more parameter, so that it is sent in another form. Only once: a
 * message that already has the parameter stays held, since the channel refused that form too.
 */
export async function requeueHeld(tx: Ctx, id: string, name: string, value: string): Promise<boolean> {
  const result = await tx.db
    .updateTable('message')
    .set({
      state: 'queued',
      held_reason: null,
      next_attempt_at: tx.clock.now(),
      params: sql`params || ${JSON.stringify({ [name]: value })}::jsonb`,
    })
    .where(inOrg(tx))
    .where('id', '=', id)
    .where('state', '=', 'held')
    .where(sql<boolean>`params -> ${name}::text is null`)
    .executeTakeFirst();
  const sent = Number(result.numUpdatedRows) === 1;
  if (sent) afterCommit(tx, () => tx.services.messages?.wake());
  return sent;
}

/**
 * Releases the messages held for these addresses of a channel, in the caller's transaction, because the person has
 * written.
 */
export async function releaseHeld(tx: Ctx, channel: string, addresses: string[]): Promise<number> {
  const result = await tx.db
    .updateTable('message')
    .set({ state: 'queued', held_reason: null, next_attempt_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('channel', '=', channel)
    .where('to_address', 'in', addresses)
    .where('state', '=', 'held')
    .executeTakeFirst();
  const released = Number(result.numUpdatedRows);
  if (released > 0) afterCommit(tx, () => tx.services.messages?.wake());
  return released;
}
