import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { isUuid } from '../../../kernel/lib/ids.ts';
import type { Order } from './contract.ts';
import { asOrder, orderRows } from './orders.query.ts';

/** The orders that a chat may see: those of its own person. */

/** One order, or null when it isn't this person's. */
export async function orderForChat(ctx: Ctx, id: string, personId: string): Promise<Order | null> {
  if (!isUuid(id)) return null;
  const row = await orderRows(ctx).where('o.id', '=', id).where('o.person_id', '=', personId).executeTakeFirst();
  return row ? asOrder(ctx, row) : null;
}

/** Uuids of the orders of a chat in a raffle that were not confirmed. */
export async function draftsOf(ctx: Ctx, conversationId: string, raffleId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('raffle_order')
    .select('id')
    .where(inOrg(ctx))
    .where('raffle_id', '=', raffleId)
    .where('conversation_id', '=', conversationId)
    .where('state', '=', 'draft')
    .where('reserved_until', '>', ctx.clock.now())
    .execute();
  return rows.map((row) => row.id);
}

/** The name that a person gave for an earlier order, or ''. */
export async function nameOfBuyer(ctx: Ctx, personId: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('raffle_order')
    .select('contact_name')
    .where(inOrg(ctx))
    .where('person_id', '=', personId)
    .where('contact_name', '<>', '')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.contact_name ?? '';
}

/** A person's orders, the latest first: paid ones and those that wait for their money. */
export async function ordersOfPerson(
  ctx: Ctx,
  personId: string,
  limit = 10,
): Promise<(Order & { ticketFileId: string | null })[]> {
  const rows = await orderRows(ctx)
    .select('o.ticket_file_id')
    .where('o.person_id', '=', personId)
    .where('o.state', 'in', ['paid', 'pending_payment'])
    .orderBy('o.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...asOrder(ctx, row), ticketFileId: row.ticket_file_id }));
}

/** How long after it expired an order still takes a receipt by chat; later, staff handle it. */
const LATE_DAYS = 14;

/**
 * Orders that a receipt may be for, the latest first: those that wait for their money, and those that expired after the
 * buyer confirmed them.
 */
export async function payableOrders(ctx: Ctx, personId: string): Promise<Order[]> {
  const since = new Date(ctx.clock.now().getTime() - LATE_DAYS * 86_400_000);
  const rows = await orderRows(ctx)
    .where('o.person_id', '=', personId)
    .where((of) =>
      of.or([
        of('o.state', '=', 'pending_payment'),
        of.and([of('o.state', '=', 'expired'), of('p.state', '=', 'expired'), of('o.ended_at', '>', since)]),
      ]),
    )
    .orderBy('o.id', 'desc')
    .limit(20)
    .execute();
  return rows.map((row) => asOrder(ctx, row));
}

/** The latest order whose numbers were gone when the money or its proof came. */
export async function lateOrder(ctx: Ctx, personId: string): Promise<Order | null> {
  const row = await orderRows(ctx)
    .where('o.person_id', '=', personId)
    .where('o.state', '=', 'expired')
    .where((of) =>
      of.or([of('p.state', '=', 'submitted'), of.and([of('p.state', '=', 'verified'), of('p.owed', '=', true)])]),
    )
    .orderBy('o.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? asOrder(ctx, row) : null;
}
