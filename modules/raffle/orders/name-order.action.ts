import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { type Result, refuse } from '../../../kernel/lib/result.ts';
import { changePerson } from '../../../kernel/people/index.ts';
import { ORDER } from '../names.ts';
import type { Order } from './contract.ts';
import { holdUntil, lockOrder, type OrderRecord } from './lock-order.action.ts';
import { getOrder } from './orders.query.ts';

/**
 * Stores the name that the buyer gave. The ticket shows it, and the person has it from now on. The numbers are held for
 * the raffle's reservation minutes; before the name they were held for `first_hold_minutes` only.
 *
 * Refusals: `raffle.order.` `not_found`, `already_confirmed`, `already_paid`, `cancelled`, `expired`; those of
 * changePerson.
 */
export async function nameOrder(
  ctx: Ctx,
  reference: string,
  buyer: { personId: string; name: string },
): Promise<Result<Order>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockOrder(tx, reference, 'confirm');
    if (!locked.ok) return locked;
    // The sweep has not run yet, and another buyer may take the numbers at any moment.
    if (locked.data.reserved_until && locked.data.reserved_until <= tx.clock.now())
      return refuse('raffle.order.expired');
    const person = await changePerson(tx, buyer.personId, { name: buyer.name });
    if (!person.ok) return person;
    const { id, code, contact_name } = locked.data;
    await holdUntil(tx, locked.data, await fullHold(tx, locked.data), { contact_name: person.data.name });
    await audit(tx, 'raffle.order.named', {
      subject: { type: ORDER, id },
      before: { contact_name },
      after: { contact_name: person.data.name, code },
    });
    return getOrder(tx, id);
  });
}

/** The end of the raffle's reservation minutes, or the present end when that is later. */
async function fullHold(tx: Ctx, order: OrderRecord): Promise<Date> {
  const { reservation_minutes } = await tx.db
    .selectFrom('raffle')
    .select('reservation_minutes')
    .where('organization_id', '=', order.organization_id)
    .where('id', '=', order.raffle_id)
    .executeTakeFirstOrThrow();
  const whole = tx.clock.now().getTime() + reservation_minutes * 60_000;
  return new Date(Math.max(whole, order.reserved_until?.getTime() ?? 0));
}
