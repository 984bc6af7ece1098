import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { RAFFLE } from '../names.ts';
import { cancelOrder } from '../orders/cancel-order.action.ts';
import { findRaffle } from '../raffles/raffles.query.ts';
import type { FreedHolder, FreeHolderInput } from './contract.ts';

/**
 * Frees the unpaid numbers of one address or chat in a raffle: each of its open orders is cancelled, and the buyers get
 * a message. Orders whose proof waits on the evidence desk stay, unless `with_proof` marks those pictures as false.
 *
 * Refusals: `raffle.not_found`; `raffle.holder_gone` when there is nothing left to free.
 */
export async function freeHolder(ctx: Ctx, reference: string, input: FreeHolderInput): Promise<Result<FreedHolder>> {
  const raffle = await findRaffle(ctx, reference);
  if (!raffle) return refuse('raffle.not_found');
  return transaction(ctx, async (tx) => {
    const open = await openOrders(tx, raffle.id, input);
    let freed = { orders: 0, numbers: 0 };
    for (const order of open) {
      // Paid or expired at this very moment: nothing to free.
      const cancelled = await cancelOrder(tx, order.id, { notify: true });
      if (cancelled.ok) freed = { orders: freed.orders + 1, numbers: freed.numbers + order.numbers.length };
    }
    if (freed.orders === 0) return refuse('raffle.holder_gone');
    await audit(tx, 'raffle.raffle.holder_freed', {
      subject: { type: RAFFLE, id: raffle.id },
      after: { title: raffle.title, holder: input.holder, ...freed },
    });
    return ok(freed);
  });
}

function openOrders(tx: Ctx, raffleId: string, { holder, with_proof }: FreeHolderInput) {
  let rows = tx.db
    .selectFrom('raffle_order as o')
    .leftJoin('payment as p', onOrg('p.id', 'o.payment_id'))
    .select(['o.id', 'o.numbers'])
    .where(inOrg(tx, 'o'))
    .where('o.raffle_id', '=', raffleId)
    .where('o.held_from', '=', holder)
    .where('o.state', 'in', ['draft', 'pending_payment'])
    // In the same order as every other transaction locks them.
    .orderBy('o.id');
  if (!with_proof) rows = rows.where((of) => of.or([of('p.id', 'is', null), of('p.state', '<>', 'submitted')]));
  return rows.execute();
}
