import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { insertOnce, transaction } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { dayIn, hourStarts } from '../../../kernel/lib/time.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import type { MachineRow } from '../machines/lock-machine.ts';
import { lockOwn } from '../machines/own-machine.ts';
import { MACHINE, ORDER } from '../names.ts';
import { coffeeSettings } from '../settings.ts';
import { useCharges } from './charges.ts';
import type { OrderInput, OrderResult, OrdersAnswer } from './contract.ts';
import { exceptionOf, isSale } from './judge-order.rule.ts';
import { type KnownOrder, knownOrders } from './known-orders.query.ts';
import { madeAt } from './made-at.rule.ts';
import type { NewOrder } from './new-order.ts';
import { ORDER_PARTS } from './order-parts.ts';
import { type MeantOrder, readOrder } from './read-order.rule.ts';
import { postSales, saleOf } from './sales.ts';
import { settleKnown } from './settle-known.ts';
import { addSums } from './sums.ts';

/**
 * Takes orders of a machine, in any order, late, and again: each number of a machine counts once, in the day on which it
 * was made. Orders, items, sums, and the ledger's entry are one transaction. A faulty order is refused by itself.
 * @param deviceId the device whose token or connection they came by
 * @param reference the machine that the caller named; null: its own
 *
 * Refusals: `coffee.machine.not_yours`, `coffee.machine.retired`.
 */
export async function takeOrders(
  ctx: Ctx,
  { deviceId, reference = null }: { deviceId: string; reference?: string | null },
  sent: OrderInput[],
): Promise<Result<OrdersAnswer>> {
  const { order_days } = await getSettings(ctx, coffeeSettings);
  return transaction(ctx, async (tx) => {
    // The lock lets reports of one machine take turns, so that whatever is not known now is new.
    const locked = await lockOwn(tx, deviceId, reference);
    if (!locked.ok) return locked;
    const machine = locked.data;
    const known = await knownOrders(tx, machine.id, [...new Set(sent.map(({ number }) => number))]);
    const results: OrderResult[] = [];
    const fresh: NewOrder[] = [];
    for (const one of sent) {
      const read = readOrder(one, orgOf(tx).currency);
      if (!read.ok) {
        results.push({ number: one.number, result: 'refused', order_id: null, exception: null, code: read.code });
        continue;
      }
      const before = known.get(one.number);
      if (before) {
        results.push(await settleKnown(tx, before, read.data));
        continue;
      }
      const order = newOrder(tx, machine, read.data, order_days);
      fresh.push(order);
      known.set(one.number, order.row as KnownOrder);
      results.push({ number: one.number, result: 'counted', order_id: order.row.id, exception: null, code: null });
    }
    if (fresh.length > 0) await write(tx, machine, fresh);
    for (const { row } of fresh) {
      const result = results.find(({ order_id, result }) => order_id === row.id && result === 'counted');
      if (result) result.exception = (row.exception ?? null) as OrderResult['exception'];
    }
    return ok({ now: tx.clock.now().toISOString(), results });
  });
}

function newOrder(tx: Ctx, machine: MachineRow, order: MeantOrder, mostDays: number): NewOrder {
  const { timeZone, id: organization_id } = orgOf(tx);
  const now = tx.clock.now();
  const { at, wrongClock } = madeAt(order.claimedAt, now, mostDays);
  const sold_on = dayIn(timeZone, at);
  const hour_at = hourStarts(timeZone, sold_on).findLast((start) => start <= at) as Date;
  return {
    items: order.items,
    row: {
      organization_id,
      id: newId(at.getTime()),
      machine_id: machine.id,
      merchant_id: machine.merchant_id,
      location_id: machine.location_id,
      number: order.number,
      made_at: at,
      claimed_at: order.claimedAt,
      sold_on,
      hour_at,
      received_at: now,
      payment_method: order.method,
      payment_state: order.paymentState,
      payment_reference: order.reference,
      payment_id: null,
      served: order.served,
      currency: order.currency,
      amount_minor: order.amountMinor,
      refunded_minor: 0,
      items: order.items.reduce((sum, { quantity }) => sum + quantity, 0),
      exception: exceptionOf({ ...order, wrongClock }),
      settled_at: null,
      settled_by_name: null,
      settled_note: '',
    },
  };
}

async function write(tx: Ctx, machine: MachineRow, orders: NewOrder[]): Promise<void> {
  await useCharges(tx, machine.id, orders);
  const items = orders.flatMap(({ row, items }) =>
    items.map(({ product, quantity, amount_minor }) => ({
      organization_id: row.organization_id,
      id: newId(row.made_at.getTime()),
      order_id: row.id,
      machine_id: row.machine_id,
      merchant_id: row.merchant_id,
      product,
      quantity,
      amount_minor,
    })),
  );
  const rows = orders.map(({ row }) => row);
  const sales = orders.filter(({ row }) => isSale(row.payment_state));
  const written = insertOnce(tx.db, 'coffee_order', ['machine_id', 'number'], rows);
  await Promise.all([
    written,
    tx.db.insertInto('coffee_order_item').values(items).execute(),
    addSums(tx, sales.map(saleOf)),
    postSales(tx, machine, sales),
    ...ORDER_PARTS.map((part) => part(tx, machine, orders)),
  ]);
  if ((await written).size < orders.length) throw new Error(`orders of the locked machine ${machine.id} came twice`);
  publish(tx, ORDER, null, machine.merchant_id);
  publish(tx, MACHINE, machine.id, machine.merchant_id);
}
