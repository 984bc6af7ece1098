import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';

export type OrderRow = Selectable<DB['coffee_order']>;

/** Locks an order; undefined when there is none. Whoever needs its machine's lock, too, takes that first. */
export function lockOrder(tx: Ctx, id: string): Promise<OrderRow | undefined> {
  return tx.db
    .selectFrom('coffee_order')
    .selectAll()
    .where(inOrg(tx))
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function itemsOf(tx: Ctx, orderId: string) {
  return tx.db
    .selectFrom('coffee_order_item')
    .select(['product', 'quantity', 'amount_minor'])
    .where(inOrg(tx))
    .where('order_id', '=', orderId)
    .execute();
}
