/**
 * Who may not be written to. Both are a part of the caller's transaction and audit: it is the channel that heard of it.
 */
import { type Ctx, orgOf } from '../../ctx/index.ts';

/** What stands on a message that tells somebody that they are written to no more: the only one that still goes out. */
export const CONSENT = 'channels.consent';

/** Sends nothing more to an address, whatever causes it, until `optIn`. False when it was so already. */
export async function optOut(tx: Ctx, channel: string, address: string, told_by: 'word' | 'channel'): Promise<boolean> {
  const result = await tx.db
    .insertInto('opt_out')
    .values({ organization_id: orgOf(tx).id, channel, address, told_by, since: tx.clock.now() })
    .onConflict((conflict) => conflict.columns(['organization_id', 'channel', 'address']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) === 1;
}

/** They want to hear from us again. What was not sent meanwhile stays so: a person decides what of it still matters. */
export async function optIn(tx: Ctx, channel: string, address: string): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('opt_out')
    .where('organization_id', '=', orgOf(tx).id)
    .where('channel', '=', channel)
    .where('address', '=', address)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** The same person is known by another address from now on: what they asked for goes with them. */
export async function moveOptOut(tx: Ctx, channel: string, from: string, to: string): Promise<void> {
  if (!(await optIn(tx, channel, from))) return;
  await optOut(tx, channel, to, 'word');
}

/** Since when an address is written to no more; null when it may be. */
export async function optedOutSince(ctx: Ctx, channel: string, address: string): Promise<Date | null> {
  const row = await ctx.db
    .selectFrom('opt_out')
    .select('since')
    .where('organization_id', '=', orgOf(ctx).id)
    .where('channel', '=', channel)
    .where('address', '=', address)
    .executeTakeFirst();
  return row?.since ?? null;
}
