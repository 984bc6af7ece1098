import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { post, reverse } from '../../ledger/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { changePayment, lockRow } from '../change.ts';
import { REFUNDS_DUE } from '../domain/accounts.ts';
import { payableOf } from '../payables.ts';
import { type Payment, toPayment } from '../payment.ts';

/**
 * Records that what was owed for a payment has been served after all, e.g. with other numbers: its money is income now
 * and nothing is to be given back. The entry is reversed and posted again instead of moved by a third one, so that a
 * payment always has one valid entry. Joins the transaction of `tx`, in which the module serves; a module locks its own
 * rows first.
 *
 * Refusals: `payments.not_found`, `payments.not_verified` (nothing is owed), `payments.refund_begun` (a part is given
 * back).
 */
export async function serveOwed(ctx: Ctx, id: string, how: { note: string }): Promise<Result<Payment>> {
  return transaction(ctx, async (tx) => {
    const locked = await lockRow(tx, id);
    if (!locked.ok) return locked;
    const row = locked.data;
    if (row.state !== 'verified' || !row.owed || row.ledger_entry_id === null) return refuse('payments.not_verified');
    if (row.refunded_minor > 0) return refuse('payments.refund_begun');
    const reversed = await reverse(tx, row.ledger_entry_id, how.note);
    if (!reversed.ok) return reversed;
    const entry = await post(tx, {
      kind: 'payment.verified',
      memo: `${row.reference} ${row.description}`.trim(),
      subject: { type: 'payment', id },
      // The money stays where it is, such as in a drawer; only what it is for changes.
      lines: reversed.data.lines.map((line) =>
        line.account === REFUNDS_DUE ? { ...line, account: payableOf(tx, row.subject_type).income } : line,
      ),
    });
    const served = await changePayment(
      tx,
      row,
      { owed: false, ledger_entry_id: entry.id },
      { what: 'served', note: how.note },
    );
    await audit(tx, 'payments.served', {
      subject: { type: 'payment', id },
      before: { owed: true },
      after: { owed: false, reference: row.reference, amount_minor: row.amount_minor, currency: row.currency },
      note: how.note,
    });
    return ok(toPayment(served));
  });
}
