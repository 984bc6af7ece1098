import { audit } from '../../../kernel/audit/index.ts';
import type { Ctx } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import type { Result } from '../../../kernel/lib/result.ts';
import { changePerson } from '../../../kernel/people/index.ts';
import type { Order } from '../contract.ts';
import { changeOrder, lockOrder } from '../numbers/lock-order.ts';
import { getOrder } from '../queries/orders.ts';
import { ORDER } from '../queries/present.ts';

/** Whom an order is for, told by the buyer: the name stands on the ticket, and the person is known by it from now on. */
export async function nameOrder(
  ctx: Ctx,
  reference: string,
  buyer: { personId: string; name: string },
): Promise<Result<Order>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockOrder(tx, reference, 'confirm');
    if (!locked.ok) return locked;
    const person = await changePerson(tx, buyer.personId, { name: buyer.name });
    if (!person.ok) return person;
    const { id, code, contact_name } = locked.data;
    await changeOrder(tx, id, { contact_name: person.data.name });
    await audit(tx, 'raffle.order.named', {
      subject: { type: ORDER, id },
      before: { contact_name },
      after: { contact_name: person.data.name, code },
    });
    return getOrder(tx, id);
  });
}
