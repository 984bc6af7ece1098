import type { Ctx } from '../../ctx/index.ts';
import { findPayment } from '../../payments/index.ts';
import { type AttemptState, isOpen } from '../domain/attempt-states.ts';
import { latestCharge } from './attempt.ts';

/**
 * Whether a payment's money may be on its way: a proof waits for staff, a person has approved it, or a provider was
 * asked and may still say yes. A module closes no such payment just to make room for another.
 */
export async function isUnderWay(ctx: Ctx, paymentId: string): Promise<boolean> {
  const payment = await findPayment(ctx, paymentId);
  if (!payment.ok) return false;
  if (payment.data.state === 'submitted' || payment.data.state === 'unknown') return true;
  const charge = await latestCharge(ctx, paymentId);
  return charge !== undefined && isOpen(charge.state as AttemptState);
}
