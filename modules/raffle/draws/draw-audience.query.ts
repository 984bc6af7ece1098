import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import type { BuyerNotice } from '../orders/buyer-notice.rule.ts';
import { findDrawRow } from './draws.query.ts';

/**
 * The orders whose buyers get a message about a draw: each order that won, and the latest order of every other buyer.
 * The message depends on the state of the draw.
 */
export async function drawAudience(ctx: Ctx, drawId: string): Promise<{ order: string; notice: BuyerNotice }[]> {
  const draw = await findDrawRow(ctx, drawId);
  if (!draw) return [];
  const orders = await ctx.db
    .selectFrom('raffle_order')
    .select(['id', 'numbers', 'conversation_id', 'person_id'])
    .where(inOrg(ctx))
    .where('raffle_id', '=', draw.raffle_id)
    .where('state', '=', 'paid')
    .where((of) => of.or([of('conversation_id', 'is not', null), of('person_id', 'is not', null)]))
    .orderBy('id', 'desc')
    .execute();
  const winners = new Set(draw.winners ?? []);
  const won = (order: { numbers: number[] }) => order.numbers.some((number) => winners.has(number));
  const buyer = (order: { conversation_id: string | null; person_id: string | null }) =>
    order.person_id ?? order.conversation_id;
  const winning = orders.filter(won);
  const covered = new Set(winning.map(buyer));
  const others = orders.filter((order) => !covered.has(buyer(order)) && covered.add(buyer(order)));
  return [
    ...winning.map(({ id }) => ({ order: id, notice: 'won' as const })),
    ...others.map(({ id }) => ({ order: id, notice: draw.winners ? ('drawn' as const) : ('list' as const) })),
  ];
}
