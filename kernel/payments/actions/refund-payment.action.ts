import { audit } from '../../audit/index.ts';
import type { Ctx } from '../../ctx/index.ts';
import { transaction } from '../../db/index.ts';
import { post, reverse } from '../../ledger/index.ts';
import { formatAmount } from '../../lib/money.ts';
import { ok, type Result, refuse } from '../../lib/result.ts';
import { type Approver, approvedRefund, cashAccount, mistakenCash } from '../../till/index.ts';
import { changePayment, lockPayment, refusalOf } from '../change.ts';
import { assetOf, REFUNDS_DUE } from '../domain/accounts.ts';
import type { PaymentMethod } from '../domain/states.ts';
import { notifyPayer } from '../notify-payer.ts';
import { payableOf } from '../payables.ts';
import { type Payment, type PaymentRow, toPayment } from '../payment.ts';
import { isUnbound, refundMemo } from './bind-refund.action.ts';

export type Refund = {
  reason: string;
  /** minor units, when not all that is left */
  amountMinor?: number | undefined;
  /** how it was given back; default: the way it came */
  method?: PaymentMethod | undefined;
  /** the money never came: the entry is reversed, as if it had never been posted, and nothing is paid out */
  mistaken?: boolean | undefined;
  /** what had been given back, or was on its way, as the sender saw it: another amount refuses the refund */
  expectedMinor?: number | undefined;
  /** a supervisor's approval, for what is above the limit of the till's settings */
  approvalId?: string | undefined;
  /** who approved what this refund is a part of; undefined: the limit is asked here. null: it needed no approval */
  approver?: Approver | null | undefined;
  /** what its module knows of it: handed on to `taxes`, `refunded` and `refundedPart` of the payable */
  about?: unknown;
};
type Recorded = Refund & { amountMinor: number };

/**
 * Records that a payment's money, or a part of it, was given back, or that its confirmation was a mistake. The ledger
 * gets a pay-out in the first case and the reversal of its entry in the second; the module is called, by
 * `refunded` when nothing is left and else by `refundedPart`.
 *
 * Refusals: `payments.not_found`, `payments.reason_blank`, `payments.not_verified`, `payments.already_refunded`,
 * `payments.already_denied`, `payments.closed`, `payments.refund_too_much`, `payments.refund_begun`,
 * `payments.refund_changed`, `payments.refund_repeated`, `payments.no_store_credit`, `till.approval_needed`, `till.approval_gone`, `till.not_open`.
 */
export async function refundPayment(ctx: Ctx, id: string, how: Refund): Promise<Result<Payment>> {
  const reason = how.reason.trim();
  if (!reason) return refuse('payments.reason_blank', undefined, { reason: 'payments.reason_blank' });
  return transaction(ctx, async (tx) => {
    const locked = await lockPayment(tx, id);
    if (!locked.ok) return locked;
    const refused = refusalOf('refund', locked.data);
    if (refused) return refused;
    const left = await refundable(tx, locked.data);
    const amountMinor = how.amountMinor ?? left;
    if (amountMinor > left || left === 0) return tooMuch(locked.data, left);
    const unbound = await isUnbound(tx, locked.data, locked.data.amount_minor - left, { ...how, reason, amountMinor });
    if (unbound) return unbound;
    if (how.mistaken && left !== locked.data.amount_minor) return refuse('payments.refund_begun');
    const toCredit = await mayCredit(tx, locked.data, how);
    if (!toCredit.ok) return toCredit;
    const approved =
      how.approver === undefined
        ? await refundApproved(tx, locked.data, left, { amountMinor, approvalId: how.approvalId })
        : ok(how.approver);
    if (!approved.ok) return approved;
    return recordRefund(tx, locked.data, { ...how, reason, amountMinor, approver: approved.data });
  });
}

/** Whether money may go to store credit, if it shall: only some modules keep that. */
async function mayCredit(tx: Ctx, row: PaymentRow, { method = row.method as PaymentMethod, mistaken, about }: Refund) {
  if (method !== 'credit' || mistaken) return ok(null);
  const { storeCredit } = payableOf(tx, row.subject_type);
  return storeCredit && !row.owed ? storeCredit(tx, toPayment(row), about) : refuse('payments.no_store_credit');
}

/**
 * Whether a supervisor approved a refund of a locked payment, where all that goes back of it is above the limit; also one
 * of money that "never came", which would hide that it is missing. `left` is what can still be given back.
 */
export const refundApproved = (
  tx: Ctx,
  { id, amount_minor, currency }: PaymentRow,
  left: number,
  how: { amountMinor: number; approvalId: string | undefined },
): Promise<Result<Approver | null>> =>
  approvedRefund(tx, { subjectId: id, currency, beforeMinor: amount_minor - left, ...how });

export const tooMuch = (row: PaymentRow, left: number) =>
  refuse('payments.refund_too_much', { left: formatAmount(left, row.currency), currency: row.currency });

