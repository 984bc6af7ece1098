import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { ORDER } from '../names.ts';
import { changeOrder, lockOrder } from '../orders/lock-order.action.ts';

/**
 * Notes on the order that the buyer wants the money back rather than other numbers. The payments' list of owed money
 * has the money itself, once it is verified.
 */
export async function wantRefund(ctx: Ctx, orderId: string): Promise<Result<null>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockOrder(tx, orderId, 'replace');
    if (!locked.ok) return locked;
    await changeOrder(tx, orderId, { end_reason: 'refund wanted' });
    await audit(tx, 'raffle.order.refund_wanted', {
      subject: { type: ORDER, id: orderId },
      after: { code: locked.data.code, end_reason: 'refund wanted' },
    });
    publish(tx, 'raffle.order', orderId);
    return ok(null);
  });
}
