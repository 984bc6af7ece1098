import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { lockMachine } from '../machines/lock-machine.ts';
import type { OrderException, OrderResult } from './contract.ts';
import { exceptionOf, isSale } from './judge-order.rule.ts';
import type { KnownOrder } from './known-orders.query.ts';
import type { MeantOrder } from './read-order.rule.ts';
import { postSales, saleOf } from './sales.ts';
import { addSums } from './sums.ts';

/**
 * An order that is known came again. When its payment was pending and is settled now, that is taken; anything else that
 * differs is not, so that nothing is changed under the sums.
 */
export async function settleKnown(tx: Ctx, known: KnownOrder, sent: MeantOrder): Promise<OrderResult> {
  const exception = known.exception as OrderException | null;
  const answer = { number: sent.number, order_id: known.id, exception, code: null };
  const same =
    known.amount_minor === sent.amountMinor &&
    known.payment_method === sent.method &&
    known.claimed_at.getTime() === sent.claimedAt.getTime();
  if (!same) return { ...answer, result: 'contradicts' };
  if (known.payment_state === sent.paymentState || known.payment_state !== 'pending') {
    return { ...answer, result: 'repeated' };
  }
  const wrongClock = exception === 'clock';
  const now = exceptionOf({ ...sent, wrongClock });
  await tx.db
    .updateTable('coffee_order')
    .set({
      payment_state: sent.paymentState,
      served: sent.served,
      payment_reference: sent.reference,
      exception: now,
    })
    .where('organization_id', '=', orgOf(tx).id)
    .where('id', '=', known.id)
    .execute();
  const row = { ...known, payment_state: sent.paymentState };
  if (isSale(sent.paymentState)) {
    const machine = await lockMachine(tx, known.machine_id);
    if (!machine.ok) throw new Error(`the machine ${known.machine_id} of an order is gone`);
    const order = { row, items: sent.items };
    await Promise.all([addSums(tx, [saleOf(order)]), postSales(tx, machine.data, [order])]);
  }
  return { ...answer, exception: now, result: 'updated' };
}
