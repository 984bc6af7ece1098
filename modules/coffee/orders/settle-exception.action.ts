import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import type { Order } from './contract.ts';
import { lockOrder } from './lock-order.ts';
import { getOrder } from './orders.query.ts';

/**
 * Somebody looked at an order's exception; it leaves the queue. Refusals: `coffee.order.not_found`,
 * `coffee.order.no_exception` (none, or settled already).
 */
export async function settleException(ctx: Ctx, id: string, note: string): Promise<Result<Order>> {
  return transaction(ctx, async (tx) => {
    const row = await lockOrder(tx, id);
    if (!row) return refuse('coffee.order.not_found');
    if (row.exception === null || row.settled_at !== null) return refuse('coffee.order.no_exception');
    const settled = { settled_at: tx.clock.now(), settled_by_name: tx.actor.name, settled_note: note.trim() };
    await tx.db.updateTable('coffee_order').set(settled).where(inOrg(tx)).where('id', '=', id).execute();
    await audit(tx, 'coffee.order.settled', {
      subject: { type: ORDER, id },
      after: { number: row.number, exception: row.exception },
      note: note.trim(),
    });
    publish(tx, ORDER, id, row.merchant_id);
    return getOrder(tx, id);
  });
}
