import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { cutPage, readCursor } from '../../../kernel/lib/cursor.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { label } from '../numbers/label.rule.ts';
import type { OrderState } from '../orders/order-states.rule.ts';
import { raffleDigits } from '../raffles/raffle-facts.query.ts';
import type { Ticket, TicketFilter } from './contract.ts';

export type TicketQuery = { filter: TicketFilter; limit: number; after?: string | undefined };

/** A page of a raffle's numbers, ascending, with their holders. An expired reservation is a free number. */
export async function listTickets(ctx: Ctx, raffle: string, query: TicketQuery): Promise<Result<Ticket[]>> {
  const cursor = readCursor(query.after, 'integer');
  if (!cursor.ok) return cursor;
  const found = await raffleDigits(ctx, raffle);
  if (!found) return refuse('raffle.not_found');
  const now = ctx.clock.now();
  let rows = ctx.db
    .selectFrom('raffle_number as n')
    .leftJoin('raffle_order as o', onOrg('o.id', 'n.order_id'))
    .select(['n.number', 'n.state', 'n.reserved_until', 'o.id', 'o.code', 'o.state as order_state'])
    .select(['o.contact_name', 'o.contact_phone'])
    .where(inOrg(ctx, 'n'))
    .where('n.raffle_id', '=', found.id)
    .orderBy('n.number')
    .limit(query.limit + 1);
  const { state, from, to } = query.filter;
  if (cursor.data[0] !== undefined) rows = rows.where('n.number', '>', Number(cursor.data[0]));
  if (from !== undefined) rows = rows.where('n.number', '>=', from);
  if (to !== undefined) rows = rows.where('n.number', '<=', to);
  if (state === 'sold') rows = rows.where('n.state', '=', 'sold');
  if (state === 'reserved') rows = rows.where('n.reserved_until', '>', now);
  if (state === 'available') {
    rows = rows.where((of) => of.or([of('n.state', '=', 'available'), of('n.reserved_until', '<=', now)]));
  }
  return cutPage(
    await rows.execute(),
    query.limit,
    (row) => [row.number],
    (row): Ticket => {
      const free = row.state === 'available' || (row.reserved_until !== null && row.reserved_until <= now);
      return {
        number: row.number,
        label: label(row.number, found.digits),
        state: free ? 'available' : (row.state as Ticket['state']),
        order:
          free || !row.id
            ? null
            : {
                id: row.id,
                code: row.code ?? '',
                state: row.order_state as OrderState,
                contact_name: row.contact_name ?? '',
                contact_phone: row.contact_phone,
                reserved_until: row.reserved_until?.toISOString() ?? null,
              },
      };
    },
  );
}
