import type { Ctx } from '../../ctx/index.ts';
import { t } from '../../i18n/index.ts';
import type { ChargeView, PayWay } from '../contract.ts';
import type { AttemptState } from '../domain/attempt-states.ts';
import { providersFor } from '../provider.ts';
import { latestCharge } from './attempt.ts';

/** How an amount can be paid, for the payer to choose from: the organization's providers that accept it. */
export async function payWays(ctx: Ctx, amount: { amountMinor: number; currency: string }): Promise<PayWay[]> {
  const providers = await providersFor(ctx, amount);
  return providers.map(({ name, label, payer }) => ({ name, label: t(ctx, label), asks_phone: payer !== undefined }));
}

/** The newest charge of a payment, as its payer may see it; null before a provider was asked. */
export async function chargeView(ctx: Ctx, paymentId: string): Promise<ChargeView | null> {
  const charge = await latestCharge(ctx, paymentId);
  if (!charge) return null;
  const provider = ctx.services.providers.get(charge.provider);
  return {
    provider: charge.provider,
    label: provider ? t(ctx, provider.label) : charge.provider,
    state: charge.state as AttemptState,
    payer: charge.payer,
    link: charge.state === 'waiting' ? charge.link : null,
    reason: charge.state === 'failed' ? (charge.reason ?? 'declined') : null,
    started_at: charge.created_at.toISOString(),
  };
}
