import { sql } from 'kysely';
import { type Ctx, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { escapeLike } from '../../../kernel/lib/like.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { addDays, dayBounds } from '../../../kernel/lib/time.ts';
import type { Order, OrderFilter, Refund } from './contract.ts';
import type { Contradiction } from './order-moves.rule.ts';

export type OrdersQuery = PageQuery & {
  filter: OrderFilter;
  search?: string | undefined;
  /** rows to skip, for the older list by numbered pages */
  offset?: number;
};

function orderRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('coffee_order as o')
    .innerJoin('coffee_machine as c', onOrg('c.id', 'o.machine_id'))
    .innerJoin('coffee_merchant as m', onOrg('m.id', 'o.merchant_id'))
    .selectAll('o')
    .select(['c.serial', 'c.name as machine_name', 'm.name as merchant_name'])
    .select((eb) =>
      eb
        .selectFrom('coffee_order_item as i')
        .select(
          sql<{ product: string; quantity: number; amount_minor: number }[]>`coalesce(json_agg(json_build_object(
            'product', i.product, 'quantity', i.quantity, 'amount_minor', i.amount_minor) order by i.id), '[]')`.as(
            'list',
          ),
        )
        .whereRef('i.organization_id', '=', 'o.organization_id')
        .whereRef('i.order_id', '=', 'o.id')
        .as('lines'),
    )
    .where(inOrg(ctx, 'o'));
}
type Row = Awaited<ReturnType<ReturnType<typeof orderRows>['execute']>>[number];

const asOrder = (row: Row): Order => ({
  id: row.id,
  number: row.number,
  machine: { id: row.machine_id, serial: row.serial, name: row.machine_name },
  merchant: { id: row.merchant_id, name: row.merchant_name },
  made_at: row.made_at.toISOString(),
  claimed_at: row.claimed_at.toISOString(),
  received_at: row.received_at.toISOString(),
  sold_on: row.sold_on,
  payment_method: row.payment_method,
  payment_state: row.payment_state as Order['payment_state'],
  payment_reference: row.payment_reference,
  payment_id: row.payment_id,
  served: row.served,
  currency: row.currency,
  amount: formatAmount(row.amount_minor, row.currency),
  amount_minor: row.amount_minor,
  refunded: formatAmount(row.refunded_minor, row.currency),
  refunded_minor: row.refunded_minor,
  items: (row.lines ?? []).map(({ product, quantity, amount_minor }) => ({
    product,
    quantity,
    amount: formatAmount(amount_minor, row.currency),
  })),
  exception: row.exception as Order['exception'],
  contradiction: asContradiction(row.contradiction as Contradiction | null, row.currency),
  settled:
    row.settled_at === null
      ? null
      : { at: row.settled_at.toISOString(), by: row.settled_by_name ?? '', note: row.settled_note },
});

function asContradiction(said: Contradiction | null, currency: string): Order['contradiction'] {
  if (said === null) return null;
  const { amount_minor, ...rest } = said;
  return { ...rest, amount: formatAmount(amount_minor, currency) };
}

/**
 * A page of orders, the newest made first; `search` looks at the machine's number. The id tells when an order was made,
 * so days are a range of ids: a day more on both sides, since the organization's zone may have been another one.
 */
export async function listOrders(ctx: Ctx, query: OrdersQuery): Promise<Result<Order[]>> {
  const { from, to, machine_id, merchant_id, payment_method, payment_state, exception } = query.filter;
  const { timeZone } = orgOf(ctx);
  let rows = orderRows(ctx).offset(query.offset ?? 0);
  if (from) {
    const first = firstIdAt(dayBounds(timeZone, addDays(from, -1)).from.getTime());
    rows = rows.where('o.id', '>=', first).where('o.sold_on', '>=', from);
  }
  if (to) {
    const last = firstIdAt(dayBounds(timeZone, addDays(to, 1)).to.getTime());
    rows = rows.where('o.id', '<', last).where('o.sold_on', '<=', to);
  }
  if (machine_id) rows = rows.where('o.machine_id', '=', machine_id);
  if (merchant_id) rows = rows.where('o.merchant_id', '=', merchant_id);
  if (payment_method) rows = rows.where('o.payment_method', '=', payment_method);
  if (payment_state) rows = rows.where('o.payment_state', '=', payment_state);
  if (exception) {
    rows = rows.where('o.exception', 'is not', null);
    if (exception === 'open') rows = rows.where('o.settled_at', 'is', null);
    else if (exception === 'settled') rows = rows.where('o.settled_at', 'is not', null);
    else rows = rows.where('o.exception', '=', exception);
  }
  const number = query.search?.trim();
  if (number) rows = rows.where('o.number', 'like', `${escapeLike(number)}%`);
  return findPage(rows, 'o.id', query, asOrder);
}

/** One order; refuses with `coffee.order.not_found`. */
export async function getOrder(ctx: Ctx, id: string): Promise<Result<Order>> {
  const row = await orderRows(ctx).where('o.id', '=', id).executeTakeFirst();
  return row ? ok(asOrder(row)) : refuse('coffee.order.not_found');
}

/** What was given back of an order, the newest first; refuses with `coffee.order.not_found`. */
export async function listRefunds(ctx: Ctx, orderId: string): Promise<Result<Refund[]>> {
  const [order, refunds] = await Promise.all([getOrder(ctx, orderId), refundsOf(ctx, orderId)]);
  return order.ok ? ok(refunds) : order;
}

/** What was given back of an order that exists, the newest first. */
export async function refundsOf(ctx: Ctx, orderId: string): Promise<Refund[]> {
  const rows = await ctx.db
    .selectFrom('coffee_refund as r')
    .leftJoin('payment_attempt as a', onOrg('a.id', 'r.attempt_id'))
    .selectAll('r')
    .select('a.state as attempt_state')
    .where(inOrg(ctx, 'r'))
    .where('r.order_id', '=', orderId)
    .orderBy('r.id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    amount: formatAmount(row.amount_minor, row.currency),
    currency: row.currency,
    way: row.way as Refund['way'],
    state: row.attempt_state === 'failed' ? 'failed' : (row.state as Refund['state']),
    reason: row.reason,
    by: row.by_name,
    created_at: row.created_at.toISOString(),
  }));
}
