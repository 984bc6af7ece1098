import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { submitProof, verifyPayment } from '../../../kernel/payments/index.ts';
import type { ConfirmPaymentInput, Order } from '../contract.ts';
import { findOrder, getOrder } from '../queries/orders.ts';
import { ORDER } from '../queries/present.ts';
import { lockForSale } from './sell-order.ts';

/**
 * Staff confirm the money of an order, with or without a proof: the proof is put beside the payment, the payment verified, the numbers
 * sold. Of two at once one does it and the other is told that it is done. An expired order may be confirmed late; when its numbers
 * are gone the money is owed back, and the answer's payment says so.
 *
 * Refusals: `raffle.order.` `not_found`, `not_confirmed`, `already_paid`, `cancelled`; those of verifyPayment and submitProof.
 */
export async function confirmPayment(ctx: Ctx, reference: string, input: ConfirmPaymentInput): Promise<Result<Order>> {
  const seen = await findOrder(ctx, reference);
  if (!seen) return refuse('raffle.order.not_found');
  return transaction(ctx, async (tx) => {
    const locked = await lockForSale(tx, seen.id, 'confirm_payment');
    if (!locked.ok) return locked;
    const { order } = locked.data;
    // An order that expired before it was confirmed was never asked for money.
    if (!order.payment_id) return refuse('raffle.order.expired');
    const { payment_proof_media_id: fileId, transaction_reference: transactionReference, note } = input;
    if (fileId || transactionReference || order.state === 'EXPIRED') {
      const proof = await submitProof(tx, order.payment_id, {
        fileId: fileId ?? null,
        transactionReference: transactionReference ?? null,
        caption: note ?? (fileId || transactionReference ? '' : tx.actor.name),
      });
      if (!proof.ok) return proof;
    }
    await audit(tx, 'raffle.order.payment_confirmed', {
      subject: { type: ORDER, id: order.id },
      after: { code: order.code, file: fileId ?? null },
      note: note ?? null,
    });
    const verified = await verifyPayment(tx, order.payment_id, { transactionReference, note });
    return verified.ok ? getOrder(tx, order.id) : verified;
  });
}
