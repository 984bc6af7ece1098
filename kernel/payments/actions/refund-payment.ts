import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { post, reverse } from '../../ledger/index.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { changePayment, lockPayment, refusalOf } from '../change.ts';
import { assetOf, REFUNDS_DUE } from '../domain/accounts.ts';
import type { PaymentMethod } from '../domain/states.ts';
import { payableOf } from '../payables.ts';
import { type Payment, type PaymentRow, toPayment } from '../payment.ts';
import { reopenLine } from '../statements/reopen-line.ts';
import { tellPerson } from '../tell-person.ts';

export type Refund = {
  reason: string;
  /** how it was given back; default: as it came */
  method?: PaymentMethod | undefined;
  /** the money never came: the entry is reversed, as if it had never been posted, and nothing is paid out */
  mistaken?: boolean | undefined;
};

/**
 * Records that a payment's money was given back, or that its confirmation was a mistake. The ledger gets a pay-out in the first case and the
 * reversal of its entry in the second; the module hears of both.
 *
 * Refusals: `payments.not_found`, `payments.reason_blank`, `payments.not_verified`, `payments.already_refunded`, `payments.already_denied`,
 * `payments.closed`.
 */
export async function refundPayment(ctx: Ctx, id: string, how: Refund): Promise<Result<Payment>> {
  const reason = how.reason.trim();
  if (!reason) return refuse('payments.reason_blank', undefined, { reason: 'payments.reason_blank' });
  const mistaken = how.mistaken === true;
  return transaction(ctx, async (tx) => {
    const locked = await lockPayment(tx, id);
    if (!locked.ok) return locked;
    const row = locked.data;
    const refused = refusalOf('refund', row);
    if (refused) return refused;
    const posted = mistaken ? await takeBack(tx, row, reason) : await payOut(tx, row, how.method, reason);
    if (!posted.ok) return posted;
    const [refunded] = await Promise.all([
      changePayment(
        tx,
        row,
        {
          state: 'refunded',
          decided_by_id: tx.actor.id,
          decided_by_name: tx.actor.name,
          decided_at: tx.clock.now(),
        },
        { what: 'refunded', note: reason },
      ),
      audit(tx, 'payments.refunded', {
        subject: { type: 'payment', id },
        before: { state: row.state },
        after: {
          state: 'refunded',
          reference: row.reference,
          amount_minor: row.amount_minor,
          currency: row.currency,
          mistaken,
        },
        note: reason,
      }),
    ]);
    const payment = toPayment(refunded);
    const payable = payableOf(tx, payment.subject.type);
    await payable.refunded?.(tx, payment, { reason, mistaken });
    if (!payable.tellsPerson && !mistaken) await tellPerson(tx, payment, 'refunded');
    return ok(payment);
  });
}

/** The statement's line, if one was taken for this payment, is somebody else's money: it is open again. */
async function takeBack(tx: Ctx, row: PaymentRow, reason: string): Promise<Result<unknown>> {
  if (row.ledger_entry_id === null) throw new Error(`the verified payment ${row.id} has no entry`);
  await reopenLine(tx, row.id);
  return reverse(tx, row.ledger_entry_id, reason);
}

async function payOut(
  tx: Ctx,
  row: PaymentRow,
  method: PaymentMethod | undefined,
  reason: string,
): Promise<Result<unknown>> {
  const { amount_minor, currency } = row;
  const from = row.owed ? REFUNDS_DUE : payableOf(tx, row.subject_type).income;
  const paid = await post(tx, {
    kind: 'payment.refunded',
    memo: `${row.reference} ${reason}`,
    subject: { type: 'payment', id: row.id },
    lines: [
      { account: from, amountMinor: amount_minor, currency },
      { account: assetOf(method ?? (row.method as PaymentMethod)), amountMinor: -amount_minor, currency },
    ],
  });
  return ok(paid);
}
