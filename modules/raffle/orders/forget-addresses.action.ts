import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';

/** As long as a receipt may still come by chat (queries/chat-orders.ts), and hold the numbers again. */
const KEEP_DAYS = 14;

/** Removes the addresses of orders that ended long ago; only the caps need them. No audit entry: no person did it. */
export async function forgetAddresses(ctx: Ctx): Promise<void> {
  await ctx.db
    .updateTable('raffle_order')
    .set({ held_from: null })
    .where(inOrg(ctx))
    .where('held_from', 'is not', null)
    .where('state', '=', 'expired')
    .where('ended_at', '<', new Date(ctx.clock.now().getTime() - KEEP_DAYS * 86_400_000))
    .execute();
}
