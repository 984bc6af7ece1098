import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';

/** As long as a receipt may still come by chat (queries/chat-orders.ts), and hold the numbers again. */
const KEEP_DAYS = 14;

/** Takes the addresses off orders that ended long ago: they are kept only while they count for a cap. No audit: it is nobody's act. */
export async function forgetAddresses(ctx: Ctx): Promise<void> {
  await ctx.db
    .updateTable('raffle_order')
    .set({ held_from: null })
    .where('organization_id', '=', orgOf(ctx).id)
    .where('held_from', 'is not', null)
    .where('state', '=', 'expired')
    .where('ended_at', '<', new Date(ctx.clock.now().getTime() - KEEP_DAYS * 86_400_000))
    .execute();
}
