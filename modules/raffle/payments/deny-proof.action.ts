import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { enqueue } from '../../../kernel/jobs/index.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import { buyerNotice, reachable } from '../orders/buyer-notice.rule.ts';
import { holdUntil, lockOrder } from '../orders/lock-order.action.ts';

/**
 * A proof was denied, in the payment's transaction: the buyer gets the reason, and has the raffle's reservation minutes
 * once more to send another proof.
 */
export async function denyProof(tx: Ctx, orderId: string, reason: string): Promise<void> {
  const locked = await lockOrder(tx, orderId);
  if (!locked.ok) return;
  const order = locked.data;
  if (order.state === 'pending_payment') {
    const { reservation_minutes } = await tx.db
      .selectFrom('raffle')
      .select('reservation_minutes')
      .where(inOrg(tx))
      .where('id', '=', order.raffle_id)
      .executeTakeFirstOrThrow();
    const until = new Date(tx.clock.now().getTime() + reservation_minutes * 60_000);
    await holdUntil(tx, order, until);
  }
  await audit(tx, 'raffle.order.proof_denied', {
    subject: { type: ORDER, id: order.id },
    after: { code: order.code },
    note: reason,
  });
  if (reachable(order)) await enqueue(tx, buyerNotice, { order: order.id, notice: 'denied' });
  publish(tx, 'raffle.order', order.id);
}
