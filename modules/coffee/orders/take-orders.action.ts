import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { insertOnce, transaction } from '../../../kernel/db/index.ts';
import { readPart } from '../../../kernel/http/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import { ok, type Result } from '../../../kernel/lib/result.ts';
import { dayIn, hourStarts } from '../../../kernel/lib/time.ts';
import { publish } from '../../../kernel/realtime/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import type { MachineRow } from '../machines/lock-machine.query.ts';
import { lockOwn } from '../machines/own-machine.query.ts';
import { MACHINE, ORDER } from '../names.ts';
import { coffeeSettings } from '../settings.ts';
import { reckonUse } from '../stock/reckon-use.action.ts';
import { noteCharges, openCharges, useCharge } from './charges.action.ts';
import { OrderInput, type OrderResult, type OrdersAnswer } from './contract.ts';
import { exceptionOf, isSale } from './judge-order.rule.ts';
import { knownOrders } from './known-orders.query.ts';
import { itemsOf } from './lock-order.ts';
import { madeAt } from './made-at.rule.ts';
import { type Contradiction, moveOrder, type OrderNow } from './order-moves.rule.ts';
import { type MeantOrder, readOrder } from './read-order.rule.ts';
import { type NewOrder, postSales, saleOf } from './sales.ts';
import { addSums } from './sums.ts';

/** What a report changes: orders that are new, and known ones that moved. */
type Taken = { fresh: NewOrder[]; moved: Map<string, NewOrder>; sold: NewOrder[]; served: NewOrder[] };

/**
 * Takes orders of a machine, in any order, late, and again: each number of a machine counts once, in the day on which it
 * was made. One that is known moves forward (`order-moves.rule.ts`); what contradicts it waits for a person. Orders,
 * items, sums, and the ledger's entry are one transaction. An order that can't be read is refused by itself.
 * @param deviceId the device whose token or connection they came by
 * @param reference the machine that the caller named; null: its own
 * @param sent orders as the machine wrote them
 *
 * Refusals: `coffee.machine.not_yours`, `coffee.machine.retired` (too long ago).
 */
export async function takeOrders(
  ctx: Ctx,
  { deviceId, reference = null }: { deviceId: string; reference?: string | null },
  sent: unknown[],
): Promise<Result<OrdersAnswer>> {
  const { order_days } = await getSettings(ctx, coffeeSettings);
  return transaction(ctx, async (tx) => {
    // The lock lets reports of one machine take turns, so that whatever is not known now is new.
    const locked = await lockOwn(tx, deviceId, reference, order_days);
    if (!locked.ok) return locked;
    const machine = locked.data;
    const read = sent.map((one) => ({ number: numberOf(one), order: readSent(one, orgOf(tx).currency) }));
    const numbers = [...new Set(read.map(({ number }) => number))];
    const [known, charges] = await Promise.all([
      knownOrders(tx, machine.id, numbers),
      openCharges(tx, machine.id, numbers),
    ]);
    const taken: Taken = { fresh: [], moved: new Map(), sold: [], served: [] };
    const results: OrderResult[] = [];
    for (const { number, order } of read) {
      if (!order.ok) {
        const field = Object.keys(order.fields ?? {})[0] ?? null;
        results.push({ number, result: 'refused', order_id: null, exception: null, code: order.code, field });
        continue;
      }
      const before = known.get(number);
      if (before) {
        results.push(await again(tx, machine, before, order.data, taken));
        continue;
      }
      const made = newOrder(tx, machine, order.data, order_days);
      const charge = charges.get(number);
      if (charge) useCharge(made, charge);
      taken.fresh.push(made);
      known.set(number, made);
      results.push(resultOf(made, 'counted'));
    }
    await write(tx, machine, taken);
    return ok({ now: tx.clock.now().toISOString(), results });
  });
}

/** The number by which the answer names an order, also one that can't be read. */
function numberOf(sent: unknown): string {
  const number = typeof sent === 'object' && sent !== null ? (sent as { number?: unknown }).number : '';
  return typeof number === 'string' || typeof number === 'number' ? String(number).slice(0, 60) : '';
}

function readSent(sent: unknown, currency: string): Result<MeantOrder> {
  const read = readPart(OrderInput, sent);
  return read.ok ? readOrder(read.data, currency) : { ...read, code: 'coffee.order.unreadable' };
}

const resultOf = ({ row }: NewOrder, result: OrderResult['result']): OrderResult => ({
  number: row.number,
  result,
  order_id: row.id,
  exception: (row.exception ?? null) as OrderResult['exception'],
  code: null,
  field: null,
});

