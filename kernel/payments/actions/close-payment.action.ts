import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { changePayment, lockRow, refusalOf } from '../change.ts';
import { type Payment, toPayment } from '../payment.ts';

/**
 * Closes a payment that is no longer expected: its time ran out or its subject was cancelled. The module that opened it
 * decides that. Its amount is free for other payments from now on; a later proof opens it again, marked late. A second
 * call changes nothing.
 *
 * Refusals: `payments.not_found`, `payments.already_verified`, `payments.already_refunded`.
 */
export async function closePayment(ctx: Ctx, id: string, why: string): Promise<Result<Payment>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockRow(tx, id);
    if (!locked.ok) return locked;
    const row = locked.data;
    if (row.state === 'expired') return ok(toPayment(row));
    const refused = refusalOf('close', row);
    if (refused) return refused;
    const [closed] = await Promise.all([
      changePayment(
        tx,
        row,
        {
          state: 'expired',
          own_amount: false,
          first_approval_by_id: null,
          first_approval_by_name: null,
          first_approval_at: null,
        },
        { what: 'expired', note: why },
      ),
      audit(tx, 'payments.closed', {
        subject: { type: 'payment', id },
        before: { state: row.state },
        after: { state: 'expired' },
        note: why,
      }),
    ]);
    return ok(toPayment(closed));
  });
}
