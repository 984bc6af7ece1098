import type { Payable } from '../../../kernel/payments/index.ts';
import { PURCHASE } from '../names.ts';
import { receiptLink } from '../receipts/receipt.query.ts';
import { creditPurchase, lockPurchase } from './credit-purchase.action.ts';
import { keepOpen } from './end-purchase.action.ts';
import { notifyCharge } from './notify-purchase.ts';
import { describePurchases } from './purchases.query.ts';
import { refundPurchase } from './refund-purchase.action.ts';

/** A purchase as a payable: what the payments package calls when its money is verified, denied or returned. */
export const purchasePayable: Payable = {
  type: PURCHASE,
  label: 'console.electricity.purchase.title',
  income: 'income:electricity',
  describe: describePurchases,
  lock: lockPurchase,
  submitted: (tx, payment) => keepOpen(tx, payment, true),
  denied: (tx, payment) => keepOpen(tx, payment, false),
  verified: creditPurchase,
  refunded: refundPurchase,
  refundedPart: refundPurchase,
  receipt: (ctx, { subject }) => receiptLink(ctx, subject.id),
  chargeChanged: notifyCharge,
  notifiesPayer: 'verified',
};
