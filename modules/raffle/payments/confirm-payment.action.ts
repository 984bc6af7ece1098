import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { isUuid } from '../../../kernel/lib/ids.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { submitProof } from '../../../kernel/payment-proofs/index.ts';
import { verifyPayment } from '../../../kernel/payments/index.ts';
import { ORDER } from '../names.ts';
import type { ConfirmPaymentInput, Order } from '../orders/contract.ts';
import { expireOrders } from '../orders/expire-orders.action.ts';
import { findOrder, getOrder } from '../orders/orders.query.ts';
import { lockForSale } from '../orders/sell-order.action.ts';

/**
 * Staff confirm the money of an order, with or without a proof: the proof is attached to the payment, the payment is
 * verified, the numbers are sold. Of two confirmations at once, the second is refused as already paid. An expired order
 * needs `late`; if its numbers are gone, the money is owed, and the answer's payment shows that.
 *
 * Refusals: `raffle.order.` `not_found`, `not_confirmed`, `already_paid`, `cancelled`, `expired`; those of
 * verifyPayment and submitProof.
 */
export async function confirmPayment(ctx: Ctx, reference: string, input: ConfirmPaymentInput): Promise<Result<Order>> {
  const seen = await findOrder(ctx, reference);
  if (!seen) return refuse('raffle.order.not_found');
  if (seen.reserved_until && new Date(seen.reserved_until) <= ctx.clock.now()) {
    await expireOrders(ctx, { orderIds: [seen.id] });
  }
  return transaction(ctx, async (tx) => {
    const locked = await lockForSale(tx, seen.id, 'confirm_payment');
    if (!locked.ok) return locked;
    const { order } = locked.data;
    // An order that expired before it was confirmed has no payment.
    if (!order.payment_id || (order.state === 'expired' && !input.late)) return refuse('raffle.order.expired');
    const { transaction_reference: transactionReference, note } = input;
    const { fileId, words } = readMedia(input.payment_proof_media_id);
    if (fileId || words || transactionReference || order.state === 'expired') {
      const caption = [words, note].filter(Boolean).join(' · ');
      const proof = await submitProof(tx, order.payment_id, {
        fileId,
        transactionReference: transactionReference ?? null,
        caption: caption || (fileId || transactionReference ? '' : tx.actor.name),
      });
      if (!proof.ok) return proof;
    }
    await audit(tx, 'raffle.order.payment_confirmed', {
      subject: { type: ORDER, id: order.id },
      after: { code: order.code, file: fileId ?? (words || null) },
      note: note ?? null,
    });
    const verified = await verifyPayment(tx, order.payment_id, { transactionReference, note });
    return verified.ok ? getOrder(tx, order.id) : verified;
  });
}

/** One of our files by its uuid. Another program's reference to a picture is stored as text. */
function readMedia(media: ConfirmPaymentInput['payment_proof_media_id']): { fileId: string | null; words: string } {
  const named = String(media ?? '').trim();
  return isUuid(named) ? { fileId: named.toLowerCase(), words: '' } : { fileId: null, words: named };
}
