import { type Ctx, orgOf } from '../../ctx/index.ts';
import { afterCommit } from '../../db/index.ts';

/** Lets go what was held for these addresses of a channel, in the caller's transaction, because the person has written. */
export async function releaseHeld(tx: Ctx, channel: string, addresses: string[]): Promise<number> {
  const result = await tx.db
    .updateTable('message')
    .set({ state: 'queued', held_reason: null, next_attempt_at: tx.clock.now() })
    .where('organization_id', '=', orgOf(tx).id)
    .where('channel', '=', channel)
    .where('to_address', 'in', addresses)
    .where('state', '=', 'held')
    .executeTakeFirst();
  const released = Number(result.numUpdatedRows);
  if (released > 0) afterCommit(tx, () => tx.house.messages?.poke());
  return released;
}
