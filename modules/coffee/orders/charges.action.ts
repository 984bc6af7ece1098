import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import type { NewOrder } from './sales.ts';

type Charge = Awaited<ReturnType<typeof read>>[number];

/** Payments that a locked machine asked for, and that no order has yet, by number; so their callbacks come before or after. */
export async function openCharges(tx: Ctx, machineId: string, numbers: string[]): Promise<Map<string, Charge>> {
  return new Map((await read(tx, machineId, numbers)).map((charge) => [charge.number, charge]));
}

const read = (tx: Ctx, machineId: string, numbers: string[]) =>
  tx.db
    .selectFrom('coffee_charge as c')
    .innerJoin('payment as p', onOrg('p.id', 'c.payment_id'))
    .select(['c.id', 'c.number', 'c.payment_id', 'p.state', 'p.owed', 'p.amount_minor', 'p.method', 'p.refunded_minor'])
    .where(inOrg(tx, 'c'))
    .where('c.machine_id', '=', machineId)
    .where('c.number', '=', (eb) => eb.fn.any(eb.val(numbers)))
    .where('c.order_id', 'is', null)
    .execute();

/**
 * A new order whose money the kernel's payments took: what the machine says of its payment doesn't count, but how the
 * payment stands.
 */
export function useCharge({ row }: NewOrder, charge: Charge): void {
  const paid = charge.state === 'verified' && !charge.owed;
  row.payment_id = charge.payment_id;
  row.payment_state = paid ? 'paid' : 'pending';
  if (paid) row.payment_method = charge.method;
  if (!paid) row.exception = row.served ? 'unpaid' : null;
  else if (!row.served) row.exception = 'not_served';
  else if (charge.amount_minor !== row.amount_minor) row.exception = 'sum';
}

/** Writes which orders the charges of new orders have. */
export async function noteCharges(tx: Ctx, orders: NewOrder[]): Promise<void> {
  for (const { row } of orders) {
    if (!row.payment_id) continue;
    await tx.db
      .updateTable('coffee_charge')
      .set({ order_id: row.id })
      .where(inOrg(tx))
      .where('payment_id', '=', row.payment_id)
      .execute();
  }
}
