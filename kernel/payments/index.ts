/** The door of the payments room: money that is expected, shown to have been sent, and found to have come. */
import { orgOf } from '../ctx/index.ts';
import { defineRoom } from '../module/index.ts';
import { patchSettings } from '../settings/index.ts';
import { ledgerCheck } from './ledger-check.ts';
import { errors, permissions } from './names.ts';
import { payablesByType } from './payables.ts';
import { proofPicture } from './proof-picture.ts';
import { readProofJob } from './read-proof.job.ts';
import { paymentRoutes } from './routes/payments.routes.ts';
import { statementRoutes } from './routes/statements.routes.ts';
import { paymentSettings } from './settings.ts';
import { surplusPayable } from './surplus.ts';
import { paymentNews } from './tell-person.ts';

export { closePayment } from './actions/close-payment.ts';
export { denyPayment } from './actions/deny-payment.ts';
export { type NewPayment, openPayment } from './actions/open-payment.ts';
export { type Refund, refundPayment } from './actions/refund-payment.ts';
export { serveOwed } from './actions/serve-owed.ts';
export { setDue } from './actions/set-due.ts';
export { type NewProof, submitProof } from './actions/submit-proof.ts';
export { markPaid, type Verification, verifyPayment } from './actions/verify-payment.ts';
export { DENIAL_REASONS } from './domain/denial-reasons.ts';
export { type Receipt, readReceipt } from './domain/read-receipt.ts';
export { amountIn, proofIn, type SaidProof, saysPaid } from './domain/said.ts';
export { compareReceipts } from './domain/same-receipt.ts';
export { rowsOf, sharedRows } from './domain/same-rows.ts';
export {
  mayPayment,
  PAYMENT_STATES,
  type PaymentAction,
  type PaymentMethod,
  type PaymentState,
} from './domain/states.ts';
export { paymentInstructions } from './instructions.ts';
export { PAYMENT } from './names.ts';
export type { Payable } from './payables.ts';
export type { Payment } from './payment.ts';
export { proofPicture } from './proof-picture.ts';
export { findPayment, paymentsOf } from './queries/find-payment.ts';
export { listQueue, paymentDetail } from './queries/queue.ts';
export { paymentSettings } from './settings.ts';
export { denialText } from './tell-person.ts';

export const paymentsRoom = defineRoom({
  name: 'payments',
  permissions,
  errors,
  routes: [...paymentRoutes, ...statementRoutes],
  jobs: [readProofJob],
  settings: [paymentSettings],
  messages: [paymentNews],
  files: [proofPicture],
  ledgerChecks: [ledgerCheck],
  payables: [surplusPayable],
  topics: { payment: 'payments.read', statement: 'payments.statements' },
  async seed(ctx) {
    const pay_to = `${orgOf(ctx).name}\n0012 3456 7890 (demo)`;
    const kept = await patchSettings(ctx, 'payments', { pay_to });
    if (!kept.ok) throw new Error(kept.code);
  },
  async start({ house, manifests }) {
    house.payables = payablesByType(manifests.flatMap((manifest) => manifest.payables ?? []));
    return undefined;
  },
});
