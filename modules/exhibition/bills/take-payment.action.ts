import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { isUnderWay } from '../../../kernel/payment-providers/index.ts';
import { closePayment, type Payment, paymentsOf, receivePayment } from '../../../kernel/payments/index.ts';
import type { Made } from '../../../kernel/till/index.ts';
import { parseBillAmount } from '../amount.rule.ts';
import { lockCredits, moveCredit } from '../credit/move-credit.action.ts';
import { readReference } from '../customers/reference.rule.ts';
import { BILL } from '../names.ts';
import { getBillAnswer } from './bill-answer.query.ts';
import type { BillAnswer, PaidBills, PayBillsInput, PayInput, Taken } from './contract.ts';
import { type LockedBill, lockBill, lockBills } from './lock-bill.ts';
import { changeOf, dueOf, type Given, type Share, sharesOf, spread } from './pay.rule.ts';

/**
 * Takes money for a bill at the desk: each part of a split is a payment of its own, and all of it happens or nothing.
 * Two cashiers at one bill take turns; the second is told that it is paid, or pays what is left.
 *
 * Refusals: `exhibition.bill.not_found`, `already_void`, `already_paid`, `waits_for_second`, those of `sharesOf`, of store
 * credit and of receivePayment.
 */
export async function payBill(ctx: Ctx, id: string, input: PayInput): Promise<Result<BillAnswer>> {
  return transaction(ctx, async (tx) => {
    const bill = await lockBill(tx, id);
    if (!bill) return refuse('exhibition.bill.not_found');
    if (bill.voided_at) return refuse('exhibition.bill.already_void');
    if (bill.paid_minor === bill.amount_minor) return refuse('exhibition.bill.already_paid');
    const before = await paymentsOf(tx, { type: BILL, id });
    // Somebody has taken this money already; a second person has yet to agree.
    if (before.some(({ firstApproval }) => firstApproval !== null)) return refuse('exhibition.bill.waits_for_second');
    const taken = await takePayment(tx, [bill], input);
    if (!taken.ok) return taken;
    const answer = await getBillAnswer(tx, id, taken.data);
    if (answer.ok && answer.data.bill.due_minor === 0) await closeOthers(tx, before);
    return answer;
  });
}

/**
 * Takes money for several open bills of one customer at once, such as those that they collected from stall to stall. What
 * is given is spread over the bills in their order, so each has payments of its own, and all of it happens or nothing. The
 * sender says what is due of each as they saw it: of two cashiers the second is told, and so is whoever counted on a bill
 * that was voided or paid meanwhile.
 *
 * Refusals: `exhibition.bill.due_changed` (with what is due now), and those of `payBill`.
 */
export async function payBills(ctx: Ctx, reference: string, input: PayBillsInput): Promise<Result<PaidBills>> {
  const named = readReference(reference);
  if (!named) return refuse('exhibition.customer.not_found');
  return transaction(ctx, async (tx) => {
    const locked = await lockBills(
      tx,
      named,
      input.bills.map(({ id }) => id),
    );
    if (!locked) return refuse('exhibition.customer.not_found');
    if (locked.length < new Set(input.bills.map(({ id }) => id)).size) return refuse('exhibition.bill.not_found');
    const expected = new Map(input.bills.map(({ id, due_minor }) => [id, due_minor]));
    const changed = locked.filter((bill) => dueOf(bill) !== expected.get(bill.id));
    if (changed.length > 0) {
      const bills = changed.map((bill) => `${bill.code}: ${formatAmount(dueOf(bill), bill.currency)}`).join(', ');
      return refuse('exhibition.bill.due_changed', { bills, currency: changed[0]?.currency ?? '' });
    }
    const before = await Promise.all(locked.map(({ id }) => paymentsOf(tx, { type: BILL, id })));
    if (before.flat().some(({ firstApproval }) => firstApproval !== null))
      return refuse('exhibition.bill.waits_for_second');
    const taken = await takePayment(tx, locked, input);
    if (!taken.ok) return taken;
    const bills: PaidBills['bills'] = [];
    let customer: PaidBills['customer'] = null;
    for (const [n, { id }] of locked.entries()) {
      const answer = await getBillAnswer(tx, id, null);
      if (!answer.ok) return answer;
      bills.push(answer.data.bill);
      customer = answer.data.customer;
      if (answer.data.bill.due_minor === 0) await closeOthers(tx, before[n] ?? []);
    }
    return ok({ bills, customer, taken: taken.data });
  });
}

