import { audit } from '../../../kernel/audit/index.ts';
import { type Ctx, inOrg } from '../../../kernel/ctx/index.ts';
import { queueWrites } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import type { GoneBack, Payment } from '../../../kernel/payments/index.ts';
import { customerCredit, moveCredit, paidFrom } from '../credit/move-credit.action.ts';
import { BILL } from '../names.ts';
import { postShare } from '../stalls/post-share.action.ts';
import { creditRefunded } from './credit-bill.action.ts';
import { type LockedBill, lockBill } from './lock-bill.ts';
import type { ReturnedLines } from './paper.query.ts';
import { movedBy } from './pay.rule.ts';

/** What the payments package calls when the money of a bill moves; the bill's row says so in the same transaction. */

/**
 * Money has come for a bill. It pays what is still due; what is more (a link that was paid while cash was taken, a void
 * bill) is to be given back.
 */
export async function creditBill(tx: Ctx, payment: Payment): Promise<Result<{ owed?: true; surplusMinor?: number }>> {
  const bill = await billOf(tx, payment);
  const due = bill.voided_at ? 0 : bill.amount_minor - bill.paid_minor;
  if (due === 0) return ok({ owed: true });
  const paid = Math.min(due, payment.amountMinor);
  await move(tx, bill, { paid, refunded: 0 }, 'exhibition.bill.paid', payment, paid);
  return ok(paid < payment.amountMinor ? { surplusMinor: payment.amountMinor - paid } : {});
}

/** Money of a bill was given back, or had never come. */
export async function takeBack(
  tx: Ctx,
  payment: Payment,
  { reason, mistaken = false, amountMinor, method, about }: GoneBack & { mistaken?: boolean },
): Promise<void> {
  // What was owed from the beginning never stood on the bill.
  if (payment.owed) return;
  const bill = await billOf(tx, payment);
  const change = movedBy(bill, { amountMinor, mistaken });
  const action = mistaken ? 'exhibition.bill.unpaid' : 'exhibition.bill.refunded';
  await move(tx, bill, change, action, payment, amountMinor, reason);
  const returned = about as ReturnedLines | undefined;
  if (method === 'credit') {
    const creditId = returned?.creditId ?? (await creditFor(tx, bill, payment));
    await moveCredit(tx, creditId, amountMinor, payment);
  }
  await creditRefunded(tx, bill, payment, { amountMinor, change, reason, returned });
}

/**
 * Whether money of a payment may go to store credit: to that which it came from, to one that is named, or to the
 * customer's. For somebody who isn't registered a return of lines makes a voucher.
 */
export async function mayCredit(tx: Ctx, payment: Payment, about?: unknown): Promise<Result<null>> {
  const named = (about as ReturnedLines | undefined)?.creditId;
  if (payment.method === 'credit' || named) return ok(null);
  const bill = await billOf(tx, payment);
  return bill.customer_id === null ? refuse('exhibition.credit.walk_in') : ok(null);
}

async function creditFor(tx: Ctx, { customer_id, currency }: LockedBill, payment: Payment): Promise<string> {
  const from = payment.method === 'credit' ? await paidFrom(tx, payment.id) : null;
  if (from !== null) return from;
  if (customer_id === null) throw new Error(`nobody's store credit for the payment ${payment.id}`);
  return customerCredit(tx, customer_id, currency);
}

async function billOf(tx: Ctx, payment: Payment): Promise<LockedBill> {
  const bill = await lockBill(tx, payment.subject.id);
  if (!bill) throw new Error(`the payment ${payment.id} is for no bill`);
  return bill;
}

async function move(
  tx: Ctx,
  bill: LockedBill,
  change: { paid: number; refunded: number },
  action: string,
  payment: Payment,
  amountMinor: number,
  note?: string,
): Promise<void> {
  const paid_minor = bill.paid_minor + change.paid;
  const refunded_minor = bill.refunded_minor + change.refunded;
  await postShare(tx, bill, bill.paid_minor - bill.refunded_minor, paid_minor - refunded_minor);
  const settled = tx.db
    .updateTable('exhibition_bill')
    .set({ paid_minor, refunded_minor })
    .where(inOrg(tx))
    .where('id', '=', bill.id);
  await queueWrites(tx, [settled.compile()]);
  if (bill.customer_id !== null && change.paid !== 0) {
    const paid = tx.db
      .updateTable('exhibition_customer')
      .set((c) => ({ paid_minor: c('paid_minor', '+', change.paid), updated_at: tx.clock.now() }))
      .where(inOrg(tx))
      .where('id', '=', bill.customer_id);
    await queueWrites(tx, [paid.compile()]);
  }
  await audit(tx, action, {
    subject: { type: BILL, id: bill.id },
    part: bill.stall_id,
    before: { paid_minor: bill.paid_minor, refunded_minor: bill.refunded_minor },
    after: {
      paid_minor,
      refunded_minor,
      amount: formatAmount(amountMinor, bill.currency),
      currency: bill.currency,
      method: payment.method,
      payment: payment.reference,
    },
    note: note ?? null,
  });
}