/**
 * How much of a locked payment can be given back: without earlier refunds and refunds that a provider hasn't answered
 * yet.
 */
export async function refundable(tx: Ctx, row: PaymentRow): Promise<number> {
  const asked = (await tx.services.attemptSource?.refundsAsked(tx, row.id)) ?? 0;
  return row.amount_minor - row.refunded_minor - asked;
}

/** Records a refund on a locked row; `left` is what can still be given back. */
export async function recordRefund(tx: Ctx, row: PaymentRow, how: Recorded): Promise<Result<Payment>> {
  const { reason, amountMinor, mistaken = false, approver, about } = how;
  const method = (mistaken ? undefined : how.method) ?? (row.method as PaymentMethod);
  const posted = mistaken ? await takeBack(tx, row, how) : await payOut(tx, row, how);
  if (!posted.ok) return posted;
  const refunded_minor = row.refunded_minor + amountMinor;
  const state = refunded_minor === row.amount_minor ? 'refunded' : 'verified';
  const [refunded] = await Promise.all([
    changePayment(
      tx,
      row,
      {
        state,
        refunded_minor,
        ...(state === 'refunded' && {
          decided_by_id: tx.actor.id,
          decided_by_name: tx.actor.name,
          decided_at: tx.clock.now(),
        }),
      },
      { what: state === 'refunded' ? 'refunded' : 'refunded_part', note: reason },
    ),
    audit(tx, 'payments.refunded', {
      subject: { type: 'payment', id: row.id },
      before: { state: row.state, refunded_minor: row.refunded_minor },
      after: {
        state,
        refunded_minor,
        reference: row.reference,
        amount_minor: amountMinor,
        currency: row.currency,
        mistaken,
        ...(approver && { approved_by: approver.name }),
      },
      note: reason,
    }),
  ]);
  const payment = toPayment(refunded);
  const payable = payableOf(tx, payment.subject.type);
  if (state === 'refunded') await payable.refunded?.(tx, payment, { reason, mistaken, amountMinor, method, about });
  else await payable.refundedPart?.(tx, payment, { reason, amountMinor, method, about });
  const silent = payable.notifiesPayer === true && state === 'refunded';
  if (!silent && !mistaken) await notifyPayer(tx, { ...payment, amountMinor }, 'refunded');
  return ok(payment);
}

/** The statement line that was matched with this payment is for something else: it is open again. */
async function takeBack(tx: Ctx, row: PaymentRow, how: Recorded): Promise<Result<unknown>> {
  const { reason, approver } = how;
  if (row.ledger_entry_id === null) throw new Error(`the verified payment ${row.id} has no entry`);
  await tx.services.statementSource?.reopenLine(tx, row.id);
  const till = await mistakenCash(tx, row.ledger_entry_id, { approver, taxes: taxesOf(tx, row, how) });
  if (!till.ok) return till;
  const { entryId, instead } = till.data;
  return instead === null
    ? reverse(tx, row.ledger_entry_id, reason, entryId)
    : ok(await postBack(tx, row, { account: instead, entryId }, { reason, amountMinor: row.amount_minor }));
}

/** What of money that goes back is tax; what was owed was sold to nobody. */
const taxesOf =
  (tx: Ctx, row: PaymentRow, { amountMinor, ...how }: Recorded) =>
  () =>
    row.owed ? undefined : payableOf(tx, row.subject_type).taxes?.(tx, toPayment(row), -amountMinor, how);

async function payOut(tx: Ctx, row: PaymentRow, how: Recorded): Promise<Result<unknown>> {
  const { method, reason, amountMinor, approver } = how;
  const payable = payableOf(tx, row.subject_type);
  const by = method ?? (row.method as PaymentMethod);
  const place = await cashAccount(tx, {
    amountMinor: -amountMinor,
    currency: row.currency,
    method: by,
    account: assetOf(by),
    subject: payable,
    paymentId: row.id,
    taxes: taxesOf(tx, row, how),
    approver,
  });
  return place.ok ? ok(await postBack(tx, row, place.data, { reason, amountMinor })) : place;
}

/** The entry of money that goes back, or never was there: income, or what was owed, is less, and so is `account`. */
function postBack(
  tx: Ctx,
  row: PaymentRow,
  { account, entryId }: { account: string; entryId: string },
  { reason, amountMinor }: { reason: string; amountMinor: number },
): Promise<{ id: string }> {
  const { currency } = row;
  return post(tx, {
    id: entryId,
    kind: 'payment.refunded',
    memo: refundMemo(row, reason),
    subject: { type: 'payment', id: row.id },
    lines: [
      { account: row.owed ? REFUNDS_DUE : payableOf(tx, row.subject_type).income, amountMinor, currency },
      { account, amountMinor: -amountMinor, currency },
    ],
  });
}
