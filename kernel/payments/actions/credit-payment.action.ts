import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { post } from '../../ledger/index.ts';
import { ok, type Result } from '../../lib/result.ts';
import { cashAccount, type Made } from '../../till/index.ts';
import { changePayment, lockRow } from '../change.ts';
import { assetOf, REFUNDS_DUE } from '../domain/accounts.ts';
import type { PaymentMethod } from '../domain/states.ts';
import { notifyPayer } from '../notify-payer.ts';
import { payableOf } from '../payables.ts';
import { type Payment, type PaymentRow, toPayment } from '../payment.ts';
import { openSurplus, type Surplus } from './open-surplus.action.ts';

export type Confirmation = {
  reference: string | null;
  note: string | null | undefined;
  method: PaymentMethod | null;
  /** the money was taken earlier, without a network */
  made?: Made | undefined;
};

/** What a confirmation records about the money. */
export const knownBy = (how: Confirmation) => ({
  ...(how.reference && { transaction_reference: how.reference }),
  ...(how.method && { method: how.method }),
});

/** A payment that was credited, and the one that holds what its module had no use for. */
export type Credited = Payment & { surplusId: string | null };

/**
 * Credits a payment whose money has come, on a locked row in a state that allows it: the ledger entry, the module's
 * part, history, audit and the message to the payer. What the module has no use for becomes a payment of its own, to be
 * given back. The caller has checked whether a second person must approve; that rule is for people, not for a
 * provider's answer.
 *
 * Refusals: those of the module.
 */
export async function creditPayment(tx: Ctx, row: PaymentRow, how: Confirmation): Promise<Result<Credited>> {
  const payable = payableOf(tx, row.subject_type);
  const now = tx.clock.now();
  const subject = { type: 'payment', id: row.id };
  const change = {
    ...knownBy(how),
    state: 'verified',
    ...(row.state === 'expired' && { late: true }),
    own_amount: false,
    denial_reason: null,
    decided_by_id: tx.actor.id,
    decided_by_name: tx.actor.name,
    decided_at: now,
  };
  const verified = { ...row, ...change };
  const served = await payable.verified(tx, toPayment(verified));
  if (!served.ok) return served;
  const owed = served.data.owed === true;
  const { surplusMinor = 0 } = served.data;
  const { currency } = row;
  const amount_minor = row.amount_minor - surplusMinor;
  const method = verified.method as PaymentMethod;
  const place = await cashAccount(tx, {
    amountMinor: amount_minor,
    currency,
    method,
    account: assetOf(method),
    subject: payable,
    paymentId: row.id,
    // What is owed was sold to nobody.
    taxes: () => (owed ? undefined : payable.taxes?.(tx, toPayment({ ...verified, amount_minor }), amount_minor)),
    holder: holderOf(row),
    made: how.made,
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
  const credited = {
    ...change,
    ledger_entry_id: entry.id,
    owed,
    ...(surplusMinor > 0 && { amount_minor, base_minor: Math.min(row.base_minor, amount_minor) }),
  };
  const done = await changePayment(tx, row, credited, { what: 'verified', note: how.note });
  await audit(tx, 'payments.verified', {
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
  });
  const payment = toPayment(done);
  const silent = owed ? payable.notifiesPayer === true : payable.notifiesPayer;
  if (!silent) await notifyPayer(tx, payment, owed ? 'owed' : 'verified');
  if (surplusMinor === 0) return ok({ ...payment, surplusId: null });
  const surplus = await creditSurplus(tx, done, {
    amountMinor: surplusMinor,
    currency,
    method: payment.method,
    reference: how.reference,
  });
  return surplus.ok ? ok({ ...payment, surplusId: surplus.data.id }) : surplus;
}

/** Opens a payment for a surplus and credits it at once, so that it is listed among the refunds due. */
export async function creditSurplus(
  tx: Ctx,
  of: PaymentRow,
  how: Surplus & { method: PaymentMethod; reference: string | null },
): Promise<Result<Payment>> {
  const opened = await openSurplus(tx, of, how);
  if (!opened.ok) return opened;
  const locked = await lockRow(tx, opened.data.id);
  if (!locked.ok) return locked;
  return creditPayment(tx, locked.data, { reference: how.reference, note: null, method: how.method });
}

/** Cash that two people approve is in the drawer of the first, who took it. */
const holderOf = ({ method, first_approval_by_id: id, first_approval_by_name: name }: PaymentRow) =>
  method === 'cash' && id !== null ? { id, name: name ?? '' } : null;
