/**
 * Opt-outs of addresses. These functions are part of the caller's transaction and audit, because the channel learns of
 * the opt-out.
 */
import { type Ctx, inOrg, orgOf } from '../../ctx/index.ts';

/** Marks the message that confirms an opt-out: the only one that is still sent to the address. */
export const CONSENT = 'channels.consent';

/** Stops all messages to an address until `optIn`. False when the address had already opted out. */
export async function optOut(tx: Ctx, channel: string, address: string, source: 'word' | 'channel'): Promise<boolean> {
  const result = await tx.db
    .insertInto('opt_out')
    .values({ organization_id: orgOf(tx).id, channel, address, source, since: tx.clock.now() })
    .onConflict((conflict) => conflict.columns(['organization_id', 'channel', 'address']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}

/**
 * Allows messages to an address again. Messages not sent meanwhile stay unsent: a person decides which ones still
 * matter.
 */
export async function optIn(tx: Ctx, channel: string, address: string): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('opt_out')
    .where(inOrg(tx))
    .where('channel', '=', channel)
    .where('address', '=', address)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Moves an opt-out when the same person gets another address. */
export async function moveOptOut(tx: Ctx, channel: string, from: string, to: string): Promise<void> {
  if (!(await optIn(tx, channel, from))) return;
  await optOut(tx, channel, to, 'word');
}

/** When an address opted out; null when it has not. */
export async function optedOutSince(ctx: Ctx, channel: string, address: string): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('opt_out')
    .select('since')
    .where(inOrg(ctx))
    .where('channel', '=', channel)
    .where('address', '=', address)
    .executeTakeFirst();
  return row?.since ?? null;
}
