import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { post } from '../../ledger/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { cashAccount } from '../../till/index.ts';
import { changePayment } from '../change.ts';
import { assetOf, REFUNDS_DUE } from '../domain/accounts.ts';
import type { PaymentMethod } from '../domain/states.ts';
import { notifyPayer } from '../notify-payer.ts';
import { payableOf } from '../payables.ts';
import { type Payment, type PaymentRow, toPayment } from '../payment.ts';

export type Confirmation = { reference: string | null; note: string | null | undefined; method: PaymentMethod | null };

/** What a confirmation records about the money. */
export const knownBy = (how: Confirmation) => ({
  ...(how.reference && { transaction_reference: how.reference }),
  ...(how.method && { method: how.method }),
});

/**
 * Credits a payment whose money has come, on a locked row in a state that allows it: the ledger entry, the module's
 * part, history, audit and the message to the payer. The caller has checked whether a second person must approve; that
 * rule is for people, not for a provider's answer.
 *
 * Refusals: those of the module.
 */
export async function creditPayment(tx: Ctx, row: PaymentRow, how: Confirmation): Promise<Result<Payment>> {
  const payable = payableOf(tx, row.subject_type);
  const now = tx.clock.now();
  const subject = { type: 'payment', id: row.id };
  const verified = await changePayment(
    tx,
    row,
    {
      ...knownBy(how),
      state: 'verified',
      ...(row.state === 'expired' && { late: true }),
      own_amount: false,
      denial_reason: null,
      decided_by_id: tx.actor.id,
      decided_by_name: tx.actor.name,
      decided_at: now,
    },
    { what: 'verified', note: how.note },
  );
  const served = await payable.verified(tx, toPayment(verified));
  if (!served.ok) return served;
  const owed = served.data.owed === true;
  const { amount_minor, currency } = row;
  const method = verified.method as PaymentMethod;
  const place = await cashAccount(tx, {
    amountMinor: amount_minor,
    currency,
    method,
    account: assetOf(method),
    subject: payable,
    paymentId: row.id,
    taxes: (await payable.taxes?.(tx, toPayment(verified))) ?? null,
    holder: holderOf(row),
  });
  if (!place.ok) return place;
  const entry = await post(tx, {
    id: place.data.entryId,
    kind: 'payment.verified',
    memo: `${row.reference} ${row.description}`.trim(),
    subject,
    lines: [
      { account: place.data.account, amountMinor: amount_minor, currency },
      { account: owed ? REFUNDS_DUE : payable.income, amountMinor: -amount_minor, currency },
    ],
  });
  const [done] = await Promise.all([
    tx.db
      .updateTable('payment')
      .set({ ledger_entry_id: entry.id, owed })
      .where('organization_id', '=', row.organization_id)
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirstOrThrow(),
    audit(tx, 'payments.verified', {
      subject,
      before: { state: row.state, owed: false },
      after: {
        state: 'verified',
        owed,
        reference: row.reference,
        amount_minor,
        currency,
        method: verified.method,
        transaction_reference: verified.transaction_reference,
        first_approval: row.first_approval_by_name,
      },
      note: how.note ?? null,
    }),
  ]);
  const payment = toPayment(done);
  const silent = owed ? payable.notifiesPayer === true : payable.notifiesPayer;
  if (!silent) await notifyPayer(tx, payment, owed ? 'owed' : 'verified');
  return ok(payment);
}

/** Cash that two people approve is in the drawer of the first, who took it. */
const holderOf = ({ method, first_approval_by_id: id, first_approval_by_name: name }: PaymentRow) =>
  method === 'cash' && id !== null ? { id, name: name ?? '' } : null;
