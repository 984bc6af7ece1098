import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { newId } from '../../../kernel/lib/ids.ts';
import type { OrderRow } from './lock-order.ts';

export type Given = { amountMinor: number; reason: string };
type Kind = { way: 'by_hand' | 'provider'; state: 'done' | 'under_way'; attempt_id?: string };

/** Writes a refund of a locked order; what the order and its sums say of it is `noteRefund`. */
export async function insertRefund(tx: Ctx, row: OrderRow, { amountMinor, reason }: Given, kind: Kind): Promise<void> {
  const now = tx.clock.now();
  await tx.db
    .insertInto('coffee_refund')
    .values({
      organization_id: orgOf(tx).id,
      id: newId(now.getTime()),
      order_id: row.id,
      machine_id: row.machine_id,
      merchant_id: row.merchant_id,
      amount_minor: amountMinor,
      currency: row.currency,
      reason,
      ...kind,
      by_name: tx.actor.name,
      created_at: now,
    })
    .execute();
}
