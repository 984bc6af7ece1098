import { qrSvg } from '../../../kernel/credentials/index.ts';
import { type Ctx, orgOf } from '../../../kernel/ctx/index.ts';
import { transaction } from '../../../kernel/db/index.ts';
import { formatAmount } from '../../../kernel/lib/money.ts';
import { ok, type Result, refuse } from '../../../kernel/lib/result.ts';
import { isUnderWay, payLink, providersFor } from '../../../kernel/payment-providers/index.ts';
import {
  closePayment,
  openPayment,
  type Payment,
  paymentSettings,
  paymentsOf,
} from '../../../kernel/payments/index.ts';
import { getSettings } from '../../../kernel/settings/index.ts';
import { BILL } from '../names.ts';
import type { BillLink } from './contract.ts';
import { lockBill } from './lock-bill.ts';
import { upiAddressIn, upiText } from './upi.rule.ts';

/**
 * Asks for what is due of a bill by link or QR: opens a payment, or answers the one that asks for it already. One for
 * another amount, from before a part was paid, is closed.
 *
 * Refusals: `exhibition.bill.not_found`, `already_void`, `already_paid`, `link_under_way` (a provider is being asked for
 * another amount).
 */
export async function openLink(ctx: Ctx, id: string): Promise<Result<BillLink>> {
  return transaction(ctx, async (tx) => {
    const bill = await lockBill(tx, id);
    if (!bill) return refuse('exhibition.bill.not_found');
    if (bill.voided_at) return refuse('exhibition.bill.already_void');
    const amountMinor = bill.amount_minor - bill.paid_minor;
    if (amountMinor === 0) return refuse('exhibition.bill.already_paid');
    const { currency } = bill;
    const waiting = (await paymentsOf(tx, { type: BILL, id })).filter(({ state }) => state === 'awaiting');
    const same = waiting.find((payment) => payment.amountMinor === amountMinor);
    if (same) return ok(await linkOf(tx, same));
    for (const payment of waiting) {
      if (await isUnderWay(tx, payment.id)) return refuse('exhibition.bill.link_under_way');
      const closed = await closePayment(tx, payment.id, 'another amount is due');
      if (!closed.ok) return closed;
    }
    const opened = await openPayment(tx, {
      subject: { type: BILL, id },
      payerName: bill.customer_name ?? '',
      amountMinor,
      exact: true,
      currency,
      description: `${bill.code} ${bill.description}`.trim(),
    });
    return opened.ok ? ok(await linkOf(tx, opened.data)) : opened;
  });
}

/** The link that asks for what is due of a bill already, for the customer's screen; null: nobody opened one. */
export async function shownLink(ctx: Ctx, billId: string, dueMinor: number): Promise<BillLink | null> {
  const payments = await paymentsOf(ctx, { type: BILL, id: billId });
  const asked = payments.find(({ state, amountMinor }) => state === 'awaiting' && amountMinor === dueMinor);
  return asked ? linkOf(ctx, asked) : null;
}

async function linkOf(tx: Ctx, payment: Payment): Promise<BillLink> {
  const { id, reference, amountMinor, currency, description: note } = payment;
  const [{ pay_to, instructions }, providers] = await Promise.all([
    getSettings(tx, paymentSettings),
    providersFor(tx, payment),
  ]);
  const address = currency === 'INR' ? upiAddressIn(`${pay_to}\n${instructions}`) : null;
  const link = providers.length > 0 ? payLink(tx, id) : null;
  const upi = address === null ? null : upiText({ address, name: orgOf(tx).name, amountMinor, reference, note });
  const code = upi ?? link;
  return {
    payment_id: id,
    reference,
    amount: formatAmount(amountMinor, currency),
    amount_minor: amountMinor,
    currency,
    link,
    upi,
    qr_svg: code && qrSvg(code),
  };
}
