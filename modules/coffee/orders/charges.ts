import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import type { NewOrder } from './new-order.ts';

/**
 * Orders whose money the kernel's payments took: what the machine says of their payment doesn't count, but how the
 * payment stands. Called with the machine locked, so that the payment's callback comes before or after.
 */
export async function useCharges(tx: Ctx, machineId: string, orders: NewOrder[]): Promise<void> {
  const organizationId = orgOf(tx).id;
  const numbers = orders.map(({ row }) => row.number);
  const charges = await tx.db
    .selectFrom('coffee_charge as c')
    .innerJoin('payment as p', (on) =>
      on.onRef('p.organization_id', '=', 'c.organization_id').onRef('p.id', '=', 'c.payment_id'),
    )
    .select(['c.id', 'c.number', 'c.payment_id', 'p.state', 'p.owed', 'p.amount_minor', 'p.method', 'p.refunded_minor'])
    .where('c.organization_id', '=', organizationId)
    .where('c.machine_id', '=', machineId)
    .where('c.number', '=', (eb) => eb.fn.any(eb.val(numbers)))
    .where('c.order_id', 'is', null)
    .execute();
  for (const charge of charges) {
    const row = orders.find((order) => order.row.number === charge.number)?.row;
    if (!row) continue;
    const paid = charge.state === 'verified' && !charge.owed;
    row.payment_id = charge.payment_id;
    row.payment_state = paid ? 'paid' : 'pending';
    if (paid) row.payment_method = charge.method;
    if (!paid) row.exception = row.served ? 'unpaid' : null;
    else if (!row.served) row.exception = 'not_served';
    else if (charge.amount_minor !== row.amount_minor) row.exception = 'sum';
    await tx.db
      .updateTable('coffee_charge')
      .set({ order_id: row.id })
      .where('organization_id', '=', organizationId)
      .where('id', '=', charge.id)
      .execute();
  }
}
