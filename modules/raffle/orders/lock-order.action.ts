import type { Selectable } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { type Payment, setDue } from '../../../kernel/payments/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { type Holder, prolong } from '../numbers/hold.action.ts';
import { ORDER_CODE, readReference } from '../raffles/reference.rule.ts';
import { raffleSettings } from '../settings.ts';
import { type OrderState, type OrderStep, stepFrom } from './order-states.rule.ts';

export type OrderRecord = Selectable<DB['raffle_order']>;

/**
 * An order's row by uuid or code, locked for the rest of the transaction. Every transaction takes its locks in this
 * order: raffle, order, numbers, payment. Refuses with `raffle.order.not_found`, or with the reason why its state does
 * not allow `step`.
 */
export async function lockOrder(tx: Ctx, reference: string, step?: OrderStep): Promise<Result<OrderRecord>> {
  const named = readReference(reference, ORDER_CODE);
  if (!named) return refuse('raffle.order.not_found');
  const row = await tx.db
    .selectFrom('raffle_order')
    .selectAll()
    .where(inOrg(tx))
    .where(named.column, '=', named.value)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) return refuse('raffle.order.not_found');
  if (!step) return ok(row);
  const next = stepFrom(row.state as OrderState, step);
  return next.ok ? ok(row) : next;
}

/** Writes the changed columns of a locked order. */
export async function changeOrder(tx: Ctx, id: string, change: object): Promise<void> {
  await tx.db
    .updateTable('raffle_order')
    .set({ ...change, updated_at: tx.clock.now() })
    .where(inOrg(tx))
    .where('id', '=', id)
    .execute();
}

/**
 * Holds a locked order's reserved numbers until another moment: in the numbers, the order, and the payment's deadline
 * that staff see.
 */
export async function holdUntil(
  tx: Ctx,
  order: Holder & { payment_id: string | null },
  until: Date,
  change: object = {},
): Promise<void> {
  await Promise.all([
    prolong(tx, order, until),
    changeOrder(tx, order.id, { ...change, reserved_until: until }),
    order.payment_id ? setDue(tx, order.payment_id, until) : null,
  ]);
}

/** Whether the list for the draw is published. Locks the raffle's row until the transaction ends. */
export async function isFrozen(tx: Ctx, raffleId: string): Promise<boolean> {
  const raffle = await tx.db
    .selectFrom('raffle')
    .select('frozen_at')
    .where(inOrg(tx))
    .where('id', '=', raffleId)
    .forShare()
    .executeTakeFirstOrThrow();
  return raffle.frozen_at !== null;
}

/** When staff must have looked at a payment's proof; from then on its numbers are free for everyone. */
export async function reviewedBy(tx: Ctx, { submittedAt }: Pick<Payment, 'submittedAt'>): Promise<Date> {
  const { review_hours } = await getSettings(tx, raffleSettings);
  return new Date((submittedAt ?? tx.clock.now()).getTime() + review_hours * 3_600_000);
}
