/** Public API of the payment-providers package: card processors and mobile-money operators that are asked for money. */

import { definePackage } from '../module/index.ts';
import { airtelSettings } from './airtel/account.ts';
import { airtel } from './airtel/airtel.provider.ts';
import { attemptSource } from './attempts/attempt-source.ts';
import { attemptRoutes } from './attempts/attempts.routes.ts';
import { callbackSource } from './attempts/callback-source.ts';
import { callbackRoutes } from './attempts/callbacks.http.ts';
import { pollJob } from './attempts/poll.ts';
import { pollDueJob } from './attempts/poll-due.job.ts';
import { countAttempts, providersHealth } from './health.ts';
import { feeCheck } from './ledger-check.ts';
import { mtnSettings } from './mtn/account.ts';
import { mtn } from './mtn/mtn.provider.ts';
import { errors } from './names.ts';
import { lookAfterJob } from './notices/look-after.job.ts';
import { noticeRoutes } from './notices/notices.routes.ts';
import { payPage } from './pay-page/pay-page.http.ts';
import { personalData } from './personal-data.ts';
import { probeProviders } from './probe.ts';
import { providersByName } from './provider.ts';
import { stripeSettings } from './stripe/account.ts';
import { stripe } from './stripe/stripe.provider.ts';

export { latestCharge } from './attempts/attempt.ts';
export { attemptsOfPayment } from './attempts/attempts.query.ts';
export { chargeOf } from './attempts/charge-of.ts';
export { chargeView, payWays } from './attempts/charges.query.ts';
export { startCharge } from './attempts/start-charge.action.ts';
export { startRefund } from './attempts/start-refund.action.ts';
export { isUnderWay } from './attempts/under-way.query.ts';
export { payLink } from './pay-page/pay-link.ts';
export type { PlayAccount } from './play-money.ts';
export {
  type Answer,
  callbackUrl,
  defineProvider,
  type Provider,
  providersFor,
} from './provider.ts';

export const paymentProvidersPackage = definePackage({
  name: 'payment-providers',
  personalData,
  errors,
  routes: [...attemptRoutes, ...noticeRoutes],
  health: { payments: providersHealth },
  probe: probeProviders,
  metrics: countAttempts,
  jobs: [pollJob, pollDueJob, lookAfterJob],
  settings: [stripeSettings, mtnSettings, airtelSettings],
  ledgerChecks: [feeCheck],
  attemptSource,
  providers: [mtn, airtel, stripe],
  http(app, boot) {
    callbackRoutes(app, boot);
    payPage(app, boot);
  },
  topics: { 'payment.attempt': 'payments.read', 'payment.notice': 'payments.read' },
  async start({ services, manifests }) {
    const providers = providersByName(manifests.flatMap((manifest) => manifest.providers ?? []));
    services.providers = providers;
    services.playMoney = manifests.find((manifest) => manifest.playMoney)?.playMoney;
    for (const name of providers.keys()) services.inbox?.sources.set(name, callbackSource);
    return undefined;
  },
});
