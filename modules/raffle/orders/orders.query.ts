import { sql } from 'kysely';
import { tokensOf } from '../../../kernel/credentials/index.ts';
import { type Ctx, type Db, inOrg, onOrg, orgOf } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery, showPage } from '../../../kernel/db/index.ts';
import { firstIdAt } from '../../../kernel/lib/ids.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { searchPattern } from '../../../kernel/lib/searchable.ts';
import { dayBounds } from '../../../kernel/lib/time.ts';
import { ticketUrl } from '../links.ts';
import { ORDER } from '../names.ts';
import { ORDER_CODE, readReference } from '../raffles/reference.rule.ts';
import type { Order, OrderFilter } from './contract.ts';
import { allowedSteps, type OrderState } from './order-states.rule.ts';

export type OrderQuery = PageQuery & {
  filter: OrderFilter;
  search?: string | undefined;
};

/** Orders with their raffle, their chat and their payment. */
export function orderRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('raffle_order as o')
    .innerJoin('raffle as r', onOrg('r.id', 'o.raffle_id'))
    .leftJoin('conversation as c', onOrg('c.id', 'o.conversation_id'))
    .leftJoin('payment as p', onOrg('p.id', 'o.payment_id'))
    .select([
      'o.id',
      'o.code',
      'o.raffle_id',
      'r.code as raffle_code',
      'r.title as raffle_title',
      'r.digits',
      'o.person_id',
      'o.conversation_id',
      'c.channel',
      'o.contact_name',
      'o.contact_phone',
      'o.numbers',
      'o.unit_price_minor',
      'o.amount_minor',
      'o.currency',
      'o.state',
      'o.reserved_until',
      'o.payment_id',
      'p.reference as payment_reference',
      'p.state as payment_state',
      'p.amount_minor as payment_minor',
      'p.owed as payment_owed',
    ])
    .select(['o.confirmed_at', 'o.paid_at', 'o.ended_at', 'o.end_reason', 'o.created_by_name'])
    .select(['o.created_at', 'o.updated_at'])
    .where(inOrg(ctx, 'o'))
    .$castTo<OrderRow>();
}

/** A page of orders, the latest first; `search` looks at names, phones and codes. */
export async function listOrders(ctx: Ctx, query: OrderQuery): Promise<Result<Order[]>> {
  return showPage(await findPage(narrowed(ctx, query), 'o.id', query), async (orders) => {
    const tokens = await ticketTokens(ctx, orders);
    return orders.map((order) => asOrder(ctx, order, tokens.get(order.id)));
  });
}

/** Confirmed orders that wait for their money: those with a proof first, the oldest first. */
export async function pendingPayment(ctx: Ctx, limit: number): Promise<Result<Order[]>> {
  const rows = await orderRows(ctx)
    .where('o.state', '=', 'pending_payment')
    .orderBy(sql`p.state = 'submitted'`, 'desc')
    .orderBy('o.id')
    .limit(limit)
    .execute();
  return ok(rows.map((row) => asOrder(ctx, row)));
}

/** One order by uuid or code, or null. */
export async function findOrder(ctx: Ctx, reference: string): Promise<Order | null> {
  const named = readReference(reference, ORDER_CODE);
  if (!named) return null;
  const row = await orderRows(ctx).where(`o.${named.column}`, '=', named.value).executeTakeFirst();
  return row ? asOrder(ctx, row, (await ticketTokens(ctx, [row])).get(row.id)) : null;
}

/** The same; refuses with `raffle.order.not_found`. */
export async function getOrder(ctx: Ctx, reference: string): Promise<Result<Order>> {
  const order = await findOrder(ctx, reference);
  return order ? ok(order) : refuse('raffle.order.not_found');
}

/** The same answer without the ticket, for people who may read orders only: anyone who shows a ticket may use it. */
export function withoutTickets<T extends Order | Order[]>(ctx: Ctx, answer: Result<T>): Result<T> {
  if (!answer.ok || ctx.services.authenticator.can(ctx, 'credentials.show')) return answer;
  const without = (order: Order): Order => ({ ...order, ticket_url: null });
  const { data } = answer;
  return { ...answer, data: (Array.isArray(data) ? data.map(without) : without(data)) as T };
}

/** Several orders by their uuids, unsorted; for lists of other packages that refer to them. */
export async function ordersById(ctx: Ctx, ids: string[]): Promise<Order[]> {
  if (ids.length === 0) return [];
  const rows = await orderRows(ctx).where('o.id', 'in', ids).execute();
  return rows.map((row) => asOrder(ctx, row));
}

