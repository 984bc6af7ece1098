import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { isUnderWay } from '../../../kernel/payment-providers/index.ts';
import { closePayment, type Payment, paymentsOf, receivePayment } from '../../../kernel/payments/index.ts';
import type { Made } from '../../../kernel/till/index.ts';
import { parseBillAmount } from '../amount.rule.ts';
import { type LockedCredit, lockCredit, moveCredit } from '../credit/move-credit.action.ts';
import { BILL } from '../names.ts';
import { getBillAnswer } from './bill-answer.query.ts';
import type { BillAnswer, PayInput, Taken } from './contract.ts';
import { type LockedBill, lockBill } from './lock-bill.ts';
import { changeOf, type Given, sharesOf } from './pay.rule.ts';

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
    const taken = await takePayment(tx, bill, input);
    if (!taken.ok) return taken;
    const answer = await getBillAnswer(tx, id, taken.data);
    if (answer.ok && answer.data.bill.due_minor === 0) await closeOthers(tx, before);
    return answer;
  });
}

/** The same for a bill that the caller has locked, or has just made. */
export async function takePayment(
  tx: Ctx,
  bill: Pick<
    LockedBill,
    'id' | 'code' | 'amount_minor' | 'paid_minor' | 'currency' | 'description' | 'customer_id' | 'customer_name'
  >,
  { pay, part }: PayInput,
  made?: Made,
): Promise<Result<Taken>> {
  const { currency } = bill;
  const given: Given[] = [];
  const credits: (LockedCredit | null)[] = [];
  for (const each of pay) {
    const minor = each.given === undefined ? ok(undefined) : parseBillAmount(each.given, currency, orgOf(tx));
    if (!minor.ok) return { ...minor, fields: { given: minor.code } };
    const credit = each.method === 'credit' ? await creditNamed(tx, bill, each.voucher, minor.data) : ok(null);
    if (!credit.ok) return { ...credit, fields: { given: credit.code } };
    if (credit.data && credits.some((other) => other?.id === credit.data?.id)) return refuse('exhibition.credit.twice');
    credits.push(credit.data);
    given.push({ method: each.method, givenMinor: minor.data, atMostMinor: credit.data?.balance_minor });
  }
  const shares = sharesOf(bill.amount_minor - bill.paid_minor, given, currency, part);
  if (!shares.ok) return { ...shares, fields: { given: shares.code } };
  const payments: Payment[] = [];
  for (const [n, { method, amountMinor }] of shares.data.entries()) {
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
    const credit = credits[n];
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

/** The store credit that a part of a bill is paid from, locked; there is enough in it for what is asked of it. */
async function creditNamed(
  tx: Ctx,
  { customer_id: customerId, currency }: Pick<LockedBill, 'customer_id' | 'currency'>,
  voucher: string | undefined,
  wantedMinor: number | undefined,
): Promise<Result<LockedCredit>> {
  const credit = await lockCredit(tx, { customerId, voucher }, currency);
  if (!credit.ok || wantedMinor === undefined || wantedMinor <= credit.data.balance_minor) return credit;
  const left = formatAmount(credit.data.balance_minor, currency);
  return refuse('exhibition.credit.too_little', { left, currency });
}

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
