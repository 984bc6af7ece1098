import type { CallbackEvent } from '../../provider.ts';
import { type Refund, refundSays, type Session, sessionSays } from './objects.ts';

/** https://docs.stripe.com/api/events */
export type StripeEvent = { id: string; type: string; data: { object: unknown } };

/** The parts of an event about our attempts; empty when it is about something else that the account is used for. */
export function eventsOf(event: StripeEvent): CallbackEvent[] {
  const { id, type } = event;
  if (type.startsWith('checkout.session.')) {
    const session = event.data.object as Session;
    if (!session.client_reference_id) return [];
    const failed = type === 'checkout.session.async_payment_failed';
    const says = failed ? ({ state: 'failed', reason: 'declined' } as const) : sessionSays(session);
    return [{ id, attemptId: session.client_reference_id, raw: event, ...proofOf(says) }];
  }
  if (type.startsWith('refund.') || type === 'charge.refund.updated') {
    const refund = event.data.object as Refund;
    const attemptId = refund.metadata?.attempt;
    return attemptId ? [{ id, attemptId, raw: event, ...proofOf(refundSays(refund)) }] : [];
  }
  return [];
}

/** A session that still waits proves nothing: Stripe is asked. */
function proofOf(says: ReturnType<typeof sessionSays>): Pick<CallbackEvent, 'proof'> {
  return says.state === 'succeeded' || says.state === 'failed' ? { proof: says } : {};
}
