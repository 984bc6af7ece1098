import { type Ctx, inOrg, onOrg } from '../../../kernel/ctx/index.ts';
import { findPage, type PageQuery } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { label } from '../numbers/label.rule.ts';
import type { OrderState } from '../orders/order-states.rule.ts';
import { raffleDigits } from '../raffles/raffle-facts.query.ts';
import type { Ticket, TicketFilter } from './contract.ts';

export type TicketQuery = PageQuery & { filter: TicketFilter };

/** A page of a raffle's numbers, ascending, with their holders. An expired reservation is a free number. */
export async function listTickets(ctx: Ctx, raffle: string, query: TicketQuery): Promise<Result<Ticket[]>> {
  const found = await raffleDigits(ctx, raffle);
  if (!found) return refuse('raffle.not_found');
  const now = ctx.clock.now();
  let rows = ctx.db
    .selectFrom('raffle_number as n')
    .leftJoin('raffle_order as o', onOrg('o.id', 'n.order_id'))
    .select(['n.number', 'n.state', 'n.reserved_until', 'o.id', 'o.code', 'o.state as order_state'])
    .select(['o.contact_name', 'o.contact_phone'])
    .where(inOrg(ctx, 'n'))
    .where('n.raffle_id', '=', found.id);
  const { state, from, to } = query.filter;
  if (from !== undefined) rows = rows.where('n.number', '>=', from);
  if (to !== undefined) rows = rows.where('n.number', '<=', to);
  if (state === 'sold') rows = rows.where('n.state', '=', 'sold');
  if (state === 'reserved') rows = rows.where('n.reserved_until', '>', now);
  if (state === 'available') {
    rows = rows.where((of) => of.or([of('n.state', '=', 'available'), of('n.reserved_until', '<=', now)]));
  }
  return findPage(rows, { by: 'n.number', kind: 'integer', order: 'asc' }, query, (row): Ticket => {
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
  });
}