async function ticketTokens(ctx: Ctx, rows: OrderRow[]): Promise<Map<string, string>> {
  const subjectIds = rows.filter((row) => row.state === 'paid').map((row) => row.id);
  return subjectIds.length > 0 ? tokensOf(ctx, { subjectType: ORDER, subjectIds }) : new Map();
}

function narrowed(ctx: Ctx, { filter, search }: OrderQuery) {
  const zone = orgOf(ctx).timeZone;
  let rows = orderRows(ctx);
  if (filter.state) rows = rows.where('o.state', 'in', [filter.state].flat());
  if (filter.raffle_id) rows = rows.where('o.raffle_id', '=', filter.raffle_id);
  if (filter.person_id) rows = rows.where('o.person_id', '=', filter.person_id);
  if (filter.number !== undefined) rows = rows.where(sql<boolean>`o.numbers @> array[${Number(filter.number)}::int]`);
  if (filter.payment_state) rows = rows.where('p.state', '=', filter.payment_state);
  if (filter.from) rows = rows.where('o.id', '>=', firstIdAt(dayBounds(zone, filter.from).from.getTime()));
  if (filter.to) rows = rows.where('o.id', '<', firstIdAt(dayBounds(zone, filter.to).to.getTime()));
  for (const text of [filter.contact, search]) {
    const pattern = searchPattern(text);
    if (!pattern) continue;
    rows = rows.where(
      sql<boolean>`(app_fold(o.contact_name) like ${pattern} or coalesce(o.contact_phone, '') like ${pattern}
        or lower(o.code) like ${pattern} or lower(coalesce(p.reference, '')) like ${pattern})`,
    );
  }
  return rows;
}

export type OrderRow = {
  id: string;
  code: string;
  raffle_id: string;
  raffle_code: string;
  raffle_title: string;
  digits: number;
  person_id: string | null;
  conversation_id: string | null;
  channel: string | null;
  contact_name: string;
  contact_phone: string | null;
  numbers: number[];
  unit_price_minor: number;
  amount_minor: number;
  currency: string;
  state: string;
  reserved_until: Date | null;
  payment_id: string | null;
  payment_reference: string | null;
  payment_state: string | null;
  payment_minor: number | null;
  payment_owed: boolean | null;
  confirmed_at: Date | null;
  paid_at: Date | null;
  ended_at: Date | null;
  end_reason: string | null;
  created_by_name: string;
  created_at: Date;
  updated_at: Date;
};

/** @param token of the ticket's QR, for an order that is paid */
export function asOrder(ctx: Ctx, row: OrderRow, token?: string): Order {
  const state = row.state as OrderState;
  return {
    id: row.id,
    code: row.code,
    raffle: { id: row.raffle_id, code: row.raffle_code, title: row.raffle_title, digits: row.digits },
    person_id: row.person_id,
    conversation_id: row.conversation_id,
    channel: row.channel,
    contact_name: row.contact_name,
    contact_phone: row.contact_phone,
    numbers: row.numbers,
    unit_price: formatAmount(row.unit_price_minor, row.currency),
    amount: formatAmount(row.amount_minor, row.currency),
    amount_minor: row.amount_minor,
    currency: row.currency,
    state,
    reserved_until: row.reserved_until?.toISOString() ?? null,
    payment:
      (row.payment_id && {
        id: row.payment_id,
        reference: row.payment_reference ?? '',
        state: row.payment_state ?? '',
        amount: formatAmount(row.payment_minor ?? 0, row.currency),
        amount_minor: row.payment_minor ?? 0,
        owed: row.payment_owed ?? false,
      }) ||
      null,
    allowed: allowedSteps(state),
    confirmed_at: row.confirmed_at?.toISOString() ?? null,
    paid_at: row.paid_at?.toISOString() ?? null,
    ended_at: row.ended_at?.toISOString() ?? null,
    end_reason: row.end_reason,
    ticket_url: token ? ticketUrl(ctx, row.raffle_code, token) : null,
    created_by: row.created_by_name,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** How orders are named in a sentence: their buyers. */
export const orderNames = (db: Db, organizationId: string, ids: string[]) =>
  db
    .selectFrom('raffle_order')
    .select(['id', 'contact_name as name'])
    .where('organization_id', '=', organizationId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