/** An order that is known came again: changes it, and notes what has to be written. */
async function again(tx: Ctx, machine: MachineRow, order: NewOrder, sent: MeantOrder, taken: Taken) {
  const { row } = order;
  const move = moveOrder(
    { ...(row as unknown as OrderNow), settled: row.settled_at != null },
    sent,
    machine.state === 'retired',
  );
  if (move.result === 'repeated') return resultOf(order, 'repeated');
  if (move.result === 'contradicts') {
    if (move.contradiction !== null) await contradict(tx, machine, order, move.contradiction, taken);
    return resultOf(order, 'contradicts');
  }
  const isNews = move.change.exception !== null && move.change.exception !== row.exception;
  Object.assign(row, move.change, isNews && UNSETTLED);
  const isFresh = taken.fresh.includes(order);
  if (!isFresh) {
    if (move.sells || move.serves) order.items = await itemsOf(tx, row.id);
    taken.moved.set(row.id, order);
    if (move.sells) taken.sold.push(order);
    if (move.serves) taken.served.push(order);
  }
  return resultOf(order, 'updated');
}

const UNSETTLED = { settled_at: null, settled_by_name: null, settled_note: '' };

/** The order stays as it is, and waits for a person with what the machine said against it. */
async function contradict(tx: Ctx, machine: MachineRow, order: NewOrder, said: Contradiction, taken: Taken) {
  const { row } = order;
  Object.assign(row, UNSETTLED, { exception: 'contradicts', contradiction: said });
  if (!taken.fresh.includes(order)) taken.moved.set(row.id, order);
  await audit(tx, 'coffee.order.contradicted', {
    subject: { type: ORDER, id: row.id },
    before: { payment_state: row.payment_state, served: row.served, amount_minor: Number(row.amount_minor) },
    after: { serial: machine.serial, number: row.number, ...said },
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
      exception: exceptionOf({ ...order, wrongClock, retired: machine.state === 'retired' }),
      contradiction: null,
      settled_at: null,
      settled_by_name: null,
      settled_note: '',
    },
  };
}

async function write(tx: Ctx, machine: MachineRow, { fresh, moved, sold, served }: Taken): Promise<void> {
  const items = fresh.flatMap(({ row, items }) =>
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
  const rows = fresh.map(({ row: { contradiction: _, ...row } }) => row);
  const sales = [...fresh.filter(({ row }) => isSale(row.payment_state)), ...sold];
  const written = fresh.length > 0 ? insertOnce(tx.db, 'coffee_order', ['machine_id', 'number'], rows) : null;
  await Promise.all([
    written,
    items.length > 0 && tx.db.insertInto('coffee_order_item').values(items).execute(),
    ...[...moved.values()].map((order) => update(tx, order)),
    addSums(tx, sales.map(saleOf)),
    postSales(tx, machine, sales),
    // An order comes here once as served, however often it was sent; a late one with the time at which it was made.
    reckonUse(tx, machine, [...fresh, ...served]),
    noteCharges(tx, fresh),
    heard(tx, machine),
  ]);
  if (written && (await written).size < fresh.length)
    throw new Error(`orders of the locked machine ${machine.id} came twice`);
  // What `insertOnce` can't write, since it is JSON.
  for (const order of fresh) if (order.row.contradiction !== null) await update(tx, order);
  if (fresh.length > 0 || moved.size > 0) publish(tx, ORDER, null, machine.merchant_id);
  publish(tx, MACHINE, machine.id, machine.merchant_id);
}

function update(tx: Ctx, { row }: NewOrder) {
  const { payment_state, payment_method, payment_reference, served, exception } = row;
  const { settled_at, settled_by_name, settled_note } = row;
  return tx.db
    .updateTable('coffee_order')
    .set({ payment_state, payment_method, payment_reference, served, exception })
    .set({
      contradiction: row.contradiction && JSON.stringify(row.contradiction),
      settled_at,
      settled_by_name,
      settled_note,
    })
    .where(inOrg(tx))
    .where('id', '=', row.id)
    .execute();
}

/** Whoever hands in orders is there, whatever they are worth; one that never reported still waits for its first report. */
function heard(tx: Ctx, { id }: MachineRow) {
  return tx.db
    .updateTable('coffee_machine')
    .set({ last_seen_at: tx.clock.now(), offline_at: null })
    .where(inOrg(tx))
    .where('id', '=', id)
    .where('state', '=', 'active')
    .where('last_seen_at', 'is not', null)
    .execute();
}
