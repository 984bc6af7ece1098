/** Public API of the payments package: expected money, its proofs, and its confirmation. */

import { orgOf } from '../ctx/index.ts';
import { definePackage } from '../module/index.ts';
import { patchSettings } from '../settings/index.ts';
import { callbackSource } from './attempts/callback-source.ts';
import { callbackRoutes } from './attempts/callbacks.http.ts';
import { pollJob } from './attempts/poll.ts';
import { pollDueJob } from './attempts/poll-due.job.ts';
import { countAttempts, paymentsHealth } from './health.ts';
import { ledgerCheck } from './ledger-check.ts';
import { errors, permissions } from './names.ts';
import { lookAfterJob } from './notices/look-after.job.ts';
import { noticeRoutes } from './notices/notices.routes.ts';
import { paymentNotice } from './notify-payer.ts';
import { payPage } from './pay-page/pay-page.http.ts';
import { payablesByType } from './payables.ts';
import { personalData } from './personal-data.ts';
import { probeProviders } from './probe.ts';
import { proofPicture } from './proof-picture.ts';
import { providersByName } from './provider.ts';
import { airtelSettings } from './providers/airtel/account.ts';
import { airtel } from './providers/airtel/airtel.provider.ts';
import { serveMobileSandbox } from './providers/mobile-sandbox/serve.ts';
import { mtnSettings } from './providers/mtn/account.ts';
import { mtn } from './providers/mtn/mtn.provider.ts';
import { playSettings } from './providers/play-settings.ts';
import { sandboxProvider } from './providers/sandbox/sandbox.http.ts';
import { sandbox, sandboxSettings } from './providers/sandbox/sandbox.provider.ts';
import { stripeSettings } from './providers/stripe/account.ts';
import { stripe } from './providers/stripe/stripe.provider.ts';
import { readProofJob } from './read-proof.job.ts';
import { attemptRoutes } from './routes/attempts.routes.ts';
import { paymentRoutes } from './routes/payments.routes.ts';
import { paymentSettings } from './settings.ts';
import { surplusPayable } from './surplus.ts';

export { REPEATED_WITHIN_MS } from './actions/bind-refund.ts';
export { closePayment } from './actions/close-payment.ts';
export { confirmSeen } from './actions/confirm-seen.ts';
export { denyPayment } from './actions/deny-payment.ts';
export { type NewPayment, openPayment } from './actions/open-payment.ts';
export { openSurplus } from './actions/open-surplus.ts';
export { type Refund, refundPayment } from './actions/refund-payment.ts';
export { serveOwed } from './actions/serve-owed.ts';
export { setDue } from './actions/set-due.ts';
export { type NewProof, submitProof } from './actions/submit-proof.ts';
export { markPaid, type Verification, verifyPayment } from './actions/verify-payment.ts';
export { type Attempt, latestCharge } from './attempts/attempt.ts';
export { startCharge } from './attempts/start-charge.ts';
export { startRefund } from './attempts/start-refund.ts';
export { lockPayment, lockRow } from './change.ts';
export { DENIAL_REASONS } from './domain/denial-reasons.ts';
export { type Receipt, readReceipt } from './domain/read-receipt.ts';
export { compareReceipts } from './domain/same-receipt.ts';
export { rowsOf, sharedRows } from './domain/same-rows.ts';
export {
  mayPayment,
  PAYMENT_STATES,
  type PaymentAction,
  type PaymentMethod,
  type PaymentState,
} from './domain/states.ts';
export { amountIn, claimsPaid, proofIn, type TypedProof } from './domain/typed-proof.ts';
export { canBePaid, paymentInstructions, takesTransfers } from './instructions.ts';
export { PAYMENT } from './names.ts';
export { denialText } from './notify-payer.ts';
export { ownNumbersOf } from './own-numbers.ts';
export { payLink } from './pay-page/pay-link.ts';
export type { Payable } from './payables.ts';
export type { Payment } from './payment.ts';
export { proofPicture } from './proof-picture.ts';
export {
  type Answer,
  type Callback,
  type CallbackEvent,
  callbackUrl,
  defineProvider,
  type Provider,
  providersFor,
} from './provider.ts';
export { mobileSandbox, openBook, type SandboxOptions } from './providers/mobile-sandbox/index.ts';
export { sandboxTexts } from './providers/mobile-sandbox/texts.ts';
export { chargeView, payWays } from './queries/charges.ts';
export { findPayment, paymentsOf } from './queries/find-payment.ts';
export { listQueue, paymentDetail } from './queries/queue.ts';
export { isUnderWay } from './queries/under-way.ts';
export { paymentSettings } from './settings.ts';
export type { StatementSource } from './statement-source.ts';

export const paymentsPackage = definePackage({
  name: 'payments',
  personalData,
  permissions,
  errors,
  routes: [...paymentRoutes, ...attemptRoutes, ...noticeRoutes],
  health: { payments: paymentsHealth },
  probe: probeProviders,
  metrics: countAttempts,
  jobs: [readProofJob, pollJob, pollDueJob, lookAfterJob],
  settings: [paymentSettings, stripeSettings, mtnSettings, airtelSettings, sandboxSettings],
  messages: [paymentNotice],
  files: [proofPicture],
  ledgerChecks: [ledgerCheck],
  payables: [surplusPayable],
  providers: [mtn, airtel, stripe, sandbox],
  http(app, boot) {
    callbackRoutes(app, boot);
    payPage(app, boot);
    sandboxProvider(app, boot);
    serveMobileSandbox(app, boot);
  },
  topics: { payment: 'payments.read', 'payment.attempt': 'payments.read', 'payment.notice': 'payments.read' },
  async seed(ctx) {
    const pay_to = `${orgOf(ctx).name}\n0012 3456 7890 (demo)`;
    const kept = await patchSettings(ctx, 'payments', { pay_to });
    if (!kept.ok) throw new Error(kept.code);
    for (const [settings, patch] of playSettings(ctx)) {
      const played = await patchSettings(ctx, settings, patch);
      if (!played.ok) throw new Error(played.code);
    }
  },
  async start({ services, manifests }) {
    services.payables = payablesByType(manifests.flatMap((manifest) => manifest.payables ?? []));
    const providers = providersByName(manifests.flatMap((manifest) => manifest.providers ?? []));
    services.providers = providers;
    services.statementSource = manifests.find((manifest) => manifest.statementSource)?.statementSource;
    for (const name of providers.keys()) services.inbox?.sources.set(name, callbackSource);
    return undefined;
  },
});