type Unpaid = Pick<
  LockedBill,
  'id' | 'code' | 'amount_minor' | 'paid_minor' | 'currency' | 'description' | 'customer_id' | 'customer_name'
>;

/** The same for bills of one customer that the caller has locked, or for one that was just made. */
export async function takePayment(
  tx: Ctx,
  bills: readonly Unpaid[],
  { pay, part }: PayInput,
  made?: Made,
): Promise<Result<Taken>> {
  const [first] = bills;
  if (!first) throw new Error('nothing to pay');
  const { currency, customer_id: customerId } = first;
  const wanted = pay.map(({ method, voucher }) => (method === 'credit' ? { customerId, voucher } : null));
  const locked = await lockCredits(tx, wanted, currency);
  if (!locked.ok) return { ...locked, fields: { given: locked.code } };
  const given: Given[] = [];
  for (const [n, each] of pay.entries()) {
    const minor = each.given === undefined ? ok(undefined) : parseBillAmount(each.given, currency, orgOf(tx));
    if (!minor.ok) return { ...minor, fields: { given: minor.code } };
    const credit = locked.data[n];
    if (credit && minor.data !== undefined && minor.data > credit.balance_minor) {
      const left = formatAmount(credit.balance_minor, currency);
      return { ...refuse('exhibition.credit.too_little', { left, currency }), fields: { given: TOO_LITTLE } };
    }
    given.push({ method: each.method, givenMinor: minor.data, atMostMinor: credit?.balance_minor });
  }
  const dues = bills.map(({ amount_minor, paid_minor }) => amount_minor - paid_minor);
  const all = dues.reduce((sum, due) => sum + due, 0);
  const shares = sharesOf(all, given, currency, part);
  if (!shares.ok) return { ...shares, fields: { given: shares.code } };
  const payments: Payment[] = [];
  for (const { bill: at, share: n, amountMinor } of spread(dues, shares.data)) {
    const bill = bills[at] as Unpaid;
    const { method } = shares.data[n] as Share;
    const money = {
      subject: { type: BILL, id: bill.id },
      payerName: bill.customer_name ?? '',
      amountMinor,
      currency,
      description: `${bill.code} ${bill.description}`.trim(),
    };
    const paid = await receivePayment(tx, money, {
      method,
      transactionReference: pay[n]?.reference,
      made,
    });
    if (!paid.ok) return paid;
    const credit = locked.data[n];
    if (credit) await moveCredit(tx, credit.id, -amountMinor, paid.data);
    payments.push(paid.data);
  }
  const change = changeOf(shares.data);
  return ok({
    change: formatAmount(change, currency),
    change_minor: change,
    payments: payments.map((payment) => ({
      id: payment.id,
      reference: payment.reference,
      method: payment.method,
      amount: formatAmount(payment.amountMinor, currency),
      amount_minor: payment.amountMinor,
      state: payment.state,
    })),
  });
}

const TOO_LITTLE = 'exhibition.credit.too_little';

/**
 * A link that nobody has used yet must not ask for a paid bill's money. One that a provider is asked about stays; if its
 * money comes, it is to be given back.
 */
async function closeOthers(tx: Ctx, before: Payment[]): Promise<void> {
  for (const { id, state } of before) {
    if (state !== 'awaiting' || (await isUnderWay(tx, id))) continue;
    await closePayment(tx, id, 'the bill is paid');
  }
}
