/** Public API of the payments package: expected money, its states, its confirmation, and its entries. */

import { orgOf } from '../ctx/index.ts';
import { definePackage } from '../module/index.ts';
import { patchSettings } from '../settings/index.ts';
import { ledgerCheck } from './ledger-check.ts';
import { errors, permissions } from './names.ts';
import { paymentNotice } from './notify-payer.ts';
import { payablesByType } from './payables.ts';
import { personalData } from './personal-data.ts';
import { paymentRoutes } from './routes/payments.routes.ts';
import { paymentSettings } from './settings.ts';
import type {} from './statement-source.ts';
import { surplusPayable } from './surplus.ts';

export { isUnbound, REPEATED_WITHIN_MS } from './actions/bind-refund.action.ts';
export { closePayment } from './actions/close-payment.action.ts';
export { creditPayment, creditSurplus } from './actions/credit-payment.action.ts';
export { denyPayment } from './actions/deny-payment.action.ts';
export { type NewPayment, openPayment } from './actions/open-payment.action.ts';
export { openSurplus } from './actions/open-surplus.action.ts';
export {
  recordRefund,
  refundApproved,
  refundable,
  refundPayment,
  tooMuch,
} from './actions/refund-payment.action.ts';
export { serveOwed } from './actions/serve-owed.action.ts';
export { setDue } from './actions/set-due.action.ts';
export { markPaid, receivePayment, type Verification, verifyPayment } from './actions/verify-payment.action.ts';
export type { AttemptSource } from './attempt-source.ts';
export { changePayment, lockPayment, lockRow, recordEvent, refusalOf } from './change.ts';
export { assetOf, feesOf, STORE_CREDIT } from './domain/accounts.ts';
export { DENIAL_REASONS } from './domain/denial-reasons.ts';
export {
  mayPayment,
  type PaymentMethod,
  type PaymentState,
} from './domain/states.ts';
export { PAYMENT } from './names.ts';
export { denialText } from './notify-payer.ts';
export { type ChargeChange, type GoneBack, type Payable, payableOf, receiptOf } from './payables.ts';
export { type Payment, type PaymentRow, toPayment } from './payment.ts';
export { findPayment, paymentsOf } from './queries/find-payment.ts';
export { paymentRows, viewPayment } from './queries/payments.ts';
export { asViews, type ListedRow } from './queries/present.ts';
export { needsTwo, paymentSettings } from './settings.ts';

import { PAYMENT } from './names.ts';
import { viewPayment } from './queries/payments.ts';
import { searchers } from './searchers.ts';
import { waiting } from './waiting.ts';

export const paymentsPackage = definePackage({
  name: 'payments',
  editableTexts: ['chat.payments', 'messages.payments'],
  eventRecords: { [PAYMENT]: viewPayment },
  personalData,
  searchers,
  waiting,
  permissions,
  errors,
  routes: paymentRoutes,
  settings: [paymentSettings],
  messages: [paymentNotice],
  ledgerChecks: [ledgerCheck],
  payables: [surplusPayable],
  topics: { payment: 'payments.read' },
  async seed(ctx) {
    const pay_to = `${orgOf(ctx).name}\n0012 3456 7890 (demo)`;
    const kept = await patchSettings(ctx, 'payments', { pay_to });
    if (!kept.ok) throw new Error(kept.code);
  },
  async start({ services, manifests }) {
    services.payables = payablesByType(manifests.flatMap((manifest) => manifest.payables ?? []));
    services.attemptSource = manifests.find((manifest) => manifest.attemptSource)?.attemptSource;
    services.statementSource = manifests.find((manifest) => manifest.statementSource)?.statementSource;
    return undefined;
  },
});
